"""Ended sessions and spent allowances: few sign-ins, and a stop in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.budget import Budget
from sf_audit.connector.http.client import Client
from sf_audit.errors import SignInRefused
from tests.connector.loopback_org import Handler, LoopbackOrg

LIMITS = "/services/data/v62.0/limits"
JOBS = "/services/data/v62.0/jobs/query"
QUERY_JOB = {"operation": "query", "query": "SELECT Id FROM Account"}
SESSION_ENDED = [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}]
Connect = Callable[..., Client]


def ok(handler: Handler) -> None:
    handler.say({"fine": True})


def test_an_ended_token_is_renewed_once(org: LoopbackOrg, connect: Connect) -> None:
    org.on(LIMITS, lambda handler: handler.say(*after(handler, "first", "second")))

    answer = connect(renew=lambda: "second").get("limits")

    assert answer == {"fine": True}


def after(handler: Handler, *expired_then_good: str) -> tuple[Any, int]:
    good = handler.headers["Authorization"] == f"Bearer {expired_then_good[-1]}"
    return ({"fine": True}, 200) if good else (SESSION_ENDED, 401)


@pytest.mark.parametrize(("status", "code"), [(400, "InvalidSessionId"), (401, "INVALID_AUTH_HEADER")])
def test_the_other_codes_of_an_ended_session_renew_too(
    status: int, code: str, org: LoopbackOrg, connect: Connect
) -> None:
    org.in_turn(LIMITS, lambda handler: handler.say([{"errorCode": code}], status), ok)

    assert connect(renew=lambda: "second").get("limits") == {"fine": True}


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html>Log in</html>", b"", b"<error/>", b"{}", b"[]"])
def test_a_401_renews_whatever_comes_with_it(body: bytes, org: LoopbackOrg, connect: Connect) -> None:
    page = {"Content-Type": "text/html" if body.startswith(b"<!") else "application/json"}
    org.in_turn(LIMITS, lambda handler: handler.reply(401, body, page), ok)

    assert connect(renew=lambda: "second").get("limits") == {"fine": True}
    assert org.tokens == ["Bearer first", "Bearer second"]


@pytest.mark.parametrize("code", ["LIMIT_EXCEEDED", "EXCEEDEDQUOTA", "ExceededQuota"])
def test_a_spent_quota_of_query_jobs_stops_no_other_call(code: str, org: LoopbackOrg, client: Client) -> None:
    org.on(JOBS, lambda handler: handler.say([{"errorCode": code}], 403))
    org.on(LIMITS, ok)

    with pytest.raises(ApiError) as refused:
        client.post("jobs/query", QUERY_JOB)

    assert refused.value.kind is Kind.BULK_QUOTA
    assert client.get("limits") == {"fine": True}
    assert len(org.arrived) == 2


def test_a_token_that_cannot_be_renewed_is_sign_in_refused(org: LoopbackOrg, client: Client) -> None:
    org.on(LIMITS, lambda handler: handler.say(SESSION_ENDED, 401))

    with pytest.raises(SignInRefused):
        client.get("limits")

    assert len(org.arrived) == 2


def test_a_token_that_cannot_be_renewed_outlives_one_lost_check(org: LoopbackOrg, client: Client) -> None:
    org.in_turn(LIMITS, lambda handler: handler.say(SESSION_ENDED, 401), ok)

    assert client.get("limits") == {"fine": True}


def test_a_new_token_that_is_refused_too_ends_the_call(org: LoopbackOrg, connect: Connect) -> None:
    org.on(LIMITS, lambda handler: handler.say(SESSION_ENDED, 401))
    asked: list[int] = []

    def renew() -> str:
        asked.append(1)
        return "next"

    with pytest.raises(SignInRefused):
        connect(renew=renew).get("limits")

    assert (len(asked), len(org.arrived)) == (1, 2)


def test_a_run_signs_in_again_three_times_at_most(org: LoopbackOrg, connect: Connect) -> None:
    answers: list[Callable[[Handler], None]] = [lambda handler: handler.say(SESSION_ENDED, 401), ok] * 4
    org.in_turn(LIMITS, *answers)
    asked: list[int] = []

    def renew() -> str:
        asked.append(1)
        return f"token{len(asked)}"

    client = connect(renew=renew)
    for _ in range(3):
        client.get("limits")
    with pytest.raises(SignInRefused):
        client.get("limits")

    assert len(asked) == 3


@pytest.mark.parametrize("good", ["token1", "none"])
def test_a_storm_of_ended_sessions_makes_few_sign_ins(good: str, org: LoopbackOrg, connect: Connect) -> None:
    org.on(LIMITS, lambda handler: handler.say(*after(handler, good)))
    asked: list[int] = []
    outcomes: list[str] = []

    def renew() -> str:
        time.sleep(0.05)
        asked.append(1)
        return f"token{len(asked)}"

    client = connect(renew=renew)

    def read() -> None:
        try:
            client.get("limits")
            outcomes.append("fine")
        except SignInRefused:
            outcomes.append("refused")

    threads = [threading.Thread(target=read) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes == (["fine"] if good == "token1" else ["refused"]) * 12
    assert len(asked) <= (1 if good == "token1" else 3)


def test_a_spent_allowance_stops_every_later_call(org: LoopbackOrg, client: Client) -> None:
    org.on(LIMITS, lambda handler: handler.say([{"errorCode": "REQUEST_LIMIT_EXCEEDED"}], 403))

    kinds = []
    for _ in range(3):
        with pytest.raises(ApiError) as stopped:
            client.get("limits")
        kinds.append(stopped.value.kind)

    assert (kinds, len(org.arrived)) == ([Kind.LIMIT] * 3, 1)


def test_the_budget_follows_the_header(org: LoopbackOrg, client: Client) -> None:
    usage = iter(["10/100", "79/100", "80/100"])
    org.on(LIMITS, lambda handler: handler.say({}, 200, {"Sforce-Limit-Info": f"api-usage={next(usage)}"}))

    for _ in range(3):
        client.get("limits")
    with pytest.raises(ApiError) as stopped:
        client.get("limits")

    assert (stopped.value.kind, client.calls, len(org.arrived)) == (Kind.BUDGET, 3, 3)


TOO_MANY = [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "ConcurrentPerOrgLongTxn Limit exceeded."}]


def crowded(handler: Handler) -> None:
    handler.say(TOO_MANY, 403, {"Sforce-Limit-Info": "api-usage=1300/100000"})


def test_too_many_long_calls_at_once_are_waited_for_while_the_day_has_calls_left(
    org: LoopbackOrg, connect: Connect
) -> None:
    pauses: list[float] = []
    org.in_turn(LIMITS, crowded, crowded, ok)
    client = connect(sleep=pauses.append)

    answer = client.get("limits")

    assert (answer, client.calls, client.budget.remaining) == ({"fine": True}, 3, 9997)
    assert 4 <= pauses[0] <= 8
    assert 8 <= pauses[1] <= 16


def test_a_crowded_org_is_not_waited_for_without_end(org: LoopbackOrg, client: Client) -> None:
    org.on(LIMITS, crowded)

    with pytest.raises(ApiError) as gone:
        client.get("limits")

    assert (gone.value.kind, gone.value.code, len(org.arrived)) == (Kind.CONCURRENCY_LIMIT, "REQUEST_LIMIT_EXCEEDED", 5)


def test_a_query_job_is_asked_for_again_where_the_org_was_crowded(org: LoopbackOrg, client: Client) -> None:
    made = {"id": "750000000000001AAA", "state": "UploadComplete"}
    org.in_turn(
        JOBS,
        crowded,
        lambda handler: handler.say(made),
    )

    assert client.post("jobs/query", QUERY_JOB) == made


@pytest.mark.parametrize("said", ["api-usage=100000/100000", "api-usage=99900/100000", ""])
def test_a_day_that_is_used_up_ends_the_run(said: str, org: LoopbackOrg, connect: Connect) -> None:
    org.on(LIMITS, lambda handler: handler.say(TOO_MANY, 403, {"Sforce-Limit-Info": said}))

    with pytest.raises(ApiError) as gone:
        connect(budget=Budget(org_share=1.0, own_share=1.0)).get("limits")

    assert (gone.value.kind, len(org.arrived)) == (Kind.LIMIT, 1)
