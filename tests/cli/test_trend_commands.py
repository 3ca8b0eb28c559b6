"""`sf-audit trend | diff` on archives that are not as they should be: exit codes, and what is said."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from sf_audit.cli.trend import diff, trend
from sf_audit.errors import AuditError, IntegrityBroken, UsageProblem
from sf_audit.review.archive import REVIEW
from sf_audit.review.findings_table import FINDINGS
from tests.review.months import ORG, Workspace, breaking, rule

JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)
OTHER = "00D000000000002AAA"


@pytest.fixture(scope="module")
def three_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One finding, none, and the same one again."""
    made = Workspace(tmp_path_factory.mktemp("months"))
    for day, ids in ((JANUARY, ["001A"]), (FEBRUARY, []), (MARCH, ["001A"])):
        made.review(day, rule(breaking(*ids)))
    return made.folder


@pytest.fixture
def workspace(three_months: Path, tmp_path: Path) -> Workspace:
    """A copy of them."""
    return Workspace(Path(shutil.copytree(three_months, tmp_path / "workspace", symlinks=True)))


def ran(command: object, workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--workspace", str(workspace.folder)])  # type: ignore[arg-type]


def refused(command: object, workspace: Workspace, *arguments: str) -> AuditError:
    problem = ran(command, workspace, *arguments).exception
    assert isinstance(problem, AuditError)
    return problem


def test_what_returned_is_told_from_what_is_new(workspace: Workspace) -> None:
    whole, months = ran(diff, workspace), ran(diff, workspace, "2026-01", "2026-03")

    assert (whole.exit_code, months.exit_code) == (0, 0)
    assert whole.output.splitlines()[1] == "0 new · 0 fixed · 0 still open · 1 returned"
    assert months.output.splitlines()[1] == "0 new · 0 fixed · 0 still open · 1 returned"


def test_a_finding_that_came_and_went_in_between_is_nothing(workspace: Workspace) -> None:
    workspace.review(date(2026, 4, 15), rule(breaking("001A", "001B")))
    workspace.review(date(2026, 5, 15), rule(breaking("001A")))

    assert ran(diff, workspace, "2026-03", "2026-05").output.splitlines()[1] == "0 new · 0 fixed · 1 still open"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (FINDINGS, b"PAR1 and then nothing"),
        (REVIEW, b"{}"),
        (REVIEW, b"[" * 100_000),
        (REVIEW, None),
        (FINDINGS, b""),
    ],
    ids=["findings", "empty", "deep", "no month", "lost"],
)
def test_a_damaged_review_is_left_out_and_named(workspace: Workspace, name: str, content: bytes | None) -> None:
    damaged = workspace.stored("2026-02", 1) / name
    if content is None:
        content = json.dumps({**json.loads(damaged.read_bytes()), "period": "x"}).encode()
    damaged.unlink()
    if content:
        damaged.write_bytes(content)

    found = ran(trend, workspace)

    assert found.exit_code == 3
    assert "The stored review 2026-02/1 cannot be read, and is left out." in found.output
    assert [line.split()[2] for line in found.output.splitlines() if line.startswith("2026-0")][:3] == ["1", "–", "1"]


def test_a_damaged_review_that_is_named_is_no_empty_one(workspace: Workspace) -> None:
    (workspace.stored("2026-02", 1) / FINDINGS).write_bytes(b"PAR1")

    assert isinstance(refused(diff, workspace, "2026-02", "2026-03"), IntegrityBroken)


def test_without_any_review_there_is_nothing_to_show(tmp_path: Path) -> None:
    problem = refused(trend, Workspace(tmp_path))

    assert (type(problem), str(problem)) == (UsageProblem, f"no review is stored in {tmp_path / 'reviews'}")


def test_one_month_is_a_trend_and_no_difference(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.review(JANUARY, rule(breaking("001A")))

    assert ran(trend, workspace).exit_code == 0
    assert str(refused(diff, workspace)) == "there are no two months to compare"


def test_of_several_orgs_one_must_be_named(workspace: Workspace) -> None:
    reviews = workspace.folder / "reviews"
    shutil.copytree(reviews / ORG, reviews / OTHER, symlinks=True)

    problem = refused(trend, workspace)

    assert (str(problem), problem.hint) == (
        "reviews of several orgs are stored here",
        f"Name one of them with --org-id: {ORG}, {OTHER}.",
    )
    assert ran(trend, workspace, "--org-id", OTHER[:15]).exit_code == 0
    elsewhere = str(reviews / ORG / "2026-01" / "1")
    assert "is no review of" in str(refused(diff, workspace, elsewhere, "2026-03", "--org-id", OTHER))


@pytest.mark.parametrize("name", ["2026-13", "x" * 300, "\x1b[2J", "../..", "/etc/passwd", "some-rules", "."])
def test_what_is_no_review_is_a_mistake_of_who_named_it(workspace: Workspace, name: str) -> None:
    assert isinstance(refused(diff, workspace, name), UsageProblem)


def test_a_review_is_named_by_its_folder_its_page_or_its_month(workspace: Workspace) -> None:
    folder = workspace.stored("2026-01", 1)
    shown = {ran(diff, workspace, name, "2026-03").output for name in ("2026-01", str(folder), str(folder / REVIEW))}

    assert len(shown) == 1


def test_the_format_is_one_of_the_list(workspace: Workspace) -> None:
    assert ran(trend, workspace, "--format", "pdf").exit_code == 2
    assert json.loads(ran(diff, workspace, "--format", "json").output)["complete"] is True


def test_of_a_month_whose_findings_are_lost_another_review_is_shown(workspace: Workspace) -> None:
    workspace.review(date(2026, 3, 20), rule(breaking("001A", "001B")))
    (workspace.stored("2026-03", 2) / FINDINGS).unlink()

    found = ran(trend, workspace)

    assert found.exit_code == 3
    assert "The stored review 2026-03/2 cannot be read, and is left out." in found.output
    assert next(line for line in found.output.splitlines() if line.startswith("2026-03")).split()[2] == "1"


def test_reviews_of_some_rules_are_no_months(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.review(JANUARY, rule(breaking("001A")), whole=False)
    shutil.move(tmp_path / "reviews" / ORG / "2026-01", tmp_path / "reviews" / ORG / "some-rules")

    assert str(refused(trend, workspace)) == "no month was reviewed by all rules"


def test_findings_without_a_day_are_no_bug(workspace: Workspace) -> None:
    path = workspace.stored("2026-03", 1) / FINDINGS
    table = pq.read_table(path)
    place = table.schema.get_field_index("first_seen")
    pq.write_table(table.set_column(place, "first_seen", pa.nulls(table.num_rows, pa.date32())), path)

    review = workspace.review(date(2026, 4, 15), rule(breaking("001A")))

    assert [(each.new, each.returned, each.still_open) for each in review.changes] == [(0, 0, 1)]
    assert workspace.findings[0]["first_seen"] == MARCH
