"""Whatever interrupts a run, there is the old snapshot or the new one, and the next run gets there."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from sf_audit.snapshot import layout
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.retention import prune
from sf_audit.snapshot.verify import verify
from tests.snapshot.crash_points import Ended, Fault, every_point, in_child, with_file_size_limit
from tests.snapshot.small_snapshot import COLUMNS, ORG, STARTED, collect, content, page, staging, whole

pytestmark = pytest.mark.faults


def unfinished_files(root: Path) -> list[str]:
    names = [path.name for path in root.rglob("*")]
    return [name for name in names if name == ".staging" or name.endswith((".tmp", ".jsonl"))]


@pytest.mark.parametrize(
    ("fault", "at_least"),
    [(Fault.KILL, 100), (Fault.POWER, 100), (Fault.FULL, 100), (Fault.BAD, 40), (Fault.TORN, 15)],
)
def test_old_or_new_and_never_a_mix(fault: Fault, at_least: int) -> None:
    points = 0

    for point in every_point(lambda folder: collect(folder, "new"), fault, lambda folder: collect(folder, "old")):
        left = content(point.folder)
        collect(point.folder, "new")
        points += 1

        assert point.ended is not Ended.CRASHED, point
        assert left in (whole("old"), whole("new")), point
        assert content(point.folder) == whole("new"), point
        assert unfinished_files(point.folder) == [], point

    assert points > at_least


def test_a_killed_run_has_its_finished_pages_reused() -> None:
    reused = set()

    for point in every_point(lambda folder: collect(folder, "new"), Fault.KILL, lambda folder: None):
        if (point.folder / ORG.id / ".staging" / "attempt.json").exists():
            with staging(point.folder, plan="new") as gathering:
                reused.add(len(gathering.table("Account", Source.DATA, COLUMNS).pages))

    assert reused == {0, 1, 2}


@pytest.mark.parametrize("fault", [Fault.KILL, Fault.TORN, Fault.POWER, Fault.FULL])
def test_an_interrupted_pruning_leaves_snapshots_that_verify(fault: Fault) -> None:
    def prune_all(folder: Path) -> None:
        prune(folder, ORG.id, now=STARTED + timedelta(days=500))

    def prepare(folder: Path) -> None:
        for generation in ("a", "b", "c"):
            collect(folder, generation)

    for point in every_point(prune_all, fault, prepare):
        after_fault = [verify(stored.folder).problems for stored in layout.snapshots(point.folder / ORG.id)]
        prune_all(point.folder)

        assert point.ended is not Ended.CRASHED, point
        assert after_fault == [(), (), ()], point
        assert len(list(point.folder.rglob("*.parquet"))) == 3, point
        assert len(list(point.folder.rglob("manifest.json"))) == 3, point


@pytest.mark.parametrize("limit", [0, 100, 400, 900])
def test_a_file_that_may_not_grow_is_said_and_leaves_the_old_snapshot(limit: int, tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    collect(root, "old")

    ended = with_file_size_limit(lambda folder: collect(folder, "new"), root, limit)

    assert ended is Ended.SAID
    assert content(root) == whole("old")
    assert list(root.rglob("*.tmp")) == []


def test_a_torn_journal_gives_the_pages_before_the_tear(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        writer = gathering.table("Account", Source.DATA, COLUMNS)
        writer.page("one", page(("001000000000001AAA",)))
        writer.page("two", page(("001000000000002AAA",)))
        journal = gathering.folder / "journal" / "Account.jsonl"
        written = journal.read_bytes()
        pages = {file: file.read_bytes() for file in gathering.folder.rglob("*.parquet")}
    lines = [len(line) for line in written.splitlines(keepends=True)]

    for length in range(len(written) + 1):
        journal.write_bytes(written[:length])
        for file, payload in pages.items():
            file.write_bytes(payload)
        with staging(tmp_path) as gathering:
            found = [entry.key for entry in gathering.table("Account", Source.DATA, COLUMNS).pages]

        whole_pages = (length >= sum(lines[:2]) - 1) + (length >= sum(lines) - 1)
        assert found == ["one", "two"][:whole_pages], length


def test_the_harness_catches_a_writer_that_overwrites_in_place() -> None:
    def overwrite(generation: str) -> bytes:
        return f"Account {generation}\nUser {generation}\n".encode()

    def naive(folder: Path) -> None:
        descriptor = os.open(folder / "current", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(descriptor, overwrite("new"))
        os.close(descriptor)

    def prepare(folder: Path) -> None:
        (folder / "current").write_bytes(overwrite("old"))

    mixed = {
        fault: [
            point.number
            for point in every_point(naive, fault, prepare)
            if (point.folder / "current").read_bytes() not in (overwrite("old"), overwrite("new"))
        ]
        for fault in (Fault.KILL, Fault.TORN)
    }

    assert mixed == {Fault.KILL: [2], Fault.TORN: [1]}


def test_the_harness_catches_a_writer_that_does_not_fsync(tmp_path: Path) -> None:
    def unsynced(folder: Path) -> None:
        descriptor = os.open(folder / "new", os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(descriptor, b"new")
        os.close(descriptor)
        os.rename(folder / "new", folder / "current")
        os.mkdir(folder / "something else")

    ended = in_child(unsynced, tmp_path, Fault.POWER, 4)

    assert ended is Ended.KILLED
    assert (tmp_path / "current").read_bytes() == b""
