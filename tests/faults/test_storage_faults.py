"""A run that is killed, or whose disk is full, at any moment: old snapshot or new one, and the next run is whole."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_points import Ended, Fault, with_file_size_limit
from killing import INTERRUPTED, AtRequest, at_calls, at_every_file, ended, fork
from plan import CREATE, PAGES, Plan
from trial import MEMORY, Bench, Clock, private_workspace
from truth import violations

from sf_audit.cli.publish import publish
from sf_audit.review.archive import REVIEW, Archive, read_json
from sf_audit.review.run import SNAPSHOTS, judged
from sf_audit.snapshot import layout
from sf_audit.snapshot.verify import verify

pytestmark = pytest.mark.faults

#: Calls to the operating system of a gathering, and how many of them a trial jumps over.
STEPS = {Fault.KILL: 2, Fault.POWER: 3, Fault.FULL: 2, Fault.BAD: 2, Fault.TORN: 1}

#: So many moments there are at least, in each half of the trials.
LEAST = {Fault.KILL: 50, Fault.POWER: 35, Fault.FULL: 50, Fault.BAD: 20, Fault.TORN: 12}


def gathers(bench: Bench) -> object:
    """The work of a child: sign in, and gather with one worker, so that the n-th call is always the same."""

    def work(folder: Path) -> None:
        clock = Clock()
        with bench.signed_in(clock) as client:
            bench.gathered(client, folder, bench.standards, clock, workers=1)

    return work


def tell(points: int) -> None:
    """Leave the number of moments where a person may add them up, when asked to."""
    if os.environ.get("SF_AUDIT_COUNT_POINTS"):
        with open(os.environ["SF_AUDIT_COUNT_POINTS"], "a", encoding="ascii") as file:
            file.write(f"{points}\n")


def stored(bench: Bench, folder: Path) -> list[Path]:
    return [one.folder for one in layout.snapshots(layout.org_folder(folder / SNAPSHOTS, bench.org.organization_id))]


@pytest.fixture(scope="module")
def earlier(shared_bench: Bench) -> Iterator[Path]:
    """A workspace with one finished snapshot."""
    with private_workspace() as folder:
        clock = Clock()
        with shared_bench.signed_in(clock) as client:
            snapshot = shared_bench.gathered(client, folder, shared_bench.standards, clock)
        with judged(snapshot, shared_bench.standards, folder):
            pass  # so that no child has to import what judges
        yield folder


@pytest.mark.faults("S1", "S3")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("start", [1, 2])
@pytest.mark.parametrize("fault", STEPS, ids=lambda one: one.name)
def test_a_gathering_that_is_interrupted_leaves_old_or_new(
    bench: Bench, earlier: Path, fault: Fault, start: int
) -> None:
    points = 0

    def prepare(folder: Path) -> None:
        shutil.copytree(earlier, folder, symlinks=True)

    for number, folder, came in at_calls(gathers(bench), fault, prepare, range(start, 3000, 2 * STEPS[fault])):
        points += 1
        left = stored(bench, folder)

        assert came is not Ended.CRASHED, number
        assert len(left) in {1, 2}, number
        assert [verify(one).problems for one in left] == [()] * len(left), number
        if number % 9 == 0:
            again = bench.run(workspace=folder).insist()
            assert again.complete, number
            assert list(folder.rglob(".staging")) == [], number

    tell(points)
    assert points >= LEAST[fault]


@pytest.mark.faults("S1", "B11")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", range(1, 34))
def test_a_run_that_is_killed_at_any_request_is_taken_up_again(bench: Bench, number: int) -> None:
    moment = AtRequest(number, signal.SIGKILL)
    bench.injector.plan = Plan(watch=moment)
    child = fork(lambda: gathers(bench)(bench.workspace))  # type: ignore[operator]
    moment.watch(child)

    code = ended(child)
    again = bench.run(workers=1).insist()

    assert code == -signal.SIGKILL
    assert again.complete
    assert again.plan.count(PAGES) <= 4


@pytest.mark.faults("B11")
def test_a_bulk_job_is_read_on_where_it_was_left(bench: Bench) -> None:
    moment = AtRequest(0, signal.SIGKILL)
    pages: list[str] = []

    def third_page(line: str) -> None:
        if "/results" in line:
            pages.append(line)
            if len(pages) == 3:
                moment._left = 1
                moment(line)

    bench.injector.plan = Plan(watch=third_page)
    child = fork(lambda: gathers(bench)(bench.workspace))  # type: ignore[operator]
    moment.watch(child)
    ended(child)

    again = bench.run(workers=1).insist()

    assert again.complete
    assert again.plan.count(CREATE) == 0
    assert again.plan.count(PAGES) in {2, 3}, "the page that was being stored may come again"


@pytest.mark.faults("S8")
@pytest.mark.parametrize("number", [2, 6, 12, 18, 24, 30])
def test_a_run_that_is_interrupted_ends_soon_and_is_taken_up_again(bench: Bench, number: int) -> None:
    moment = AtRequest(number, signal.SIGINT)
    bench.injector.plan = Plan(watch=moment)

    def work() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        gathers(bench)(bench.workspace)  # type: ignore[operator]

    child = fork(work)
    moment.watch(child)

    code = ended(child)
    again = bench.run().insist()

    assert code == INTERRUPTED
    assert again.complete


@pytest.mark.faults("S3")
@pytest.mark.parametrize("limit", [0, 64, 300, 1000, 1500, 2500, 4000, 6000, 9000, 12000])
def test_files_that_may_not_grow_end_the_gathering_with_a_reason(bench: Bench, earlier: Path, limit: int) -> None:
    shutil.copytree(earlier, bench.workspace / "x", symlinks=True)

    came = with_file_size_limit(gathers(bench), bench.workspace / "x", limit)

    assert came in {Ended.SAID, Ended.DONE}
    assert all(verify(one).problems == () for one in stored(bench, bench.workspace / "x"))
    assert bench.run(workspace=bench.workspace / "x").insist().complete


@pytest.mark.faults("S1", "S3")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", [Fault.KILL, Fault.FULL, Fault.BAD], ids=lambda one: one.name)
def test_a_judgement_that_is_interrupted_changes_nothing(bench: Bench, earlier: Path, fault: Fault) -> None:
    def prepare(folder: Path) -> None:
        shutil.copytree(earlier, folder, symlinks=True)

    def work(folder: Path) -> None:
        with judged(stored(bench, folder)[-1], bench.standards, folder):
            pass

    points = 0
    for number, folder, code in at_every_file(work, fault, prepare):
        points += 1
        assert code in {-signal.SIGKILL, 6, 0}, (number, code)
        assert verify(stored(bench, folder)[-1]).problems == (), number
    tell(points)
    assert points > 5


@pytest.mark.faults("S1", "S3")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", [Fault.KILL, Fault.FULL, Fault.BAD], ids=lambda one: one.name)
def test_a_review_that_is_interrupted_is_there_whole_or_not_at_all(bench: Bench, earlier: Path, fault: Fault) -> None:
    with private_workspace() as place:
        shutil.copytree(earlier, place / "old", symlinks=True)
        with judged(stored(bench, place / "old")[-1], bench.standards, place / "old") as found:
            publish(found, place / "old", None, ("html", "csv", "markdown"), redact=False)

            def prepare(folder: Path) -> None:
                shutil.copytree(place / "old", folder, symlinks=True)

            def work(folder: Path) -> None:
                publish(found, folder, None, ("html", "csv", "markdown"), redact=False)

            points = 0
            for number, folder, code in at_every_file(work, fault, prepare):
                points += 1
                archive = Archive.of(folder, bench.org.organization_id)
                left = archive.all()
                assert len(left) in {1, 2}, number
                assert all(read_json(one)["status"] == "complete" for one in left), number
                assert (left[0].parent / "current" / REVIEW).is_file(), number
                assert code in {-signal.SIGKILL, 6, 0}, (number, code)
                work(folder)
                assert len(archive.all()) == len(left) + 1, number
            tell(points)
            assert points > 10


@pytest.mark.faults("S3")
@pytest.mark.parametrize("limit", [0, 200, 1000, 5000, 20_000])
def test_a_review_that_does_not_fit_the_disk_is_not_there(bench: Bench, earlier: Path, limit: int) -> None:
    shutil.copytree(earlier, bench.workspace / "x", symlinks=True)
    place = bench.workspace / "x"
    with judged(stored(bench, place)[-1], bench.standards, place) as found:
        publish(found, place, None, ("html", "csv"), redact=False)
        came = with_file_size_limit(
            lambda folder: publish(found, folder, None, ("html", "csv"), redact=False), place, limit
        )
        left = Archive.of(place, bench.org.organization_id).all()

    assert all(read_json(one)["status"] == "complete" for one in left)
    assert came is Ended.SAID
    assert len(left) == 1


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
            codes.append(ended(fork(lambda: gathers(bench)(bench.workspace))))  # type: ignore[operator]

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
    def work() -> None:
        gathers(bench)(bench.workspace)  # type: ignore[operator]

    assert ended(fork(work)) == 0

    inside = [one for one in (bench.workspace / SNAPSHOTS).rglob("*") if not one.is_symlink()]
    open_to_others = [one.name for one in inside if one.stat().st_mode & 0o077]
    assert open_to_others == []


def test_the_folders_of_these_trials_are_in_memory_where_there_is_some() -> None:
    assert MEMORY in {"/dev/shm", None}
