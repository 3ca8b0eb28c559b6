"""Allowances that others or we use up: a run stops in time, and what it did not read has that reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf_audit.connector.http.budget import Budget
from sf_audit.errors import OrgUnavailable
from tests.faults.plan import (
    ALWAYS,
    CREATE,
    DATA,
    DESCRIBE,
    FIRST_BATCH,
    LIMITS,
    NEXT_BATCH,
    PAGES,
    Fault,
    changed_json,
    error,
    headed,
)
from tests.faults.trial import Bench

Serve = Callable[..., Bench]

pytestmark = pytest.mark.faults


def used(per_call: int) -> Fault:
    """The org's usage rises by so much with every call, whoever makes it."""
    calls = iter(range(0, 10_000_000, per_call))
    return Fault(
        "A6",
        f"{per_call} a call",
        DATA,
        lambda reply: headed(Sforce_Limit_Info=f"api-usage={next(calls)}/10000")(reply),
        ALWAYS,
    )


@pytest.mark.faults("A6")
@pytest.mark.parametrize("per_call", [400, 500, 600, 1000, 4000])
def test_an_org_that_others_use_up_is_left_in_time(bench: Bench, per_call: int) -> None:
    trial = bench.run(used(per_call)).insist()

    assert not trial.complete
    assert trial.code == 5
    assert len(trial.plan.asked) <= 8000 / per_call + 12


@pytest.mark.faults("A6")
@pytest.mark.parametrize("own_share", [0.00001, 0.000015, 0.00002, 0.000025])
def test_our_own_share_is_a_lid(bench: Bench, own_share: float) -> None:
    trial = bench.run(budget=Budget(own_share=own_share)).insist()

    assert not trial.complete
    assert trial.code == 5
    # Tidying up is never held back: a job that still runs is aborted before it is deleted.
    assert len(trial.plan.asked) <= own_share * 1_000_000 + 8


@pytest.mark.faults("A6")
def test_an_org_past_its_share_is_not_even_begun(bench: Bench) -> None:
    most = changed_json(lambda said: said | {"DailyApiRequests": {"Max": 1000, "Remaining": 150}})

    trial = bench.run(Fault("A6", "85 %", LIMITS, most, ALWAYS)).insist()

    assert isinstance(trial.problem, OrgUnavailable)
    assert len(trial.plan.asked) <= 4


@pytest.mark.faults("A6")
@pytest.mark.parametrize("code", ["INSUFFICIENT_ACCESS", "FORBIDDEN", "NOT_FOUND"])
def test_limits_that_may_not_be_seen_do_not_stop_a_run(bench: Bench, code: str) -> None:
    trial = bench.run(Fault("A6", code, LIMITS, error(code, 403), ALWAYS)).insist()

    assert trial.complete


@pytest.mark.faults("A6")
@pytest.mark.parametrize(
    "header", [None, "", "api-usage=18/5000", "api-usage=25/5000; per-app-api-usage=17/250(appName=x)", "nonsense=1/2"]
)
def test_every_form_of_the_header_is_understood(serve: Serve, header: str | None) -> None:
    fresh = serve()  # the other orgs of these trials count more calls than such a header allows
    trial = fresh.run(Fault("A6", "header", DATA, headed(Sforce_Limit_Info=header), ALWAYS)).insist()

    assert trial.complete


@pytest.mark.faults("A6")
def test_the_share_of_the_app_counts_too(bench: Bench) -> None:
    said = headed(Sforce_Limit_Info="api-usage=25/500000; per-app-api-usage=240/250(appName=sf-audit)")

    trial = bench.run(Fault("A6", "app", DATA, said, ALWAYS)).insist()

    assert trial.code == 5


SPENT = [
    ("REQUEST_LIMIT_EXCEEDED", 403, DESCRIBE),
    ("REQUEST_LIMIT_EXCEEDED", 403, FIRST_BATCH),
    ("REQUEST_LIMIT_EXCEEDED", 403, NEXT_BATCH),
    ("REQUEST_LIMIT_EXCEEDED", 403, CREATE),
    ("REQUEST_LIMIT_EXCEEDED", 403, PAGES),
    ("LIMIT_EXCEEDED", 400, CREATE),
    ("LIMIT_EXCEEDED", 400, FIRST_BATCH),
    ("EXCEEDEDQUOTA", 400, CREATE),
]


@pytest.mark.faults("N6", "I4")
@pytest.mark.parametrize(("code", "status", "where"), SPENT)
def test_an_allowance_that_is_spent_stops_everything_at_once(bench: Bench, code: str, status: int, where: str) -> None:
    used_up = {"Sforce-Limit-Info": "api-usage=1000000/1000000"}
    trial = bench.run(Fault("N6", code, where, error(code, status, **used_up), ALWAYS), workers=1).insist()

    assert trial.code == 5
    assert trial.plan.count(where) <= (4 if where == DESCRIBE else 1)
    assert not trial.complete


@pytest.mark.faults("N6")
@pytest.mark.parametrize("where", [DESCRIBE, FIRST_BATCH, CREATE, PAGES])
def test_too_many_long_calls_at_once_cost_no_table(bench: Bench, where: str) -> None:
    trial = bench.run(Fault("N6", "crowded", where, error("REQUEST_LIMIT_EXCEEDED", 403), hits=(1,))).insist()

    assert trial.complete


@pytest.mark.faults("N6")
def test_an_org_that_stays_crowded_is_left_alone(bench: Bench) -> None:
    trial = bench.run(Fault("N6", "crowded", DESCRIBE, error("REQUEST_LIMIT_EXCEEDED", 403), ALWAYS)).insist()

    assert trial.code == 5
    assert trial.plan.count(DESCRIBE) <= 30
