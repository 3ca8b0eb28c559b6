"""A bulk job that could not be deleted in the org is deleted by the next run, and nobody else's ever is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.plan import ALWAYS, PAGES, Ending, Fault, error
from tests.faults.trial import Bench

pytestmark = pytest.mark.faults

DELETE = r"^DELETE .*/jobs/query/\w+"

REFUSALS = {
    "allowance spent": Fault("A6", "allowance spent", DELETE, error("REQUEST_LIMIT_EXCEEDED", 403), ALWAYS, False),
    "unavailable": Fault("N4", "unavailable", DELETE, error("SERVER_UNAVAILABLE", 503), ALWAYS, False),
    "reset": Fault("N1", "reset", DELETE, lambda reply: replace(reply, cut=0, ending=Ending.RESET), ALWAYS, False),
    "session over": Fault("A1", "session over", DELETE, error("INVALID_SESSION_ID", 401), ALWAYS, False),
    "forbidden": Fault("A2", "forbidden", DELETE, error("INSUFFICIENT_ACCESS", 403), ALWAYS, False),
}


def in_the_org(bench: Bench) -> set[str]:
    return {job.id for job in bench.server.state.jobs.every()}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_job_left_in_the_org_is_deleted_by_the_next_run(bench: Bench, refusal: str) -> None:
    before = in_the_org(bench)

    first = bench.run(REFUSALS[refusal]).insist()
    left = in_the_org(bench) - before
    second = bench.run().insist()

    assert first.complete
    assert second.complete
    assert len(left) == 1
    assert in_the_org(bench) == before
    assert second.plan.count("DELETE") == 2
    assert second.plan.count(r"GET .*/jobs/query\?") == 0


def test_a_run_deletes_no_job_but_its_own(bench: Bench, tmp_path: Path) -> None:
    before = in_the_org(bench)
    bench.run(REFUSALS["forbidden"])
    others = in_the_org(bench) - before

    bench.run(workspace=tmp_path / "another").insist()

    assert in_the_org(bench) == before | others
    assert len(others) == 1


def test_a_job_that_is_gone_already_is_forgotten(bench: Bench) -> None:
    before = in_the_org(bench)

    bench.run(Fault("A3", "gone", DELETE, error("NOT_FOUND", 404))).insist()
    second = bench.run().insist()

    assert second.plan.count("DELETE") == 1
    assert in_the_org(bench) == before


def test_the_jobs_of_a_run_that_was_given_up_are_deleted_by_the_next(bench: Bench) -> None:
    before = in_the_org(bench)

    given_up = bench.run(Fault("A1", "session over", PAGES, error("INVALID_SESSION_ID", 401), ALWAYS, False)).insist()
    left = in_the_org(bench) - before
    bench.run(Fault("B9", "the job is gone", r"/jobs/query/\w+\?$", error("NOT_FOUND", 404), (1,), False)).insist()

    assert given_up.folder is None
    assert len(left) == 1
    assert in_the_org(bench) == before
