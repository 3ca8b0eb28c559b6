"""A daily sample: what each answer of an org becomes, and that a refusal is a gap and never a zero."""

from __future__ import annotations

import pytest

from sf_audit.connector.collect.sampling import take_sample
from sf_audit.connector.http.client import Client
from sf_audit.errors import SignInRefused
from sf_audit.model.review import Reason
from sf_audit.model.sample import LimitReading, Question, Sample
from tests.connector_reading.reading_org import ORG_ID, Org
from tests.connector_reading.replies import Reply, Row, error, said

LIMITS = {
    "DailyApiRequests": {"Max": 15000, "Remaining": 14000, "Workbench": {"Max": 0, "Remaining": 0}},
    "DataStorageMB": {"Max": 100, "Remaining": -3},
    "FileStorageMB": {"Max": 200, "Remaining": 50},
}
TOKENS = [
    {"AppName": "Loader", "UserId": "005A", "CreatedDate": "2026-01-01T00:00:00.000+0000"},
    {"AppName": "Mail", "UserId": "005B", "CreatedDate": "2026-02-01T00:00:00.000+0000"},
]


def rows(*records: Row, total: int | None = None, following: str = "") -> Reply:
    more = {"nextRecordsUrl": following} if following else {}
    return said({"totalSize": total or len(records), "done": not following, "records": list(records), **more})


def counted(number: int) -> Reply:
    return said({"totalSize": number, "done": True, "records": []})


def grants(number: object, newest: object = "2026-11-30T10:00:00.000+0000") -> Reply:
    return rows({"assignments": number, "newest": newest})


def sampled(org: Org, client: Client, **changed: Reply) -> Sample:
    """The sample of an org that answers everything, but for what is changed."""
    replies = {
        "limits": said(LIMITS),
        "AsyncApexJob": counted(4),
        "UserPermissionAccess": rows({"PermissionsCustomizeApplication": True}),
        "OauthToken": rows(*TOKENS),
        "PermissionSetAssignment": grants(137),
    } | changed
    for pattern, reply in replies.items():
        org.fail_once(pattern, reply)
    return take_sample(client, ORG_ID)


def numbers(sample: Sample) -> dict[Question, int]:
    return {counted.question: counted.number for counted in sample.counts}


def gaps(sample: Sample) -> dict[Question, Reason]:
    return {missing.question: missing.unread.reason for missing in sample.not_read}


def test_an_org_that_answers_everything_takes_five_calls(org: Org, client: Client) -> None:
    sample = sampled(org, client)

    assert sample.limits == (
        LimitReading("DailyApiRequests", 15000, 14000),
        LimitReading("DataStorageMB", 100, -3),
        LimitReading("FileStorageMB", 200, 50),
    )
    assert numbers(sample) == {Question.FAILED_JOBS: 4, Question.TOKENS: 2, Question.GRANTS: 137}
    assert sample.not_read == ()
    assert len(org.arrived) == 5
    assert not any("AccessToken" in call or "RequestToken" in call for call in org.arrived)


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("AsyncApexJob", Question.FAILED_JOBS),
        ("OauthToken", Question.TOKENS),
        ("PermissionSetAssignment", Question.GRANTS),
    ],
)
@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (error("INVALID_TYPE"), Reason.OBJECT_NOT_READABLE),
        (error("INSUFFICIENT_ACCESS", 403), Reason.OBJECT_NOT_READABLE),
        (error("INVALID_FIELD"), Reason.FIELD_NOT_VISIBLE),
        (said({"records": "none"}), Reason.INCOMPLETE),
        (error("REQUEST_LIMIT_EXCEEDED", 403), Reason.BUDGET_SPENT),
    ],
)
def test_what_is_refused_is_a_gap(
    org: Org, client: Client, asked: str, question: Question, refusal: Reply, reason: Reason
) -> None:
    sample = sampled(org, client, **{asked: refusal})

    assert gaps(sample)[question] is reason
    assert question not in numbers(sample)
    assert len(sample.limits) == 3


@pytest.mark.parametrize("answer", [error("INSUFFICIENT_ACCESS", 403), said({}), said({"X": {"Max": "1"}}), said([])])
def test_limits_that_are_not_said_are_gaps_of_both_kinds(org: Org, client: Client, answer: Reply) -> None:
    sample = sampled(org, client, limits=answer)

    assert sample.limits == ()
    assert set(gaps(sample)) == {Question.LIMITS, Question.STORAGE}
    assert numbers(sample)[Question.FAILED_JOBS] == 4


def test_storage_that_is_left_out_is_a_gap(org: Org, client: Client) -> None:
    sample = sampled(org, client, limits=said({"DataStorageMB": {"Max": 100, "Remaining": 3}}))

    (missing,) = sample.not_read
    assert (missing.question, missing.unread.detail) == (
        Question.STORAGE,
        "the org did not report the limit FileStorageMB",
    )
    assert missing.unread.unlocked_by == "View Setup and Configuration; storage limits need Manage Users"


