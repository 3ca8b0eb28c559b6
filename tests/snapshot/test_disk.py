"""What the disk refuses is said with the file, the reason and what can be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.disk import append, move_folder, need_room, private_folder, remove_folder, write_whole

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
def test_a_full_disk_is_told_from_one_that_fails() -> None:
    with pytest.raises(IntegrityBroken) as refused:
        append(FULL, b"x" * 1234)

    assert str(refused.value) == (
        "/dev/full could not be stored (1,234 bytes): No space left on device. The snapshots from before are untouched"
    )
    assert refused.value.hint == (
        "Free some space or keep the workspace on another disk, then run again: finished pages are reused."
    )


def test_a_file_that_is_not_there_cannot_be_added_to(tmp_path: Path) -> None:
    path = tmp_path / "entries.jsonl"

    with pytest.raises(IntegrityBroken) as refused:
        append(path, b"x")

    assert str(refused.value) == (
        f"{path} could not be stored (1 byte): No such file or directory. The snapshots from before are untouched"
    )
    assert refused.value.hint == ("Check the disk and who may write there, then run again: finished pages are reused.")
    assert not path.exists()


def test_a_file_where_a_folder_must_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "workspace").write_text("")
    path = tmp_path / "workspace" / "snapshots"

    for refused, verb in (
        (lambda: private_folder(path), "used"),
        (lambda: move_folder(tmp_path, path), "used"),
        (lambda: write_whole(path, b"ab"), "stored (2 bytes)"),
    ):
        with pytest.raises(IntegrityBroken) as said:
            refused()

        assert str(said.value) == (
            f"{path} could not be {verb}: Not a directory. The snapshots from before are untouched"
        )


def test_what_is_planted_under_the_name_of_an_unfinished_file_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("untouched")
    (tmp_path / "manifest.json.tmp").symlink_to(precious)

    write_whole(tmp_path / "manifest.json", b"new")

    assert precious.read_text() == "untouched"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "precious": b"untouched",
        "manifest.json": b"new",
    }


def test_a_file_that_could_not_be_put_in_place_leaves_no_bytes_behind(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()

    with pytest.raises(IntegrityBroken):
        write_whole(tmp_path / "manifest.json", b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_a_folder_goes_with_all_that_is_in_it_and_may_be_gone_already(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "page").write_text("")

    for _ in range(2):
        remove_folder(tmp_path / "a")

    assert list(tmp_path.iterdir()) == []


def test_too_little_room_says_what_can_be_done(tmp_path: Path) -> None:
    with pytest.raises(IntegrityBroken) as refused:
        need_room(tmp_path, 2_000_000, free=lambda _: 1_000_000)

    assert str(refused.value) == f"{tmp_path} has 1.0 MB free; this snapshot needs 4.0 MB"
    assert refused.value.hint == "Free some space, prune older snapshots, or keep the workspace on another disk."
