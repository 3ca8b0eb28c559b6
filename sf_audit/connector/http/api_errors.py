"""What the org said no to, sorted by its `errorCode` or else its status; never by its English sentence.

Salesforce answers an error in the language of the running user, so only the code is a fact ("REST API
Developer Guide: Status Codes and Error Responses"). Without a code that is known here, the status says what happened,
whatever the body is: a page for people changes nothing about a 401 or a 414.

An ApiError never holds the body. It may name columns, because callers drop those and ask again, but only
words that look like API names survive.
"""

from __future__ import annotations

import email.utils
from datetime import UTC, datetime
from enum import StrEnum

from sf_audit.connector.http.error_bodies import errors_in, is_page, names_in
from sf_audit.errors import OrgUnavailable

#: A server may ask us to wait; nobody waits longer than this for one page, in seconds.
LONGEST_WAIT = 900.0


class Kind(StrEnum):
    """What a caller can do about it."""

    SESSION = "session"
    LIMIT = "limit"
    BULK_QUOTA = "bulk_quota"
    CONCURRENCY_LIMIT = "concurrency_limit"
    BUDGET = "budget"
    FIELD = "field"
    OBJECT = "object"
    LOCATOR = "locator"
    QUERY_TIMEOUT = "query_timeout"
    TOO_COMPLICATED = "too_complicated"
    NO_QUERY_MORE = "no_query_more"
    NOT_BULK = "not_bulk"
    PERMISSION = "permission"
    MALFORMED = "malformed"
    UNAVAILABLE = "unavailable"
    INVALID_RESPONSE = "invalid_response"
    BLOCKED = "blocked"
    OTHER = "other"


_BY_CODE = {
    "INVALID_SESSION_ID": Kind.SESSION,
    "INVALIDSESSIONID": Kind.SESSION,
    "INVALID_AUTH_HEADER": Kind.SESSION,
    "INVALID_JWT_FORMAT": Kind.SESSION,
    "REQUEST_LIMIT_EXCEEDED": Kind.LIMIT,
    "LIMIT_EXCEEDED": Kind.LIMIT,
    "EXCEEDEDQUOTA": Kind.LIMIT,
    "INVALID_FIELD": Kind.FIELD,
    "INVALID_TYPE": Kind.OBJECT,
    "INVALID_TYPE_FOR_OPERATION": Kind.OBJECT,
    "FUNCTIONALITY_NOT_ENABLED": Kind.OBJECT,
    "NOT_FOUND": Kind.OBJECT,
    "INVALID_QUERY_LOCATOR": Kind.LOCATOR,
    "INVALID_LOCATOR": Kind.LOCATOR,
    "QUERY_TIMEOUT": Kind.QUERY_TIMEOUT,
    "REQUEST_RUNNING_TOO_LONG": Kind.QUERY_TIMEOUT,
    "QUERY_TOO_COMPLICATED": Kind.TOO_COMPLICATED,
    "OPERATION_TOO_LARGE": Kind.TOO_COMPLICATED,
    "EXCEEDED_ID_LIMIT": Kind.NO_QUERY_MORE,
    "INVALIDENTITY": Kind.NOT_BULK,
    "API_ERROR": Kind.NOT_BULK,
    "FEATURENOTENABLED": Kind.NOT_BULK,
    "INSUFFICIENT_ACCESS": Kind.PERMISSION,
    "INSUFFICIENT_ACCESS_OR_READONLY": Kind.PERMISSION,
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": Kind.PERMISSION,
    "API_DISABLED_FOR_ORG": Kind.PERMISSION,
    "API_CURRENTLY_DISABLED": Kind.PERMISSION,
    "TXN_SECURITY_METERING_ERROR": Kind.PERMISSION,
    "FORBIDDEN": Kind.PERMISSION,
    "MALFORMED_QUERY": Kind.MALFORMED,
    "MALFORMED_ID": Kind.MALFORMED,
    "EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION": Kind.MALFORMED,
    "INVALID_QUERY_FILTER_OPERATOR": Kind.MALFORMED,
    "SERVER_UNAVAILABLE": Kind.UNAVAILABLE,
    "UNKNOWN_EXCEPTION": Kind.UNAVAILABLE,
    "UNABLE_TO_LOCK_ROW": Kind.UNAVAILABLE,
    "UNSUPPORTED_API_VERSION": Kind.OTHER,
    "GONE": Kind.OTHER,
}

