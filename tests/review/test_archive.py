"""Where reviews are kept: a reader sees all of one or nothing."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.review.archive import Archive, find_review, read_json
from sf_audit.review.unfinished import _host


def filling(text: str) -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        (folder / "review.json").write_text(json.dumps({"text": text}), encoding="utf-8")

    return fill


def test_reviews_of_a_period_are_numbered_and_current_is_the_newest(tmp_path: Path) -> None:
    archive = Archive.of(tmp_path, "00D")

    for number in range(1, 12):
        archive.write("2026-03", filling(str(number)))

    assert os.readlink(tmp_path / "reviews/00D/2026-03/current") == "11"
    assert read_json(find_review(tmp_path / "reviews/00D/2026-03")) == {"text": "11"}
    assert [folder.name for folder in archive.all()] == [str(number) for number in range(11, 0, -1)]


def dated(started: str, status: str = "complete") -> Callable[[Path], None]:
    def fill(folder: Path) -> None:
        said = {"status": status, "started": f"{started}T06:00:00Z"}
        (folder / "review.json").write_text(json.dumps(said), encoding="utf-8")

    return fill


@pytest.mark.parametrize(
    ("before", "then", "current"),
    [
        (dated("2026-03-02"), dated("2026-03-01"), "1"),
        (dated("2026-03-01"), dated("2026-03-02"), "2"),
        (dated("2026-03-01"), dated("2026-03-01"), "2"),
        (dated("2026-03-01"), dated("2026-03-02", "partial"), "1"),
        (dated("2026-03-01", "partial"), dated("2026-03-02", "partial"), "2"),
        (dated("2026-03-02", "failed"), dated("2026-03-01"), "2"),
    ],
    ids=["old judged again", "newer", "same judged again", "cut short", "both cut short", "whole at last"],
)
def test_the_newest_complete_review_stands_for_its_month(
    tmp_path: Path, before: Callable[[Path], None], then: Callable[[Path], None], current: str
) -> None:
    archive = Archive.of(tmp_path, "00D")

    archive.write("2026-03", before)
    archive.write("2026-03", then)

    assert os.readlink(tmp_path / "reviews/00D/2026-03/current") == current
    assert [one.name for one in archive.of_period("2026-03")] == ["2", "1"]
    assert archive.best_first("2026-03")[0].name == current


def test_a_review_that_cannot_be_read_stands_for_nothing(tmp_path: Path) -> None:
    archive = Archive.of(tmp_path, "00D")
    archive.write("2026-03", dated("2026-03-09"))
    (tmp_path / "reviews/00D/2026-03/1/review.json").write_text("{", encoding="utf-8")

    archive.write("2026-03", dated("2026-03-01", "partial"))

    assert os.readlink(tmp_path / "reviews/00D/2026-03/current") == "2"


def test_periods_and_the_reviews_of_each_come_newest_first(tmp_path: Path) -> None:
    archive = Archive.of(tmp_path, "00D")
    for period in ("2026-02", "2025-12", "2026-02", "2026-01"):
        archive.write(period, filling(period))

    assert archive.periods() == ["2026-02", "2026-01", "2025-12"]
    assert [one.name for one in archive.of_period("2026-02")] == ["2", "1"]


def test_an_interrupted_write_leaves_nothing_and_takes_no_number(tmp_path: Path) -> None:
    archive = Archive.of(tmp_path, "00D")
    archive.write("2026-03", filling("whole"))

    def interrupted(folder: Path) -> None:
        filling("half")(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.write("2026-03", interrupted)
    period = tmp_path / "reviews/00D/2026-03"
    assert sorted(one.name for one in period.iterdir()) == ["1", "current"]
    assert archive.write("2026-03", filling("next")).name == "2"


def test_what_a_killed_run_left_behind_is_no_review_and_is_cleared_away(tmp_path: Path) -> None:
    archive = Archive.of(tmp_path, "00D")
    left = tmp_path / "reviews/00D/2026-03/.1"
    left.mkdir(parents=True)
    (left / "review.json").write_text("{}")
    (left / "labels.parquet").write_text("names")

    assert archive.all() == []
    made = archive.write("2026-03", filling("whole"))

    assert [one.name for one in made.iterdir()] == ["review.json"]


@pytest.mark.parametrize(
    ("name", "left"),
    [(".1.1@elsewhere", True), (f".1.999999@{_host()}", False), (f".1.{os.getppid()}@{_host()}", True)],
)
def test_the_folder_of_another_run_is_left_to_it_while_it_lives(tmp_path: Path, name: str, left: bool) -> None:
    folder = tmp_path / "reviews/00D/2026-03" / name
    folder.mkdir(parents=True)

    made = Archive.of(tmp_path, "00D").write("2026-03", filling("x"))

    assert (folder.exists(), made.name) == (left, "1")


def test_the_folder_of_another_machine_is_left_to_it_for_a_day(tmp_path: Path) -> None:
    for name, hours in ((".1.1@elsewhere", 23), (".2.1@elsewhere", 25)):
        folder = tmp_path / "reviews/00D/2026-03" / name
        folder.mkdir(parents=True)
        os.utime(folder, (time.time() - hours * 3600,) * 2)

    Archive.of(tmp_path, "00D").write("2026-03", filling("x"))

    assert sorted(path.name for path in (tmp_path / "reviews/00D/2026-03").iterdir()) == [
        ".1.1@elsewhere",
        "1",
        "current",
    ]


def test_nobody_else_can_read_a_review(tmp_path: Path) -> None:
    made = Archive.of(tmp_path, "00D").write("2026-03", filling("x"))

    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE((made / "review.json").stat().st_mode) == 0o600


def test_an_org_without_reviews_has_an_empty_archive(tmp_path: Path) -> None:
    archive = Archive.of(tmp_path, "00D")

    assert (archive.all(), archive.periods(), archive.of_period("2026-03")) == ([], [], [])


def test_a_review_is_found_by_its_folder_or_a_file_in_it(tmp_path: Path) -> None:
    made = Archive.of(tmp_path, "00D").write("2026-03", filling("x"))

    assert find_review(made) == find_review(made / "review.html") == made
    with pytest.raises(UsageProblem, match=r"there is no review\.json"):
        find_review(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '"review"', "\ufffd"])
def test_a_damaged_review_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "review.json").write_text(content, encoding="utf-8")

    with pytest.raises(IntegrityBroken, match=r"review\.json"):
        read_json(tmp_path)


def test_a_folder_that_holds_no_review_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    archive = Archive.of(tmp_path, "00D")
    made = archive.write("2026-03", filling("x"))
    (made / "review.json").write_text("[]")

    with pytest.raises(UsageProblem) as absent:
        find_review(tmp_path)
    with pytest.raises(IntegrityBroken) as damaged:
        read_json(made)

    assert str(absent.value) == f"{tmp_path}: there is no review.json"
    assert absent.value.hint == "Name the folder of a review, see `reviews/`."
    assert str(damaged.value) == f"{made / 'review.json'} is not a review"
    assert damaged.value.hint == "Restore it, or move the folder away."


def test_a_current_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    made = Archive.of(tmp_path, "00D").write("2026-03", filling("x"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "review.json").write_text("{}")
    current = made.parent / "current"
    current.unlink()
    current.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(IntegrityBroken) as refused:
        find_review(made.parent)

    assert str(refused.value) == f"{current} does not lead to a review beside it"
    assert refused.value.hint == "Remove it, and review again."


def test_a_review_that_the_disk_refuses_says_what_is_untouched(tmp_path: Path) -> None:
    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, "")

    archive = Archive.of(tmp_path, "00D")
    with pytest.raises(IntegrityBroken) as refused:
        archive.write("2026-03", full)

    assert str(refused.value) == (
        f"the review could not be stored in {tmp_path / 'reviews/00D/2026-03'}: No space left on device. "
        "Reviews from before are untouched"
    )
    assert refused.value.hint == (
        "Look at the disk, then judge the same snapshot again: sf-audit review --snapshot FOLDER."
    )
    assert archive.all() == []
