"""The number of API calls in a review is the number that arrived, those that tidy up included."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.plan import ALWAYS, DATA, FIRST_BATCH, PAGES, Fault, error
from tests.faults.trial import Bench, Trial

pytestmark = pytest.mark.faults

DELETE = r"^DELETE .*/jobs/query/\w+"


def told(trial: Trial) -> int:
    assert trial.review is not None
    return trial.review.api.calls


def test_a_complete_run_counts_every_call(bench: Bench) -> None:
    trial = bench.run(judging=True).insist()

    assert trial.complete
    assert trial.plan.count("DELETE") == 1
    assert told(trial) == trial.plan.count(DATA)


@pytest.mark.parametrize("code", ["INVALIDJOBSTATE", "SERVER_UNAVAILABLE"])
def test_calls_that_tidy_up_and_are_refused_count_too(bench: Bench, code: str) -> None:
    trial = bench.run(Fault("A6", code, DELETE, error(code, 503), ALWAYS, False), judging=True).insist()

    assert told(trial) == trial.plan.count(DATA)


@pytest.mark.parametrize("where", [FIRST_BATCH, PAGES], ids=["rest", "bulk"])
def test_a_partial_run_counts_every_call(bench: Bench, where: str) -> None:
    fault = Fault("A8", "no", where, error("INSUFFICIENT_ACCESS", 403), ALWAYS, False)

    trial = bench.run(fault, judging=True).insist()

    assert not trial.complete
    assert told(trial) == trial.plan.count(DATA)


def test_a_run_that_goes_on_counts_its_own_calls(bench: Bench, tmp_path: Path) -> None:
    ended = Fault("A1", "session over", PAGES, error("INVALID_SESSION_ID", 401), ALWAYS, False)
    first = bench.run(ended, workspace=tmp_path).insist()

    second = bench.run(workspace=tmp_path, judging=True).insist()

    assert first.folder is None
    assert second.complete
    assert told(second) == second.plan.count(DATA)