_BY_STATUS = {
    401: Kind.SESSION,
    403: Kind.PERMISSION,
    404: Kind.OBJECT,
    406: Kind.UNAVAILABLE,
    408: Kind.UNAVAILABLE,
    413: Kind.TOO_COMPLICATED,
    414: Kind.TOO_COMPLICATED,
    420: Kind.UNAVAILABLE,
    429: Kind.UNAVAILABLE,
    431: Kind.TOO_COMPLICATED,
}

#: These mean the same whatever body comes with them. A page with another status may be anybody's.
_BY_STATUS_ALONE = _BY_STATUS.keys() - {403, 404}

_CONCURRENCY_LIMIT = "Run again when fewer programs call the org."

_HINTS = {
    Kind.SESSION: "Sign in again: the access token has ended or was revoked.",
    Kind.LIMIT: "The org's API calls of these 24 hours are used up: run again later, or at night.",
    Kind.BUDGET: "Run again later, or raise the share of the org's API calls that a run may use.",
    Kind.BULK_QUOTA: "What Bulk API 2.0 may do in these 24 hours is used up: run again later, or at night.",
    Kind.CONCURRENCY_LIMIT: _CONCURRENCY_LIMIT,
    Kind.PERMISSION: "Give the auditor user API Enabled and the permission set of sf-audit.",
    Kind.UNAVAILABLE: "Run again later; trust.salesforce.com/status shows outages.",
    Kind.INVALID_RESPONSE: "Something between this machine and Salesforce rewrites answers: look at the proxy.",
    Kind.BLOCKED: "sf-audit only ever reads; this call was stopped before it left.",
}

_WHAT = {
    Kind.BLOCKED: "a call was stopped before it left",
    Kind.BUDGET: "the API calls that this run may use are used",
    Kind.LIMIT: "the org has no API calls left",
    Kind.BULK_QUOTA: "the org has no bulk queries left",
    Kind.CONCURRENCY_LIMIT: "too many long calls run in the org at once",
}

#: The code where others have used most of the org's day, so that this run may not begin, or go on.
ORG_PAST_ITS_SHARE = "ORG_PAST_ITS_SHARE"

#: The code where the org refused call after call for its number of long calls.
ORG_STAYS_CROWDED = "ORG_STAYS_CROWDED"

#: The code of a web page where JSON was asked for.
NOT_JSON = "NOT_JSON"

#: Errors whose message names columns and objects.
_NAMING = frozenset({Kind.FIELD, Kind.OBJECT, Kind.MALFORMED})

#: A version of the API that is retired: the code over SOAP, and the status over REST ("API End-of-Life Policy").
_RETIRED_VERSION = ("UNSUPPORTED_API_VERSION", "GONE", "HTTP_410")

#: By a code of ours, where neither the org nor its budget is to blame.
_WHAT_BY_CODE = {
    ORG_PAST_ITS_SHARE: "the org as a whole has used most of its API calls of the day",
    ORG_STAYS_CROWDED: "too many long calls run in the org at once, and that does not end",
    "PROXY_REFUSED": "the proxy did not let the call through",
    "PROXY_NOT_USABLE": "the proxy cannot be used",
    "CERTIFICATE_NOT_TRUSTED": "the certificate on the way to the org is not trusted",
    "CERTIFICATES_NOT_FOUND": "the certificate authorities to trust were not found",
    "HOST_NOT_FOUND": "the host of the org was not found",
    "CONNECTION_FAILED": "the org was not reached",
    NOT_JSON: "a web page came in place of an answer",
    **dict.fromkeys(_RETIRED_VERSION, "the org no longer has this version of the API"),
}
_HINT_BY_CODE = {
    NOT_JSON: _HINTS[Kind.INVALID_RESPONSE],
    **dict.fromkeys(_RETIRED_VERSION, "Install a newer sf-audit: Salesforce retires old versions of its API."),
    ORG_STAYS_CROWDED: _CONCURRENCY_LIMIT,
    ORG_PAST_ITS_SHARE: "Run again later, or at night, or let the run go on up to more of the org's day (--org-share).",
}

