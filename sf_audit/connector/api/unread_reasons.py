"""Why a part of the org was not read, in the words of a review, and what would change that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sf_audit.connector.http.api_errors import NOT_JSON, ORG_PAST_ITS_SHARE, ORG_STAYS_CROWDED, ApiError, Kind
from sf_audit.model.review import Reason, Unread
from sf_audit.salesforce.permissions import label
from sf_audit.salesforce.record_access import shows_every_record, shows_field, shows_object
from sf_audit.salesforce.setup_objects import LIMITS_OPENED_BY, opened_by
from sf_audit.snapshot.dictionary import did_you_mean_name

#: These end the run, not one table: nothing more can be asked.
ENDS_THE_RUN = frozenset({Kind.SESSION})

#: And these end the reading of every table, each of which then says so.
ENDS_ALL_READING = ENDS_THE_RUN | {Kind.BUDGET, Kind.LIMIT}

#: What a table of ours about the org is to people.
_CALLED = {
    "fill_counts": "the count of filled fields",
    "recent_fill_counts": "the count of fields that are filled in new records",
    "guest_shares": "the count of what is shared with guest users",
    "org_limits": "the list of the org's limits",
    "describe_fields": "the list of fields",
    "describe_picklist_values": "the list of picklist values",
    "describe_record_types": "the list of record types",
    "record_type_values": "the list of what picklists offer for each record type",
    "validation_formulas": "the list of validation rules",
    "layout_fields": "the list of page layouts",
    "page_fields": "the list of Lightning pages",
    "flow_words": "the list of flows",
}

_REASONS = {
    Kind.BUDGET: Reason.BUDGET_SPENT,
    Kind.LIMIT: Reason.BUDGET_SPENT,
    Kind.BULK_QUOTA: Reason.BUDGET_SPENT,
    Kind.FIELD: Reason.FIELD_NOT_VISIBLE,
    Kind.OBJECT: Reason.OBJECT_NOT_READABLE,
    Kind.PERMISSION: Reason.OBJECT_NOT_READABLE,
    Kind.MALFORMED: Reason.UNSUPPORTED,
    Kind.NOT_BULK: Reason.UNSUPPORTED,
    Kind.BLOCKED: Reason.UNSUPPORTED,
}

_SAID = {
    Reason.BUDGET_SPENT: "the API calls of this run were spent before {table} was read",
    Reason.FIELD_NOT_VISIBLE: "the org refuses a column of {table}",
    Reason.OBJECT_NOT_READABLE: "{table} is not visible to the auditor user, or this org does not have it",
    Reason.UNSUPPORTED: "the org does not answer this query on {table}",
    Reason.INCOMPLETE: "{table} could not be read",
}

#: By the org's own code, or ours: what happened, and what would change it. It says more than the kind does.
_BY_CODE = {
    ORG_PAST_ITS_SHARE: (
        "others had used most of the org's API calls of the day before {table} was read",
        "Run again later, or let the run go on up to more of the org's day (--org-share)",
    ),
    ORG_STAYS_CROWDED: (
        "{table} could not be read: too many long calls ran in the org at once",
        "Run again when fewer programs call the org",
    ),
    "API_DISABLED_FOR_ORG": ("the org does not let the auditor user use the API", label("ApiEnabled")),
    "API_CURRENTLY_DISABLED": ("the org does not let the auditor user use the API", label("ApiEnabled")),
    NOT_JSON: (
        "{table} could not be read: a web page came in place of an answer",
        "Look at the proxy between this machine and Salesforce, then run again",
    ),
    "QUERY_TIMEOUT": (
        "{table} could not be read: the org took too long to answer",
        "Ask Salesforce for an index on what the rules filter by, or run at night",
    ),
}

_BY_KIND = {
    Kind.LIMIT: (
        "the org's API calls of these 24 hours were used up before {table} was read",
        "Run again when the org has API calls left",
    ),
    Kind.BULK_QUOTA: (
        "what Bulk API 2.0 may do in these 24 hours was used up before {table} was read, and REST does not take it",
        "Run again when the org has bulk queries left",
    ),
    Kind.CONCURRENCY_LIMIT: (
        "{table} could not be read: too many long calls ran in the org at once",
        "Run again when fewer programs call the org",
    ),
}


#: What tells a hidden name from one that is not there.
_DECIDES = "View Setup and Configuration shows whether it does"


def access_to(table: str) -> str:
    """What to grant so that an object can be read."""
    return LIMITS_OPENED_BY if table == "org_limits" else shows_object(table)


def rows_not_seen(table: str) -> Unread:
    """Sharing may keep records of this object from the auditor."""
    says = f"only those records of {table} that are shared with the auditor user can be counted"
    return Unread(Reason.ROWS_HIDDEN, says, shows_every_record(table))


def only_own_rows(table: str) -> Unread:
    """Without the permission that opens it to all, a query of the object has the rows of the auditor user alone."""
    says = f"without {opened_by(table)}, the org shows the auditor user only their own records of {table}"
    return Unread(Reason.ROWS_HIDDEN, says, opened_by(table))


def object_not_visible(table: str) -> Unread:
    """Describe does not know the object."""
    return Unread(Reason.OBJECT_NOT_READABLE, _SAID[Reason.OBJECT_NOT_READABLE].format(table=table), access_to(table))


def field_not_visible(table: str, column: str) -> Unread:
    """Describe does not know the field, or the query was refused because of it."""
    return Unread(
        Reason.FIELD_NOT_VISIBLE,
        f"{table}.{column} is not visible to the auditor user, or this org does not have it",
        shows_field(table, column),
    )


def picklists_not_listed(table: str, record_type: str, refusal: ApiError) -> Unread:
    """The org does not say what picklists offer to records of this type."""
    says = f"what picklists of {table} offer for the record type {record_type}"
    return replace(refused(says, refusal), unlocked_by=f"{shows_object(table)}, or a rule without that record type")


def object_not_known(table: str, known: Iterable[str]) -> Unread:
    """Describe does not know the object, and the org does not say whether it has one of that name."""
    says = f"{_SAID[Reason.OBJECT_NOT_READABLE].format(table=table)}{did_you_mean_name(table, known)}"
    return Unread(Reason.OBJECT_NOT_READABLE, says, f"{access_to(table)}, if the object exists: {_DECIDES}")


def field_not_known(table: str, column: str, known: Iterable[str]) -> Unread:
    """Describe does not know the field, and the org does not say whether it has one of that name."""
    hidden = field_not_visible(table, column)
    says = f"{hidden.detail}{did_you_mean_name(column, known)}"
    return Unread(hidden.reason, says, f"{hidden.unlocked_by}, if the field exists: {_DECIDES}")


def not_a_value(table: str, column: str, kind: str) -> Unread:
    """A compound or binary field."""
    return Unread(Reason.UNSUPPORTED, f"{table}.{column} is of type {kind}, which queries do not return as a value")


def masked(table: str, column: str) -> Unread:
    """An encrypted field that shows as `*****`."""
    says = f"the text of {table}.{column} is encrypted, and masked from the auditor user"
    return Unread(Reason.FIELD_NOT_VISIBLE, says, label("ViewEncryptedData"))


def incomplete(table: str, why: str) -> Unread:
    """Rows were read, and what the org says of them does not hold."""
    _, behind_a_proxy = _BY_CODE[NOT_JSON]
    return Unread(
        Reason.INCOMPLETE, f"{table} is incomplete: {why}", behind_a_proxy if NOT_JSON in why else "Run again"
    )


def not_counted(table: str, subject: str, refusal: ApiError) -> Unread:
    """The org did not count the records of an object, or how many of them have a field filled."""
    unread = refused(table, refusal)
    return Unread(unread.reason, f"the org did not count {subject} ({refusal.code})", unread.unlocked_by)


def refused(table: str, refusal: ApiError) -> Unread:
    """What an ApiError means for the table."""
    # A page comes from something in between, so whatever its status is, the org has not said no.
    reason = Reason.INCOMPLETE if refusal.code == NOT_JSON else _REASONS.get(refusal.kind, Reason.INCOMPLETE)
    unlocked_by = {
        Reason.BUDGET_SPENT: "More API calls for this run (--api-share)",
        Reason.OBJECT_NOT_READABLE: access_to(table),
        Reason.INCOMPLETE: "Run again",
    }.get(reason, "")
    known = _BY_CODE.get(refusal.code) or _BY_KIND.get(refusal.kind)
    message, unlocked_by = known or (_SAID[reason], unlocked_by)
    return Unread(reason, f"{message.format(table=_CALLED.get(table, table))} ({refusal.code})", unlocked_by)
