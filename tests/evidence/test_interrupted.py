"""A run that is killed at any moment leaves a chain that verifies, and the next run finishes what it began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sf_audit.snapshot.chain_entry import Kind
from tests.evidence.stored_evidence import Evidence
from tests.snapshot.crash_points import Ended, Fault, every_point
from tests.snapshot.small_snapshot import STARTED

pytestmark = pytest.mark.faults

FAULTS = [Fault.KILL, Fault.TORN, Fault.POWER, Fault.FULL, Fault.BAD]


def collect(evidence: Evidence) -> None:
    evidence.collect(STARTED + timedelta(days=1, hours=1))


def publish(evidence: Evidence) -> None:
    evidence.publish(90)


def prune(evidence: Evidence) -> None:
    evidence.prune()


def write_again(evidence: Evidence) -> None:
    def fill(folder: Path) -> None:
        (folder / "review.md").write_text("# Again")
        (folder / "findings.csv").write_text("another form")

    with evidence.chain.writing() as writer:
        writer.change(Kind.FORMAT, evidence.review(1), fill, reason="written again")


def forget_names(evidence: Evidence) -> None:
    def fill(folder: Path) -> None:
        (folder / "findings.csv").write_text("ids")

    with evidence.chain.writing() as writer:
        writer.change(Kind.NAMES, evidence.review(1), fill, remove=["labels.parquet"], reason="pruned")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("work", [collect, publish, prune, write_again, forget_names], ids=lambda work: work.__name__)
def test_the_chain_verifies_after_any_interruption(
    prepared: Path, work: Callable[[Evidence], None], fault: Fault
) -> None:
    points = 0

    def prepare(folder: Path) -> None:
        Evidence.copied(prepared, folder / "workspace")

    def interrupted(folder: Path) -> None:
        work(Evidence(folder / "workspace"))

    for point in every_point(interrupted, fault, prepare):
        left = Evidence(point.folder / "workspace")
        after = left.verified().checked
        points += 1

        assert point.ended is not Ended.CRASHED, point
        assert (after.problems, after.unsealed) == ([], []), point

        with left.chain.writing():
            pass
        left.prune()
        healed = left.verified()
        assert (healed.checked.problems, healed.checked.notes) == ([], []), point
        assert list(left.workspace.rglob("*.pending")) == [], point
        assert healed.lines.position.entries in {5, 6, 7}, point

    assert points >= (3 if fault in {Fault.TORN, Fault.BAD} else 8)


def test_a_change_is_whole_or_not_at_all(prepared: Path) -> None:
    seen = set()

    def prepare(folder: Path) -> None:
        Evidence.copied(prepared, folder / "workspace")

    for point in every_point(lambda folder: forget_names(Evidence(folder / "workspace")), Fault.KILL, prepare):
        left = Evidence(point.folder / "workspace")
        with left.chain.writing():
            pass
        review = left.review(1)
        seen.add(((review / "findings.csv").read_text()[:3], (review / "labels.parquet").exists()))

    assert seen == {("rul", True), ("ids", False)}


def test_a_chain_that_begins_is_as_safe(tmp_path: Path) -> None:
    def prepare(folder: Path) -> None:
        old = Evidence(folder / "workspace")
        old.collect(STARTED, chained=False)
        old.publish(60, sealed=False)

    for point in every_point(lambda folder: collect(Evidence(folder / "workspace")), Fault.KILL, prepare):
        left = Evidence(point.folder / "workspace")
        assert left.problems == [], point
        collect(left)
        assert left.problems == [], point
        assert left.verified().lines.entries[0].kind is Kind.BEGIN
