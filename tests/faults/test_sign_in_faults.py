"""Tokens that end, orgs that let nobody in, and clocks that are wrong: recovered from, or said after few tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sf_audit.connector.signin.credentials import AccessToken, JwtBearer
from sf_audit.errors import SignInRefused, UsageProblem
from tests.faults.plan import (
    ALWAYS,
    DATA,
    DESCRIBE,
    FIRST_BATCH,
    LATER_PAGE,
    NEXT_BATCH,
    PAGES,
    TOKEN,
    Fault,
    Reply,
    answered,
    error,
)
from tests.faults.trial import Bench

pytestmark = pytest.mark.faults

#: How one and the same ended session is told, by REST, by Bulk and by what stands before them.
ENDED = {
    "401 INVALID_SESSION_ID": ("A1", error("INVALID_SESSION_ID", 401)),
    "400 InvalidSessionId": ("I6", error("InvalidSessionId", 400)),
    "401 INVALID_AUTH_HEADER": ("I7", error("INVALID_AUTH_HEADER", 401)),
    "401 INVALID_JWT_FORMAT": ("I7", error("INVALID_JWT_FORMAT", 401)),
}

#: Requests of a run without faults, the sign-in aside.
REQUESTS = 32


@pytest.mark.parametrize("index", range(1, REQUESTS + 1))
@pytest.mark.parametrize("way", list(ENDED)[:3])
def test_a_session_that_ends_at_any_request_is_opened_again(bench: Bench, index: int, way: str) -> None:
    id, change = ENDED[way]
    # The list of versions and the user's own data ask for no session in one way or the other.
    fault = Fault(id, way, r" /services/(data|oauth2/userinfo)", change, hits=(index,))

    by_key = bench.reach.by_key if index % 4 == 0 else None
    trial = bench.run(fault, workers=1, credentials=by_key).insist()

    assert trial.recovered
    assert trial.sign_ins == 2


@pytest.mark.parametrize("way", ENDED)
@pytest.mark.parametrize("where", [NEXT_BATCH, LATER_PAGE], ids=["rest", "bulk"])
def test_the_page_at_which_it_ended_is_read_on(bench: Bench, way: str, where: str) -> None:
    id, change = ENDED[way]

    trial = bench.run(Fault(id, way, where, change, hits=(2,))).insist()

    assert trial.recovered
    assert trial.plan.count(where) == (3 if where == NEXT_BATCH else 4)


def test_a_token_that_the_server_forgets_is_renewed(bench: Bench) -> None:
    ended: list[str] = []

    def forget(line: str) -> None:
        if "/results" in line and not ended:
            ended.append(line)
            bench.server.state.sessions.expire_all()

    trial = bench.run(watch=forget).insist()

    assert trial.recovered
    assert (trial.sign_ins, len(ended)) == (2, 1)


@pytest.mark.parametrize("way", ENDED)
@pytest.mark.parametrize("where", [DATA, DESCRIBE, FIRST_BATCH, PAGES], ids=["everything", "describe", "rest", "bulk"])
def test_a_session_that_nobody_takes_ends_the_run_after_two_sign_ins(bench: Bench, way: str, where: str) -> None:
    _, change = ENDED[way]

    trial = bench.run(Fault("A2", way, where, change, hits=ALWAYS)).insist()

    assert isinstance(trial.problem, SignInRefused)
    assert (trial.code, trial.folder) == (4, None)
    assert trial.sign_ins <= 3


def test_a_token_from_elsewhere_cannot_be_renewed(bench: Bench) -> None:
    token = AccessToken(bench.injector.url, bench.server.state.sessions.open())
    fault = Fault("A1", "ended", PAGES, error("INVALID_SESSION_ID", 401), ALWAYS)

    trial = bench.run(fault, credentials=token).insist()

    assert isinstance(trial.problem, SignInRefused)
    assert "SF_AUDIT_ACCESS_TOKEN" in trial.problem.hint
    assert trial.sign_ins == 0


def oauth(code: str, description: str = "") -> Fault:
    return Fault(
        "A3", description or code, TOKEN, answered({"error": code, "error_description": description}, 400), ALWAYS
    )


REFUSALS = [
    (oauth("invalid_grant", "user hasn't approved this consumer"), "pre-authorized"),
    (oauth("invalid_grant", "audience is invalid"), "My Domain"),
    (oauth("invalid_grant", "ip restricted"), "IP ranges"),
    (oauth("invalid_grant", "inactive user"), "not frozen"),
    (oauth("invalid_grant", "user is locked out"), "not locked"),
    (oauth("invalid_grant", "expired authorization code"), "clock"),
    (oauth("invalid_grant", "invalid assertion"), "certificate"),
    (oauth("invalid_grant", "login rate exceeded"), "wait an hour"),
    (oauth("invalid_client", "Invalid client credentials"), "consumer key"),
    (oauth("invalid_client_id", "client identifier invalid"), "consumer key"),
    (oauth("invalid_client", "app must be installed into org"), "Install"),
    (oauth("unsupported_grant_type", "grant type not supported"), "Enable this flow"),
    (oauth("inactive_org"), "administrator"),
    (oauth("rate_limit_exceeded"), "wait an hour"),
]


@pytest.mark.parametrize(("fault", "remedy"), REFUSALS, ids=lambda one: str(one))
def test_an_org_that_says_no_is_asked_once_and_the_remedy_named(bench: Bench, fault: Fault, remedy: str) -> None:
    trial = bench.run(fault, credentials=bench.reach.by_key).insist()

    assert isinstance(trial.problem, SignInRefused)
    assert remedy in trial.problem.hint
    assert trial.plan.count(TOKEN) == 1


@pytest.mark.parametrize("minutes", [-4, -2, 2, 4])
def test_a_clock_that_is_wrong_is_told_and_worked_around(bench: Bench, minutes: int) -> None:
    """The org takes assertions of its own time alone; ours is some minutes off."""
    off = timedelta(minutes=minutes)
    seen: list[Reply] = []

    def strict(reply: Reply) -> Reply:
        seen.append(reply)
        refused = answered({"error": "invalid_grant", "error_description": "invalid assertion"}, 400)(reply)
        dated = Reply(refused.status, refused.headers | {"Date": reply.headers["Date"]}, refused.body)
        return dated if len(seen) == 1 else reply

    fault = Fault("A4", f"{minutes} min", TOKEN, strict, ALWAYS)

    trial = bench.run(fault, credentials=bench.reach.by_key, now=lambda: datetime.now(UTC) + off).insist()

    assert trial.recovered
    assert trial.plan.count(TOKEN) == 2


@pytest.mark.parametrize("minutes", [-60, 60])
def test_a_clock_that_is_wrong_is_named_when_nothing_helps(bench: Bench, minutes: int) -> None:
    refused = answered({"error": "invalid_grant", "error_description": "invalid assertion"}, 400)
    fault = Fault(
        "A4", "no", TOKEN, lambda reply: Reply(400, refused(reply).headers | reply.headers, refused(reply).body), ALWAYS
    )

    wrong = datetime.now(UTC) + timedelta(minutes=minutes)
    trial = bench.run(fault, credentials=bench.reach.by_key, now=lambda: wrong).insist()

    assert isinstance(trial.problem, SignInRefused)
    assert f"60 min {'ahead' if minutes > 0 else 'behind'}" in trial.problem.hint
    assert trial.plan.count(TOKEN) == 1


BAD_KEYS = {
    "missing": None,
    "empty": b"",
    "no key": b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n",
    "cut": b"-----BEGIN PRIVATE KEY-----\nMIIE",
}


@pytest.mark.faults("A5")
@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_that_is_none_is_found_before_anything_is_sent(bench: Bench, key: str, tmp_path: Path) -> None:
    file = tmp_path / "sf-audit.key"
    content = BAD_KEYS[key]
    if content is not None:
        file.touch(mode=0o600)
        file.write_bytes(content)
    credentials = JwtBearer(bench.injector.url, "consumer-key", bench.org.username, file)

    trial = bench.run(credentials=credentials)

    assert isinstance(trial.problem, UsageProblem)
    assert str(file) in str(trial.problem)
    assert trial.plan.asked == []


@pytest.mark.faults("A5")
def test_a_key_with_the_line_ends_of_windows_works(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "sf-audit.key"
    file.touch(mode=0o600)
    file.write_bytes(bench.key_file.read_bytes().replace(b"\n", b"\r\n"))

    trial = bench.run(
        credentials=JwtBearer(bench.injector.url, "consumer-key", bench.org.username, file, "login")
    ).insist()

    assert trial.recovered


@pytest.mark.faults("A5")
def test_a_key_that_others_may_read_is_refused(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "sf-audit.key"
    file.write_bytes(bench.key_file.read_bytes())
    file.chmod(0o644)

    trial = bench.run(credentials=JwtBearer(bench.injector.url, "consumer-key", bench.org.username, file))

    assert isinstance(trial.problem, UsageProblem)
    assert "chmod 600" in trial.problem.hint


BLOCKED = ["API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED", "FORBIDDEN", "TXN_SECURITY_METERING_ERROR"]


@pytest.mark.parametrize("code", BLOCKED)
def test_a_user_who_may_not_use_the_api_gets_no_verdict(bench: Bench, code: str) -> None:
    trial = bench.run(Fault("A13", code, DATA, error(code, 403), ALWAYS)).insist()

    assert trial.code == 5
    assert code in str(trial.problem)
