"""Why a part of the org was not read, in the words of a review, and what would change that."""

from __future__ import annotations

from sf_audit.connector.refusals import Kind, Refusal
from sf_audit.findings import Reason, Unread

#: These end the run, not one table: nothing more can be asked.
ENDS_THE_RUN = frozenset({Kind.SESSION})

#: And these end the reading of every table, each of which then says so.
ENDS_ALL_READING = ENDS_THE_RUN | {Kind.BUDGET, Kind.LIMIT}

#: What an object's own page in the "Object Reference" asks for, where Read on the object is not enough.
_SPECIAL_ACCESS = {
    "LoginHistory": "Manage Users",
    "OauthToken": "Customize Application",
    "SetupAuditTrail": "View Setup and Configuration",
    "PermissionSet": "View Setup and Configuration",
    "PermissionSetAssignment": "View Setup and Configuration",
    "PermissionSetGroup": "View Setup and Configuration",
    "PermissionSetGroupComponent": "View Setup and Configuration",
    "MutingPermissionSet": "View Setup and Configuration",
    "ObjectPermissions": "View Setup and Configuration",
    "FieldPermissions": "View Setup and Configuration",
    "SecurityHealthCheck": "View Setup and Configuration",
    "SecurityHealthCheckRisks": "View Setup and Configuration",
    "org_limits": "View Setup and Configuration",
    "EventLogFile": "View Event Log Files",
}

_REASONS = {
    Kind.BUDGET: Reason.BUDGET_SPENT,
    Kind.LIMIT: Reason.BUDGET_SPENT,
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


def access_to(table: str) -> str:
    """What to grant so that an object can be read."""
    return _SPECIAL_ACCESS.get(table, f"Read on {table}")


def object_not_visible(table: str) -> Unread:
    """Describe does not know the object."""
    return Unread(Reason.OBJECT_NOT_READABLE, _SAID[Reason.OBJECT_NOT_READABLE].format(table=table), access_to(table))


def field_not_visible(table: str, column: str) -> Unread:
    """Describe does not know the field, or the query was refused because of it."""
    return Unread(
        Reason.FIELD_NOT_VISIBLE,
        f"{table}.{column} is not visible to the auditor user, or this org does not have it",
        f"Read on {table}.{column}",
    )


def not_a_value(table: str, column: str, kind: str) -> Unread:
    """A compound or binary field."""
    return Unread(Reason.UNSUPPORTED, f"{table}.{column} is of type {kind}, which queries do not return as a value")


def masked(table: str, column: str) -> Unread:
    """An encrypted field that shows as `*****`."""
    says = f"the text of {table}.{column} is encrypted, and masked from the auditor user"
    return Unread(Reason.FIELD_NOT_VISIBLE, says, "View Encrypted Data")


def incomplete(table: str, why: str) -> Unread:
    """Rows were read, and what the org says of them does not hold."""
    return Unread(Reason.INCOMPLETE, f"{table} is incomplete: {why}", "Run again")


def refused(table: str, refusal: Refusal) -> Unread:
    """What a Refusal means for the table."""
    reason = _REASONS.get(refusal.kind, Reason.INCOMPLETE)
    unlocked_by = {
        Reason.BUDGET_SPENT: "More API calls for this run",
        Reason.OBJECT_NOT_READABLE: access_to(table),
        Reason.INCOMPLETE: "Run again",
    }.get(reason, "")
    return Unread(reason, f"{_SAID[reason].format(table=table)} ({refusal.code})", unlocked_by)
