""""""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import pytest

from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.manifest import sealed, sha256
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.store import latest
from tests.snapshot.small_snapshot import COLUMNS, ORG, STARTED, collect, extras, page, staging
from tests.snapshot.staging_scenes import account

ONE, TWO, THREE = "001000000000001AAA", "001000000000002AAA", "001000000000003AAA"


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