_RETRYABLE = frozenset({Kind.UNAVAILABLE, Kind.INVALID_RESPONSE, Kind.CONCURRENCY_LIMIT})


class ApiError(OrgUnavailable):
    """One call that did not bring what it asked for. `str()` is safe to log.

    `columns` holds the API names that the org put into its message: the column, and at times its object;
    `retry_after` is what the server asked for, in seconds, at most LONGEST_WAIT.
    """

    def __init__(
        self,
        kind: Kind,
        code: str,
        *,
        status: int = 0,
        columns: tuple[str, ...] = (),
        retry_after: float | None = None,
        final: bool = False,
        hint: str = "",
    ) -> None:
        code_text = f"{code} ({status})" if status else code
        happened = _WHAT_BY_CODE.get(code) or _WHAT.get(kind, "the org did not answer as asked")
        super().__init__(f"{happened}: {code_text}", hint=hint or _HINT_BY_CODE.get(code) or _HINTS.get(kind, ""))
        self.kind = kind
        self.code = code
        self.status = status
        self.columns = columns
        self.retry_after = retry_after
        self.final = final

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns without their relationship paths."""
        return tuple(column.rpartition(".")[2] for column in self.columns)

    @property
    def denies_access(self) -> bool:
        """Whether the org itself says that this user may not see it, or that it is not there."""
        return self.kind in {Kind.OBJECT, Kind.PERMISSION} and self.code != NOT_JSON

    @property
    def retryable(self) -> bool:
        """Whether the same call may be answered a moment later."""
        return self.kind in _RETRYABLE and not self.final


def classify(status: int, content_type: str, body: bytes, *, retry_after: str | None = None) -> ApiError:
    """The ApiError that an answer stands for; also for an answer of 200 that is not what it should be."""
    wait = seconds_to_wait(retry_after)
    if 300 <= status < 400:
        return ApiError(Kind.UNAVAILABLE, "REDIRECTED", status=status, final=True, hint=_REDIRECTED)
    page = is_page(content_type, body)
    if status < 400:
        return ApiError(Kind.INVALID_RESPONSE, NOT_JSON if page else f"HTTP_{status}", status=status, retry_after=wait)
    errors = list(errors_in(body))
    for code, message, fields in errors:
        known = _BY_CODE.get(code.upper())
        if known is not None:
            columns = names_in(message, fields) if known in _NAMING else ()
            return ApiError(known, code, status=status, columns=columns, retry_after=wait)
    first = errors[0][0] if errors else ""
    # What stands before the org (a proxy, a load balancer) answers in pages, and its status means what it always does.
    word = NOT_JSON if page and status not in _BY_STATUS_ALONE and status < 500 else f"HTTP_{status}"
    kind = _BY_STATUS.get(status, Kind.UNAVAILABLE if status >= 500 else Kind.OTHER)
    return ApiError(kind, first or word, status=status, retry_after=wait)


def bulk_quota(refusal: ApiError) -> ApiError:
    """The same refusal where it came from a query job: what Bulk API 2.0 may do in a day is used, REST may go on."""
    return ApiError(Kind.BULK_QUOTA, refusal.code, status=refusal.status)


def crowded(refusal: ApiError) -> ApiError:
    """The same refusal where the org has calls left for the day, so that waiting helps.

    "API Request Limits and Allocations": too many calls of 20 seconds or more at once have the code of a used-up day.
    """
    return ApiError(Kind.CONCURRENCY_LIMIT, refusal.code, status=refusal.status, retry_after=refusal.retry_after)


_REDIRECTED = "The address has moved: name the org by its current My Domain."


def seconds_to_wait(header: str | None, *, now: datetime | None = None) -> float | None:
    """`Retry-After` as seconds, from a number or a date; None when there is none or it makes no sense."""
    if not header:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max((until - (now or datetime.now(UTC))).total_seconds(), 0.0), LONGEST_WAIT)
