"""A daily sample: at most six calls behind the sign-in, each of which may be refused without harm to the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sf_audit.connector.api.identity import holds
from sf_audit.connector.api.resources import Answer, count, garbled, is_count, limit_readings, limits, odd_limits, query
from sf_audit.connector.api.unread_reasons import ENDS_THE_RUN, only_own_rows, refused
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.model.review import Unread
from sf_audit.model.sample import Counted, LimitReading, NotRead, Question, Sample
from sf_audit.salesforce.org_limits import STORAGE_LIMITS
from sf_audit.snapshot.dictionary import limit_not_reported, limit_not_understood

#: More rows than these no query of OauthToken returns, whatever follows its batches ("OauthToken", Object Reference).
TOKENS_LISTED = 2500

#: Wholly, or in some of their batches ("AsyncApexJob", Object Reference).
_FAILED_JOBS = (
    "SELECT COUNT() FROM AsyncApexJob WHERE (Status = 'Failed' OR NumberOfErrors > 0) AND CompletedDate >= {since}"
)
_ALL_TOKENS = "CustomizeApplication"
_TOKENS = "SELECT AppName, UserId, CreatedDate FROM OauthToken"
_GRANTS = "SELECT COUNT(Id) assignments, MAX(SystemModstamp) newest FROM PermissionSetAssignment"

#: What a refusal names.
_ASKED = {
    Question.FAILED_JOBS: "AsyncApexJob",
    Question.TOKENS: "OauthToken",
    Question.GRANTS: "PermissionSetAssignment",
}


def take_sample(client: Client, org_id: str) -> Sample:
    """The org as it is now. Raises an ApiError where the session has ended; what else is refused is not read."""
    readings, not_read = _limits(client)
    counts: list[Counted] = []
    for question, asked in _COUNTING.items():
        try:
            answer = asked(client)
        except ApiError as refusal:
            answer = _why(_ASKED[question], refusal)
        if isinstance(answer, Counted):
            counts.append(answer)
        else:
            not_read.append(NotRead(question, answer))
    return Sample(org_id, client.now(), readings, tuple(counts), tuple(not_read))


def _why(table: str, refusal: ApiError) -> Unread:
    if refusal.kind in ENDS_THE_RUN:
        raise refusal
    return refused(table, refusal)


def _limits(client: Client) -> tuple[tuple[LimitReading, ...], list[NotRead]]:
    """An org has limits: an answer without any is none. Those of storage are left out for who may not see them."""
    try:
        reported = limits(client)
        readings = tuple(LimitReading(*reading) for reading in limit_readings(reported))
        if not readings:
            raise garbled("LIMITS")
    except ApiError as refusal:
        unread = _why("org_limits", refusal)
        return (), [NotRead(question, unread) for question in (Question.LIMITS, Question.STORAGE)]
    odd = odd_limits(reported)
    known = {*odd, *(reading.name for reading in readings)}
    not_read = [NotRead(_about(name), limit_not_understood(name)) for name in odd]
    not_read += [NotRead(Question.STORAGE, limit_not_reported(name)) for name in STORAGE_LIMITS if name not in known]
    return readings, not_read


def _about(limit: str) -> Question:
    return Question.STORAGE if limit in STORAGE_LIMITS else Question.LIMITS


def _failed_jobs(client: Client) -> Counted:
    since = client.now() - timedelta(days=1)
    return Counted(Question.FAILED_JOBS, count(client, _FAILED_JOBS.format(since=f"{since:%Y-%m-%dT%H:%M:%SZ}")))


def _tokens(client: Client) -> Counted | Unread:
    """Counted apart where the first batch is not all of them: what a query of this object returns has an end.

    Who lacks the permission sees tokens of their own ("OauthToken", Object Reference): their number says nothing.
    """
    if holds(client, _ALL_TOKENS) is not True:
        return only_own_rows("OauthToken")
    listed = query(client, _TOKENS)
    if listed.is_whole:
        return Counted(Question.TOKENS, listed.total, _fingerprint_of_tokens(listed))
    number = count(client, "SELECT COUNT() FROM OauthToken")
    note = f"no fingerprint: one call lists {len(listed.records):,} of them"
    if number >= TOKENS_LISTED:
        note += f"; a query lists no more than {TOKENS_LISTED:,}, so nobody can look at each"
    return Counted(Question.TOKENS, number, note=note, at_least=number == TOKENS_LISTED)


def _fingerprint_of_tokens(listed: Answer) -> str:
    """Of who let which app in, and when. The tokens themselves are never asked for."""
    rows = [[record.get(name) for name in ("AppName", "UserId", "CreatedDate")] for record in listed.records]
    return _fingerprint(sorted(map(str, rows)))


def _grants(client: Client) -> Counted:
    """How many, and when the newest was made or changed: who takes one away and gives another changes the latter."""
    answer = query(client, _GRANTS)
    record: Mapping[str, Any] = answer.records[0] if len(answer.records) == 1 else {}
    number, newest = record.get("assignments"), record.get("newest")
    if not is_count(number):
        raise garbled("COUNT")
    return Counted(Question.GRANTS, number, _fingerprint([number, newest]))


def _fingerprint(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()


_COUNTING: Mapping[Question, Callable[[Client], Counted | Unread]] = {
    Question.FAILED_JOBS: _failed_jobs,
    Question.TOKENS: _tokens,
    Question.GRANTS: _grants,
}
