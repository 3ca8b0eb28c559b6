"""Users whose field has a value that a formula names (`$User.Department = "Sales"`), and who owns records of a kind."""

from __future__ import annotations

from collections.abc import Collection

from sf_audit.salesforce.features import OWNER
from sf_audit.salesforce.record_types import RECORD_TYPE
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

#: Fields of User that a formula often asks for, beside those that access is worked out from ("User"), and the first
#: words of custom fields by which many orgs let users past.
ASKED_OF_USERS = "Alias CompanyName Country Department Division EmployeeNumber Title UserRoleId"
LETTING_PAST = "Bypass* Skip* Ignore* Disable* Exempt*"

#: Types of fields that a formula compares as texts; it compares ids by their first 15 characters.
_TEXTS = frozenset({"string", "picklist", "textarea", "phone", "email", "url", "combobox"})
_IDS = frozenset({"id", "reference"})
_CHECKBOX = "boolean"


def with_field(snapshot: Snapshot, name: str, values: Collection[str]) -> frozenset[str] | None:
    """The ids of users with one of these values; "" is a blank. None where users are hidden or the field was not read,
    or where it is of another kind than can be compared here.
    """
    if not snapshot.has("User", "Id") or snapshot.tables["User"].rows_hidden:
        return None
    columns = snapshot.tables["User"].columns
    column = next((known for known in columns if known.lower() == name.lower()), "")
    kind = columns.get(column, "")
    held = f"u.{quote_identifier(column)}"
    if kind == _CHECKBOX:
        text = f"CASE WHEN CAST({held} AS BOOLEAN) THEN 'TRUE' ELSE 'FALSE' END"
    elif kind in _IDS:
        text = f"left(coalesce({held}, ''), 15)"
    elif kind in _TEXTS:
        text = f"coalesce({held}, '')"
    else:
        return None
    wanted = [value[:15] for value in values] if kind in _IDS else list(values)
    rows = snapshot.rows(f'SELECT u."Id" FROM "User" u WHERE list_contains(?, {text})', [wanted])
    return frozenset(row[0] for row in rows)


def owned_by(snapshot: Snapshot, owner: str, ids: Collection[str]) -> tuple[int, int] | None:
    """How many records that were read belong to these users or queues, and to how many of them; None where records of
    the object are hidden, or their owner is.
    """
    return _owned(snapshot, owner, OWNER, ids)


def of_record_types(snapshot: Snapshot, owner: str, names: Collection[str]) -> tuple[int, int] | None:
    """The same of records of record types by their developer names, "" for those without one."""
    if owner not in snapshot.tables["describe_record_types"].covers:
        return None
    listed = snapshot.rows('SELECT "id", "name" FROM "describe_record_types" WHERE "object" = ?', [owner])
    return _owned(snapshot, owner, RECORD_TYPE, [*(key for key, name in listed if name in names), *({""} & {*names})])


def of_record_type_ids(snapshot: Snapshot, owner: str, ids: Collection[str]) -> tuple[int, int] | None:
    """The same by the ids of record types."""
    return _owned(snapshot, owner, RECORD_TYPE, ids)


def _owned(snapshot: Snapshot, owner: str, field: str, ids: Collection[str]) -> tuple[int, int] | None:
    if not snapshot.has(owner, "Id", OWNER, field) or snapshot.tables[owner].rows_hidden:
        return None
    key = f"left(coalesce({quote_identifier(field)}, ''), 15)"
    select = f"SELECT count(*), count(DISTINCT {quote_identifier(OWNER)}) FROM {quote_identifier(owner)}"
    ((records, owners),) = snapshot.rows(f"{select} WHERE list_contains(?, {key})", [[each[:15] for each in ids]])
    return int(records), int(owners)
