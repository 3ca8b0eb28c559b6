"""A run that is killed, or whose disk is full, at any moment: old snapshot or new one, and the next run is whole."""

from __future__ import annotations

import shutil
import signal
import time
from pathlib import Path

import pytest

from sf_audit.delivery.publish import publish
from sf_audit.review.archive import REVIEW, Archive, read_json
from sf_audit.review.run import judged
from sf_audit.snapshot.verify import verify
from tests.faults.killing import (
    INTERRUPTED,
    AtRequest,
    Child,
    Judges,
    Publishes,
    at_calls,
    at_every_file,
    copied,
    gathers,
)
from tests.faults.plan import CREATE, PAGES, Plan
from tests.faults.reach import Gathers
from tests.faults.trial import MEMORY, Bench, private_workspace, stored
from tests.snapshot.crash_points import Ended, Fault, with_file_size_limit

pytestmark = pytest.mark.faults

#: Of so many calls to the operating system of a gathering, two in a row are struck.
STRIDE = {Fault.KILL: 4, Fault.POWER: 6, Fault.FULL: 4, Fault.BAD: 4, Fault.TORN: 2}

#: So many moments there are at least, in each quarter of the trials.
LEAST = {Fault.KILL: 20, Fault.POWER: 12, Fault.FULL: 20, Fault.BAD: 7, Fault.TORN: 5}


@pytest.mark.faults("S1", "S3")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("fault", STRIDE, ids=lambda one: one.name)
def test_a_gathering_that_is_interrupted_leaves_old_or_new(
    bench: Bench, earlier: Path, fault: Fault, quarter: int
) -> None:
    points = 0

    def prepare(folder: Path) -> None:
        shutil.copytree(earlier, folder, symlinks=True)

    numbers = [number for number in range(1, 3000) if number % STRIDE[fault] in {1, 2 % STRIDE[fault]}][quarter::4]
    for number, folder, came in at_calls(gathers(bench), fault, prepare, numbers):
        points += 1
        left = stored(bench, folder)

        assert came is not Ended.CRASHED, number
        assert len(left) in {1, 2}, number
        assert [verify(one).problems for one in left] == [()] * len(left), number
        if points % 5 == 0:
            again = bench.run(workspace=folder).insist()
            assert again.complete, number
            assert list(folder.rglob(".staging")) == [], number

    assert points >= LEAST[fault]


@pytest.mark.faults("S1", "B11")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", range(1, 34))
def test_a_run_that_is_killed_at_any_request_is_taken_up_again(bench: Bench, number: int) -> None:
    moment = AtRequest(number, signal.SIGKILL)
    bench.injector.plan = Plan(watch=moment)
    child = Child.of(gathers(bench), bench.workspace)
    moment.watch(child)

    code = child.ended()
    again = bench.run(workers=1).insist()

    assert code == -signal.SIGKILL
    assert again.complete
    assert again.plan.count(PAGES) <= 4


def wait_for_a_stored_page(workspace: Path) -> None:
    """Until a journal says that a page of a job is on the disk: on a busy machine two pages may be on their way."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if any('"locator"' in journal.read_text(encoding="utf-8") for journal in workspace.rglob("journal/*.jsonl")):
            return
        time.sleep(0.01)
    raise AssertionError("no page was stored")


@pytest.mark.faults("B11")
def test_a_bulk_job_is_read_on_where_it_was_left(bench: Bench) -> None:
    moment = AtRequest(0, signal.SIGKILL)
    pages: list[str] = []

    def third_page(line: str) -> None:
        if "/results" in line:
            pages.append(line)
            if len(pages) == 3:
                wait_for_a_stored_page(bench.workspace)
                moment.strike_next()
                moment(line)

    bench.injector.plan = Plan(watch=third_page)
    child = Child.of(gathers(bench), bench.workspace)
    moment.watch(child)
    child.ended()

    again = bench.run(workers=1).insist()

    assert again.complete
    assert again.plan.count(CREATE) == 0
    assert again.plan.count(PAGES) in {2, 3}, "the page that was being stored may come again"


def _listening(work: Gathers, folder: Path) -> None:
    """Where a person may press Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    work(folder)


@pytest.mark.faults("S8")
@pytest.mark.parametrize("number", [2, 6, 12, 18, 24, 30])
def test_a_run_that_is_interrupted_ends_soon_and_is_taken_up_again(bench: Bench, number: int) -> None:
    moment = AtRequest(number, signal.SIGINT)
    bench.injector.plan = Plan(watch=moment)

    child = Child.of(_listening, gathers(bench), bench.workspace)
    moment.watch(child)

    code = child.ended()
    again = bench.run().insist()

    assert code == INTERRUPTED
    assert again.complete


@pytest.mark.faults("S3")
@pytest.mark.parametrize("limit", [0, 64, 300, 1000, 1500, 2500, 4000, 6000, 9000, 12000])
def test_files_that_may_not_grow_end_the_gathering_with_a_reason(bench: Bench, earlier: Path, limit: int) -> None:
    shutil.copytree(earlier, bench.workspace / "x", symlinks=True)

    came = with_file_size_limit(gathers(bench), bench.workspace / "x", limit, copied)

    assert came in {Ended.SAID, Ended.DONE}
    assert all(verify(one).problems == () for one in stored(bench, bench.workspace / "x"))
    assert bench.run(workspace=bench.workspace / "x").insist().complete


@pytest.mark.faults("S1", "S3")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", [Fault.KILL, Fault.FULL, Fault.BAD], ids=lambda one: one.name)
def test_a_judgement_that_is_interrupted_changes_nothing(bench: Bench, earlier: Path, fault: Fault) -> None:
    def prepare(folder: Path) -> None:
        shutil.copytree(earlier, folder, symlinks=True)

    work = Judges(bench.standards, bench.org.organization_id)
    points = 0
    for number, folder, came in at_every_file(work, fault, prepare):
        points += 1
        assert came is not Ended.CRASHED, number
        assert verify(stored(bench, folder)[-1]).problems == (), number
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

            work = Publishes(found)
            points = 0
            for number, folder, came in at_every_file(work, fault, prepare):
                points += 1
                archive = Archive.of(folder, bench.org.organization_id)
                left = archive.all()
                assert len(left) in {1, 2}, number
                assert all(read_json(one)["status"] == "complete" for one in left), number
                assert (left[0].parent / "current" / REVIEW).is_file(), number
                assert came is not Ended.CRASHED, number
                work(folder)
                assert len(archive.all()) == len(left) + 1, number
            assert points > 10


@pytest.mark.faults("S3")
@pytest.mark.parametrize("limit", [0, 200, 1000, 5000, 20_000])
def test_a_review_that_does_not_fit_the_disk_is_not_there(bench: Bench, earlier: Path, limit: int) -> None:
    shutil.copytree(earlier, bench.workspace / "x", symlinks=True)
    place = bench.workspace / "x"
    with judged(stored(bench, place)[-1], bench.standards, place) as found:
        publish(found, place, None, ("html", "csv"), redact=False)
        came = with_file_size_limit(Publishes(found, ("html", "csv")), place, limit, copied)
        left = Archive.of(place, bench.org.organization_id).all()

    assert all(read_json(one)["status"] == "complete" for one in left)
    assert came is Ended.SAID
    assert len(left) == 1


def test_the_folders_of_these_trials_are_in_memory_where_there_is_some() -> None:
    assert MEMORY in {"/dev/shm", None}
