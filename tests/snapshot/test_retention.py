from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sf_audit.errors import AnotherRun, UsageProblem
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.snapshot.frame import frame
from sf_audit.snapshot.needs import Source, need
from sf_audit.snapshot.retention import Pruned, prune
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.verify import verify
from tests.snapshot.small_snapshot import COLUMNS, ORG, STARTED, collect, extras, page, staging

DAY = timedelta(days=1)


def tables_left(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.rglob("*.parquet")}


def test_only_the_newest_snapshot_keeps_records(tmp_path: Path) -> None:
    old, newer, newest = (collect(tmp_path, generation) for generation in ("old", "newer", "newest"))

    pruned = prune(tmp_path, ORG.id, now=STARTED + DAY)

    assert [tables_left(folder) for folder in (old, newer, newest)] == [{"User"}, {"User"}, {"Account", "User"}]
    assert (pruned.tables, pruned.files) == (2, 4)
    assert [verify(folder).problems for folder in (old, newer, newest)] == [(), (), ()]
    assert prune(tmp_path, ORG.id, now=STARTED + DAY) == Pruned()


@pytest.mark.parametrize(("age", "left"), [(397, {"User"}), (398, set())])
def test_configuration_is_kept_for_thirteen_months(tmp_path: Path, age: int, left: set[str]) -> None:
    old = collect(tmp_path, "old")
    collect(tmp_path, "new")

    prune(tmp_path, ORG.id, now=STARTED + age * DAY)

    assert tables_left(old) == left
    assert (old / "manifest.json").exists()
    assert verify(old).problems == ()


def test_the_newest_complete_snapshot_stays_beside_a_newer_one_that_is_not(tmp_path: Path) -> None:
    complete = collect(tmp_path, "complete")
    with staging(tmp_path) as gathering:
        writer = gathering.table("Account", Source.DATA, COLUMNS)
        writer.page("one", page(("001000000000001AAA",)))
        writer.refuse(Unread(Reason.BUDGET_SPENT, "No API calls left"))
        gathering.commit(extras())

    prune(tmp_path, ORG.id, now=STARTED + DAY)

    assert tables_left(complete) == {"Account", "User"}


def test_the_newest_snapshot_for_all_rules_stays_beside_a_newer_one_for_some(tmp_path: Path) -> None:
    for_all_rules = collect(tmp_path, "all")
    with staging(tmp_path) as gathering:
        writer = gathering.table("Account", Source.DATA, COLUMNS)
        writer.page("one", page(("001000000000001AAA",)))
        writer.finish(queries=["SELECT Id FROM Account"], count_before=1, count_after=1)
        for_some = gathering.commit(replace(extras(), all_rules=False))

    prune(tmp_path, ORG.id, now=STARTED + DAY)

    assert (tables_left(for_all_rules), tables_left(for_some)) == ({"Account", "User"}, {"Account"})


def test_a_pruned_table_is_not_readable_and_says_when_it_went(tmp_path: Path) -> None:
    old = collect(tmp_path, "old")
    collect(tmp_path, "new")
    prune(tmp_path, ORG.id, now=STARTED + DAY)

    snapshot = open_snapshot(old, scratch=tmp_path / "scratch")

    assert snapshot.has("User", "Id")
    with pytest.raises(NotReadable, match="The rows of Account were pruned on 2026-11-23"):
        snapshot.require([need("Account", "Id")])
    with pytest.raises(UsageProblem, match="were pruned on 2026-11-23"):
        frame(old, "Account")


def test_nothing_is_pruned_while_a_run_collects(tmp_path: Path) -> None:
    collect(tmp_path, "old")

    with staging(tmp_path), pytest.raises(AnotherRun):
        prune(tmp_path, ORG.id, now=STARTED)


def test_an_org_that_was_never_read_has_nothing_to_prune(tmp_path: Path) -> None:
    assert prune(tmp_path, ORG.id, now=STARTED) == Pruned()
    assert list(tmp_path.iterdir()) == []