@pytest.mark.parametrize(
    "answer",
    [
        rows({"PermissionsCustomizeApplication": False}),
        rows({"PermissionsCustomizeApplication": None}),
        rows({}),
        rows(),
        error("INVALID_FIELD"),
        error("INVALID_TYPE"),
    ],
)
def test_who_sees_only_their_own_tokens_counts_none(org: Org, client: Client, answer: Reply) -> None:
    sample = sampled(org, client, UserPermissionAccess=answer)

    (missing,) = sample.not_read
    assert (missing.question, missing.unread.reason) == (Question.TOKENS, Reason.ROWS_HIDDEN)
    assert missing.unread.detail == (
        "without Customize Application, the org shows the auditor user only their own records of OauthToken"
    )
    assert missing.unread.unlocked_by == "Customize Application"
    assert set(numbers(sample)) == {Question.FAILED_JOBS, Question.GRANTS}


@pytest.mark.parametrize(
    ("number", "note"),
    [
        (2499, "no fingerprint: one call lists 2 of them"),
        (
            2500,
            "no fingerprint: one call lists 2 of them; a query lists no more than 2,500, so nobody can look at each",
        ),
        (
            9000,
            "no fingerprint: one call lists 2 of them; a query lists no more than 2,500, so nobody can look at each",
        ),
    ],
)
def test_many_tokens_are_counted_apart(org: Org, client: Client, number: int, note: str) -> None:
    org.fail_once("FROM.OauthToken", rows(*TOKENS, total=2500, following="/services/data/v62.0/query/01g-500"))

    tokens = sampled(org, client, OauthToken=counted(number)).counts[1]

    assert (tokens.number, tokens.note, tokens.fingerprint) == (number, note, "")


@pytest.mark.parametrize(("number", "at_least"), [(2499, False), (2500, True), (2600, False)])
def test_a_count_at_the_end_of_what_is_counted_may_be_more(
    org: Org, client: Client, number: int, *, at_least: bool
) -> None:
    org.fail_once("FROM.OauthToken", rows(*TOKENS, total=2500, following="/services/data/v62.0/query/01g-500"))

    assert sampled(org, client, OauthToken=counted(number)).counts[1].at_least is at_least


@pytest.mark.parametrize(
    "limit",
    [
        {"Max": 10.5, "Remaining": 3},
        {"Max": 10, "Remaining": 3.25},
        {"Max": "10", "Remaining": "3"},
        {"Max": 10},
        {"Max": -5, "Remaining": -6},
        {"Max": 10, "Remaining": 11},
        {"Max": True, "Remaining": False},
        {"Max": 10**30, "Remaining": 1},
        {"Max": 10, "Remaining": -(10**30)},
        None,
        7,
    ],
)
@pytest.mark.parametrize(("name", "question"), [("FileStorageMB", Question.STORAGE), ("Other", Question.LIMITS)])
def test_a_limit_of_another_form_is_a_gap_and_costs_no_other(
    org: Org, client: Client, limit: object, name: str, question: Question
) -> None:
    sample = sampled(org, client, limits=said({**LIMITS, name: limit}))

    (missing,) = sample.not_read
    assert (missing.question, missing.unread.reason, missing.unread.detail) == (
        question,
        Reason.INCOMPLETE,
        f"the org reported the limit {name} in a form that is not documented",
    )
    assert {reading.name for reading in sample.limits} == {*LIMITS} - {name}


@pytest.mark.parametrize("limit", [{}, {"App": {"Max": 1, "Remaining": 1}}])
def test_a_limit_without_figures_is_no_gap(org: Org, client: Client, limit: object) -> None:
    assert sampled(org, client, limits=said({**LIMITS, "Other": limit})).not_read == ()


@pytest.mark.parametrize(
    "answer",
    [
        said({"totalSize": -3, "done": True, "records": []}),
        said({"totalSize": True, "done": True, "records": []}),
        said({"totalSize": 9, "done": False, "records": [], "nextRecordsUrl": "/services/data/v62.0/query/01g-500"}),
    ],
)
def test_a_count_that_cannot_be_is_a_gap(org: Org, client: Client, answer: Reply) -> None:
    assert gaps(sampled(org, client, AsyncApexJob=answer)) == {Question.FAILED_JOBS: Reason.INCOMPLETE}


def test_the_fingerprint_of_tokens_knows_no_order(org: Org, client: Client) -> None:
    first, turned, fewer = (
        sampled(org, client, OauthToken=rows(*tokens)).counts[1].fingerprint
        for tokens in (TOKENS, TOKENS[::-1], TOKENS[:1])
    )

    assert first == turned
    assert first != fewer


def test_an_assignment_that_replaces_another_changes_the_fingerprint(org: Org, client: Client) -> None:
    before, same, after = (
        sampled(org, client, PermissionSetAssignment=grants(137, newest)).counts[2].fingerprint
        for newest in ("2026-11-29T10:00:00Z", "2026-11-29T10:00:00Z", "2026-11-30T10:00:00Z")
    )

    assert before == same
    assert before != after


@pytest.mark.parametrize("answer", [rows(), grants(None), grants("137"), grants(-1), grants(True)])
def test_a_count_that_is_none_is_a_gap(org: Org, client: Client, answer: Reply) -> None:
    sample = sampled(org, client, PermissionSetAssignment=answer)

    assert gaps(sample) == {Question.GRANTS: Reason.INCOMPLETE}


def test_a_session_that_has_ended_ends_the_sample(org: Org, client: Client) -> None:
    for _ in range(3):
        org.fail_once("AsyncApexJob", error("INVALID_SESSION_ID", 401))

    with pytest.raises(SignInRefused):
        sampled(org, client, AsyncApexJob=error("INVALID_SESSION_ID", 401))
