"""Without a fault the snapshot is the org, and the review says so: the other trials are measured by this one."""

from __future__ import annotations

import pytest

from sf_audit.model.review import Status
from tests.faults.orgs import BROKEN, RULES
from tests.faults.trial import MOST_REQUESTS, Bench

pytestmark = pytest.mark.faults


@pytest.mark.faults("I8", "I17")
def test_a_run_without_faults_is_whole_and_true(bench: Bench) -> None:
    trial = bench.run(judging=True)

    assert trial.problem is None
    assert trial.untrue == []
    assert trial.unread == {}
    assert trial.complete
    assert {name.rpartition("/")[2]: status for name, status in trial.outcomes.items()} == {
        name: Status.BROKEN if name in BROKEN else Status.KEPT for name in RULES
    }
    assert (trial.code, trial.sign_ins, trial.writes) == (0, 1, 0)
    assert len(trial.plan.asked) < MOST_REQUESTS / 2
