"""What a staging folder refuses or calls incomplete."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from sf_audit.errors import AnotherRun, IntegrityBroken
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.disk import need_room
from sf_audit.snapshot.manifest import TableEntry, sealed
from sf_audit.snapshot.needs import Source
from tests.snapshot.small_snapshot import COLUMNS, ORG, collect, extras, page, staging
from tests.snapshot.staging_scenes import account

ONE, TWO, THREE = "001000000000001AAA", "001000000000002AAA", "001000000000003AAA"


def read_account(root: Path, *pages: pa.Table, counted: int | None = None) -> TableEntry:
    """The entry of a table that was read in these pages, from the manifest."""
    with staging(root) as gathering:
        writer = account(gathering)
        for number, text in enumerate(pages):
            writer.page(str(number), text)
        writer.finish(queries=["SELECT Id FROM Account"], count_before=counted, count_after=counted)
        return sealed(gathering.commit(extras())).tables["Account"]


def test_a_table_that_nobody_finished_is_incomplete(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        account(gathering).page("one", page((ONE,)))
        entry = sealed(gathering.commit(extras())).tables["Account"]

    assert entry.unread is not None
    assert entry.unread.reason is Reason.INCOMPLETE


@pytest.mark.parametrize(("before", "after", "complete"), [(2, 2, True), (1, 2, True), (3, 3, False), (2, 9, True)])
def test_fewer_rows_than_the_org_counted_are_incomplete(
    tmp_path: Path, before: int, after: int, complete: bool
) -> None:
    with staging(tmp_path) as gathering:
        writer = account(gathering)
        writer.page("one", page((ONE, TWO)))
        writer.finish(queries=[], count_before=before, count_after=after)

        assert (writer.entry.unread is None) is complete


def test_an_id_that_comes_twice_makes_the_table_incomplete(tmp_path: Path) -> None:
    entry = read_account(tmp_path, page((ONE, TWO)), page((TWO, THREE)), counted=3)

    assert entry.unread == Unread(
        Reason.INCOMPLETE, "Account: 0 rows came without an Id, and 1 with that of another row", "Run again"
    )


@pytest.mark.parametrize("wrong", ["", "not an id", "001000000000001AAB"])
def test_a_row_without_its_id_makes_the_table_incomplete(tmp_path: Path, wrong: str) -> None:
    entry = read_account(tmp_path, page((ONE, wrong)), counted=2)

    assert entry.unread is not None
    assert entry.unread.detail == "Account: 1 row came without an Id, and 0 with that of another row"


def test_rows_that_have_no_id_of_their_own_are_not_duplicates(tmp_path: Path) -> None:
    entry = read_account(tmp_path, page(("000000000000000AAA", "000000000000000AAA")), counted=2)

    assert entry.unread is None


def test_a_column_with_values_that_do_not_fit_is_unseen(tmp_path: Path) -> None:
    entry = read_account(tmp_path, page((ONE,)), page((TWO, THREE), amount="a lot"), counted=3)

    assert entry.unread is None
    assert entry.unseen == {
        "Amount": Unread(Reason.INCOMPLETE, "2 values of Account.Amount are not of its type, currency")
    }
    assert [dict(item.uncastable) for item in entry.pages] == [{}, {"Amount": 2}]


def test_a_value_that_does_not_fit_is_told_in_the_singular(tmp_path: Path) -> None:
    entry = read_account(tmp_path, page((ONE,), amount="a lot"), counted=1)

    assert entry.unseen == {
        "Amount": Unread(Reason.INCOMPLETE, "1 value of Account.Amount is not of its type, currency")
    }


def test_a_row_that_is_missing_is_told_in_the_singular(tmp_path: Path) -> None:
    entry = read_account(tmp_path, page((ONE,)), counted=2)

    assert entry.unread is not None
    assert entry.unread.detail == "Account: 1 row was read where the org counted 2"


def test_large_numbers_are_written_alike(tmp_path: Path) -> None:
    entry = read_account(tmp_path, page((ONE,)), counted=2_500)

    assert entry.unread is not None
    assert entry.unread.detail == "Account: 1 row was read where the org counted 2,500"


def test_a_page_is_stored_once(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        writer = account(gathering)
        writer.page("one", page((ONE,)))

        with pytest.raises(ValueError, match="has the page “one” already"):
            writer.page("one", page((TWO,)))


@pytest.mark.parametrize("name", ["../Account", "", "Account.x", "a/b", "Kontö"])
def test_a_table_is_named_as_the_api_names_objects(tmp_path: Path, name: str) -> None:
    with staging(tmp_path) as gathering, pytest.raises(ValueError, match="API name"):
        gathering.table(name, Source.DATA, COLUMNS)


def test_a_second_process_finds_the_lock_taken(tmp_path: Path) -> None:
    again = (
        "import sys; from pathlib import Path; from tests.snapshot.small_snapshot import collect\n"
        "from sf_audit.errors import *\n"
        f"try: collect(Path({str(tmp_path)!r}), 'second')\nexcept AnotherRun as taken: sys.exit(taken.exit_code)"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{again}"]

    with staging(tmp_path):
        while_held = subprocess.run(command, check=False).returncode
    afterwards = subprocess.run(command, check=False).returncode

    assert (while_held, afterwards) == (75, 0)


def test_the_lock_is_that_of_the_org_and_not_of_its_name(tmp_path: Path) -> None:
    with staging(tmp_path), pytest.raises(AnotherRun):
        staging(tmp_path, plan="another")


def test_only_the_owner_may_read_anything(tmp_path: Path) -> None:
    root = tmp_path / "workspace" / "snapshots"
    collect(root, "first")
    with staging(root) as gathering:
        account(gathering).page("one", page((ONE,)))
        (gathering.scratch / "spilled").mkdir(mode=0o700)

    modes = {(path.is_dir(), oct(path.stat().st_mode & 0o777)) for path in [root.parent, *root.parent.rglob("*")]}

    assert modes == {(True, "0o700"), (False, "0o600")}


def test_too_little_room_is_said_before_anything_is_read(tmp_path: Path) -> None:
    need_room(tmp_path, 100, free=lambda _: 200)

    with pytest.raises(IntegrityBroken, match=r"has 2\.0 MB free; this snapshot needs 4\.0 MB"):
        need_room(tmp_path, 2_000_000, free=lambda _: 2_000_000)


def test_what_a_committed_run_remembered_is_not_reused(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        account(gathering).remember(job="750")
        shutil.copytree(gathering.folder / "journal", tmp_path / "journal")
        shutil.copy(gathering.folder / "attempt.json", tmp_path)
        gathering.commit(extras())
    unfinished = tmp_path / ORG.id / ".staging"
    shutil.copytree(tmp_path / "journal", unfinished / "journal")
    shutil.copy(tmp_path / "attempt.json", unfinished)

    with staging(tmp_path) as gathering:
        assert account(gathering).memory == {}
