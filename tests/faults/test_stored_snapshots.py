"""Snapshots on a disk that lies, beside other runs and readers, and on machines that are short of something."""

from __future__ import annotations

import os
import resource
import shutil
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.chain_folders import SNAPSHOTS
from sf_audit.snapshot.disk import need_room
from sf_audit.snapshot.retention import prune
from sf_audit.snapshot.verify import verify
from tests.faults.killing import Child, at_calls, gathers
from tests.faults.reach import Gathers
from tests.faults.trial import Bench, stored
from tests.faults.truth import violations
from tests.snapshot.crash_points import Ended, Fault

pytestmark = pytest.mark.faults


@pytest.mark.faults("S5")
@pytest.mark.parametrize("part", range(10))
def test_every_flipped_bit_is_found(bench: Bench, earlier: Path, part: int) -> None:
    shutil.copytree(earlier, bench.workspace / "x", symlinks=True)
    (folder,) = stored(bench, bench.workspace / "x")
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    found = 0

    for number in range(30):
        file = files[(part * 30 + number) % len(files)]
        whole = file.read_bytes()
        at = (number * 7919 + part * 104729) % (len(whole) * 8)
        flipped = bytearray(whole)
        flipped[at // 8] ^= 1 << at % 8
        file.write_bytes(flipped)
        found += verify(folder).problems != ()
        file.write_bytes(whole)

    assert found == 30
    assert verify(folder).problems == ()


@pytest.mark.faults("S5")
@pytest.mark.parametrize("what", ["truncated", "missing", "swapped", "another"])
def test_files_that_are_not_what_was_written_are_found(bench: Bench, earlier: Path, what: str) -> None:
    shutil.copytree(earlier, bench.workspace / "x", symlinks=True)
    (folder,) = stored(bench, bench.workspace / "x")
    first, second = sorted(folder.rglob("*.parquet"))[:2]

    match what:
        case "truncated":
            first.write_bytes(first.read_bytes()[:-1])
        case "missing":
            first.unlink()
        case "swapped":
            one, other = first.read_bytes(), second.read_bytes()
            first.write_bytes(other)
            second.write_bytes(one)
        case _:
            shutil.copyfile(first, first.with_name("000099.parquet"))

    assert verify(folder).problems != ()


@pytest.mark.faults("S6")
def test_a_second_run_is_told_of_the_first(bench: Bench) -> None:
    codes: list[int] = []

    def second(line: str) -> None:
        if "/results" in line and not codes:
            codes.append(Child.of(gathers(bench), bench.workspace).ended())

    trial = bench.run(watch=second).insist()

    assert trial.complete
    assert codes == [75]


@pytest.mark.faults("S7")
def test_a_reader_is_not_disturbed_by_a_run(bench: Bench, earlier: Path) -> None:
    shutil.copytree(earlier, bench.workspace / "x", symlinks=True)
    (folder,) = stored(bench, bench.workspace / "x")
    seen: list[list[str]] = []

    trial = bench.run(
        workspace=bench.workspace / "x",
        workers=1,
        watch=lambda line: seen.append(violations(folder, bench.org, bench.workspace / "reader")),
    ).insist()

    assert trial.complete
    assert len(seen) > 20
    assert not any(seen)


@pytest.mark.faults("S13")
def test_nobody_else_may_read_what_a_run_leaves(bench: Bench) -> None:
    assert Child.of(gathers(bench), bench.workspace).ended() == 0

    inside = [one for one in (bench.workspace / SNAPSHOTS).rglob("*") if not one.is_symlink()]
    open_to_others = [one.name for one in inside if one.stat().st_mode & 0o077]
    assert open_to_others == []


def _with_few_files(work: Gathers, folder: Path, files: int) -> None:
    used = len(os.listdir("/proc/self/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + files, used + files))
    work(folder)


@pytest.mark.faults("S11")
@pytest.mark.parametrize("files", [4, 8, 12, 20, 28])
def test_too_few_open_files_end_a_run_with_a_reason(bench: Bench, files: int) -> None:
    code = Child.of(_with_few_files, gathers(bench), bench.workspace, files).ended()
    again = bench.run().insist()

    assert code in {0, 5, 6}
    assert again.complete


def _prune_all(org: str, folder: Path) -> None:
    prune(folder / SNAPSHOTS, org, now=datetime.now(UTC) + timedelta(days=500))


@pytest.mark.faults("S14")
@pytest.mark.timeout(120)
@pytest.mark.parametrize("fault", [Fault.KILL, Fault.FULL], ids=lambda one: one.name)
def test_a_pruning_that_is_interrupted_leaves_what_verifies(bench: Bench, earlier: Path, fault: Fault) -> None:
    shutil.copytree(earlier, bench.workspace / "x", symlinks=True)
    bench.run(workspace=bench.workspace / "x").insist()

    def prepare(folder: Path) -> None:
        shutil.copytree(bench.workspace / "x", folder, symlinks=True)

    work = partial(_prune_all, bench.org.organization_id)
    points = 0
    for number, folder, came in at_calls(work, fault, prepare, range(1, 400)):
        points += 1
        assert came is not Ended.CRASHED, number
        assert [verify(one).problems for one in stored(bench, folder)] == [(), ()], number
        work(folder)
    assert points > 15


@pytest.mark.faults("S4")
def test_a_disk_without_room_is_found_before_anything_is_read(bench: Bench) -> None:
    with pytest.raises(IntegrityBroken, match="free"):
        need_room(bench.workspace, 1 << 60)
