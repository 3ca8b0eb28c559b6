"""An audit stops before it hurts anybody else in the org."""

from __future__ import annotations

import pytest

from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.budget import Budget


def limits(maximum: int, remaining: int) -> dict[str, object]:
    return {"DailyApiRequests": {"Max": maximum, "Remaining": remaining, "Workbench": {"Max": 0, "Remaining": 0}}}


def test_a_run_may_use_a_tenth_of_the_day() -> None:
    budget = Budget()

    budget.start(limits(1000, 1000))
    for _ in range(100):
        budget.spend()

    with pytest.raises(ApiError) as stopped:
        budget.spend()
    assert (stopped.value.kind, budget.calls, budget.limit, budget.remaining) == (Kind.BUDGET, 100, 1000, 0)
    assert stopped.value.code == "API_BUDGET_SPENT"


def test_an_org_past_its_share_is_left_alone() -> None:
    with pytest.raises(ApiError) as stopped:
        Budget().start(limits(1000, 200))

    assert (stopped.value.kind, stopped.value.code) == (Kind.BUDGET, "ORG_PAST_ITS_SHARE")


def test_the_shares_can_be_others() -> None:
    budget = Budget(org_share=0.95, own_share=0.5)

    budget.start(limits(1000, 100))

    assert budget.remaining == 50


@pytest.mark.parametrize(
    ("header", "remaining"),
    [
        ("api-usage=18/5000", 500),
        ("api-usage=3990/5000", 10),
        ("api-usage=18/5000; per-app-api-usage=190/250(appName=audit; api-usage=1/1)", 10),
        ("per-app-api-usage=17/250(appName=x)", 183),
        ("api-usage=18/5000;per-app-api-usage=17/250(appName=x)", 183),
    ],
)
def test_the_header_is_read_with_and_without_its_app(header: str, remaining: int) -> None:
    budget = Budget()

    budget.saw(header)

    assert budget.remaining == remaining


@pytest.mark.parametrize("header", [None, "", "api-usage=x/y", "nonsense"])
def test_an_org_that_says_nothing_is_only_counted(header: str | None) -> None:
    budget = Budget()

    budget.saw(header)
    budget.spend()

    assert (budget.calls, budget.limit, budget.remaining) == (1, 0, None)


@pytest.mark.parametrize("said", [{}, {"DailyApiRequests": {}}, {"DailyApiRequests": {"Max": "x", "Remaining": None}}])
def test_limits_without_the_number_are_no_error(said: dict[str, object]) -> None:
    budget = Budget()

    budget.start(said)

    assert budget.remaining is None


def test_the_org_crossing_its_share_stops_a_run_in_the_middle() -> None:
    budget = Budget()
    budget.start(limits(1000, 900))

    budget.spend()
    budget.saw("api-usage=800/1000")

    with pytest.raises(ApiError):
        budget.spend()


def test_tidying_up_is_never_held_back() -> None:
    budget = Budget()
    budget.stop("REQUEST_LIMIT_EXCEEDED")

    budget.note()

    assert budget.calls == 1
    with pytest.raises(ApiError) as stopped:
        budget.spend()
    assert stopped.value.kind is Kind.LIMIT
