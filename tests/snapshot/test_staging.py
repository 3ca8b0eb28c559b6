from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import pyarrow as pa
import pytest

from sf_audit.errors import AnotherRun, IntegrityBroken
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.disk import need_room
from sf_audit.snapshot.manifest import TableEntry, sealed, sha256
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.staging import Staging, TableWriter
from sf_audit.snapshot.store import latest
from tests.snapshot.small_snapshot import COLUMNS, ORG, STARTED, collect, extras, page, staging

ONE, TWO, THREE = "001000000000001AAA", "001000000000002AAA", "001000000000003AAA"


def account(gathering: Staging) -> TableWriter:
    return gathering.table("Account", Source.DATA, COLUMNS)


def read_account(root: Path, *pages: pa.Table, counted: int | None = None) -> TableEntry:
    """The entry of a table that was read in these pages, from the manifest."""
    with staging(root) as gathering:
        writer = account(gathering)
        for number, text in enumerate(pages):
            writer.page(str(number), text)
        writer.finish(queries=["SELECT Id FROM Account"], count_before=counted, count_after=counted)
        return sealed(gathering.commit(extras())).tables["Account"]


def test_the_manifest_says_how_every_table_was_read(tmp_path: Path) -> None:
    manifest = sealed(collect(tmp_path, "first"))

    entry = manifest.tables["Account"]
    assert manifest.run.auditor.username == "auditor@acme.test"
    assert (manifest.sequence, manifest.previous, manifest.started) == (1, None, STARTED)
    assert (entry.rows, entry.count_before, entry.count_after, entry.unread) == (3, 3, 3, None)
    assert entry.queries == ("SELECT Id FROM Account",)
    assert [item.file for item in entry.pages] == [f"tables/Account/part-0000{number}.parquet" for number in (0, 1)]


def test_each_manifest_names_the_one_before(tmp_path: Path) -> None:
    first = collect(tmp_path, "first")
    second = collect(tmp_path, "second")

    assert sealed(second).previous == sha256((first / "manifest.json").read_bytes())


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    here, there = collect(tmp_path / "here", "same"), collect(tmp_path / "there", "same")

    assert [path.name for path in (here, there)] == ["000001-20261122T033000Z"] * 2
    assert (here / "manifest.json").read_bytes() == (there / "manifest.json").read_bytes()


def test_the_sequence_counts_on_when_the_clock_jumps_back(tmp_path: Path) -> None:
    collect(tmp_path, "first")

    with staging(tmp_path, started=STARTED - timedelta(days=400)) as gathering:
        folder = gathering.commit(extras())

    assert folder.name == "000002-20251018T033000Z"
    assert latest(tmp_path, ORG.id) == folder


def test_the_sequence_counts_on_behind_a_gap(tmp_path: Path) -> None:
    first, second, third = (collect(tmp_path, name) for name in ("first", "second", "third"))
    rmtree(second)

    fourth = collect(tmp_path, "fourth")

    assert [int(folder.name.split("-")[0]) for folder in (first, third, fourth)] == [1, 3, 4]
    assert latest(tmp_path, ORG.id) == fourth


def test_the_next_run_goes_on_with_pages_and_facts(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        writer = account(gathering)
        writer.remember(job="750", api_version="62.0")
        writer.page("one", page((ONE,)), locator="two")

    with staging(tmp_path, started=STARTED + timedelta(hours=1)) as gathering:
        writer = account(gathering)

        assert writer.keys == {"one"}
        assert writer.memory == {"job": "750", "api_version": "62.0", "locator": "two"}
        assert not writer.finished
        assert gathering.started == STARTED


def test_a_finished_or_refused_table_needs_no_more_reading(tmp_path: Path) -> None:
    refused = Unread(Reason.OBJECT_NOT_READABLE, "Lead is hidden")
    with staging(tmp_path) as gathering:
        account(gathering).finish(queries=[], count_before=0, count_after=0)
        gathering.table("Lead", Source.DATA, COLUMNS).refuse(refused)

    with staging(tmp_path) as gathering:
        assert account(gathering).finished
        assert gathering.table("Lead", Source.DATA, COLUMNS).entry.unread == refused


@pytest.mark.parametrize(
    ("plan", "later"), [("another plan", timedelta()), ("plan", timedelta(hours=25)), ("plan", -timedelta(hours=25))]
)
def test_pages_of_another_plan_or_day_are_not_reused(tmp_path: Path, plan: str, later: timedelta) -> None:
    with staging(tmp_path) as gathering:
        account(gathering).page("one", page((ONE,)), job="750")

    with staging(tmp_path, plan=plan, started=STARTED + later) as gathering:
        writer = account(gathering)

        assert (writer.keys, writer.memory) == (frozenset(), {})
        assert list(gathering.folder.rglob("*.parquet")) == []


def test_pages_of_another_tool_version_are_not_reused(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        account(gathering).page("one", page((ONE,)))

    with Staging.begin(tmp_path, ORG, tool_version="1.1", started=STARTED, plan_sha256="plan") as gathering:
        assert account(gathering).pages == []


def test_a_table_whose_columns_changed_begins_again(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        account(gathering).page("one", page((ONE,)))

    with staging(tmp_path) as gathering:
        changed = COLUMNS | {"Amount": FieldType("currency", 18, 4)}

        assert gathering.table("Account", Source.DATA, changed).pages == []


@pytest.mark.parametrize("damage", [b"", b"PAR1"])
def test_a_page_that_was_damaged_meanwhile_is_not_reused(tmp_path: Path, damage: bytes) -> None:
    with staging(tmp_path) as gathering:
        account(gathering).page("one", page((ONE,)), locator="two")
        (file,) = gathering.folder.rglob("*.parquet")
        file.write_bytes(damage)

    with staging(tmp_path) as gathering:
        assert (account(gathering).keys, account_is_empty(gathering)) == (frozenset(), True)


def account_is_empty(gathering: Staging) -> bool:
    return not list(gathering.folder.rglob("*.parquet"))


def test_a_restart_drops_pages_and_facts(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        writer = account(gathering)
        writer.page("one", page((ONE, TWO)), job="old")

        writer.restart()
        writer.page("one", page((ONE,)))
        writer.finish(queries=[], count_before=1, count_after=1)
        entry = sealed(gathering.commit(extras())).tables["Account"]

    assert (entry.rows, entry.unread, writer.memory) == (1, None, {})


def test_the_last_pages_can_be_dropped_and_the_next_run_knows(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        writer = account(gathering)
        writer.page("one", page((ONE,)))
        writer.page("two", page((TWO,)), job="kept")
        writer.keep(1)
        writer.page("other", page((TWO,)))

    with staging(tmp_path) as gathering:
        writer = account(gathering)

        assert [page.key for page in writer.pages] == ["one", "other"]
        assert writer.memory == {"job": "kept"}
        writer.finish(queries=[], count_before=2, count_after=2)
        entry = sealed(gathering.commit(extras())).tables["Account"]

    assert (entry.rows, entry.unread) == (2, None)


def test_a_table_that_only_the_killed_run_began_is_not_in_the_snapshot(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        gathering.table("Lead", Source.DATA, COLUMNS).page("one", page((ONE,)))

    folder = collect_account_only(tmp_path)

    assert list(sealed(folder).tables) == ["Account"]
    assert [path.name for path in (folder / "tables").iterdir()] == ["Account"]


def collect_account_only(root: Path) -> Path:
    with staging(root) as gathering:
        account(gathering).finish(queries=[], count_before=0, count_after=0)
        return gathering.commit(extras())


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
    assert entry.unread.detail == "Account: 1 rows came without an Id, and 0 with that of another row"


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
