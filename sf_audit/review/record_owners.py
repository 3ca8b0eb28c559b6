"""Who owns records: users and queues, as far as the snapshot has them.

"User" and "Group" in the "Object Reference for the Salesforce Platform": OwnerId of a record is the id of either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sf_audit.salesforce.key_prefixes import STANDARD
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

USER, QUEUE, ROLE = "User", "Group", "UserRole"


@dataclass(frozen=True, slots=True)
class Owner:
    """A user. `name` and `manager` (an id) are empty where they are not known, `is_active` is None there."""

    id: str
    name: str = ""
    is_active: bool | None = None
    manager: str = ""


def is_queue(owner_id: str) -> bool:
    """Whether a record owner is a queue."""
    return owner_id.startswith(STANDARD[QUEUE])


def is_user(owner_id: str) -> bool:
    """Whether a record owner is a user: a report is owned by its folder, and a queue by the org ("Report", "Group")."""
    return owner_id.startswith(STANDARD[USER])


@dataclass(frozen=True, slots=True)
class Member:
    """Which team a user is in, by ids and texts; empty where that is not known, None where it was not read."""

    role: str | None = None
    manager: str | None = None
    department: str | None = None
    region: str | None = None


#: By attribute of a Member, the field of User; the region's is a setting.
TEAM_FIELDS = {"role": "UserRoleId", "manager": "ManagerId", "department": "Department"}


def members(snapshot: Snapshot, ids: Iterable[str], region_field: str) -> dict[str, Member]:
    """Which teams these users are in; without those that the snapshot does not have."""
    if not snapshot.has(USER, "Id"):
        return {}
    columns = (*TEAM_FIELDS.values(), region_field)
    texts = (
        f"trim(coalesce(CAST({quote_identifier(name)} AS VARCHAR), ''))" if snapshot.has(USER, name) else "NULL"
        for name in columns
    )
    select = f"""SELECT "Id", {", ".join(texts)} FROM "User" WHERE "Id" IN (SELECT unnest($ids))"""
    rows = snapshot.connection.execute(select, {"ids": sorted(ids)}).fetchall()
    return {user: Member(*teams) for user, *teams in rows}


def role_names(snapshot: Snapshot) -> dict[str, str]:
    """What roles are called, by id."""
    if not snapshot.has(ROLE, "Id", "Name"):
        return {}
    return dict(snapshot.connection.execute('SELECT "Id", "Name" FROM "UserRole" WHERE "Name" IS NOT NULL').fetchall())


def with_managers(snapshot: Snapshot | None, ids: Collection[str]) -> dict[str, Owner]:
    """These users, their managers, the managers of those, and so on; without those that the snapshot lacks."""
    if snapshot is None or not snapshot.has(USER, "Id"):
        return {}
    found: dict[str, Owner] = {}
    wanted = set(ids)
    while wanted:
        asked = {owner.id: owner for owner in _users(snapshot, sorted(wanted))}
        found |= asked
        wanted = {owner.manager for owner in asked.values() if owner.manager} - found.keys() - wanted
    return found


def not_among_users(
    ids: Iterable[str], known: Collection[str], nouns: tuple[str, str] = ("record owner", "record owners")
) -> str:
    """Says how many of these users were not read; empty where all were. `nouns` are for one of them and for several."""
    lacking = sum(user not in known for user in ids)
    if not lacking:
        return ""
    who = f"1 {nouns[0]} is" if lacking == 1 else f"{lacking:,} {nouns[1]} are"
    return f"{who} not among the users that were read"


def queue_names(snapshot: Snapshot | None, ids: Iterable[str]) -> dict[str, str]:
    """What these queues are called, by id."""
    if snapshot is None or not snapshot.has(QUEUE, "Id", "Name"):
        return {}
    select = 'SELECT "Id", "Name" FROM "Group" WHERE "Id" IN (SELECT unnest($ids)) AND "Name" IS NOT NULL'
    return dict(snapshot.connection.execute(select, {"ids": sorted(ids)}).fetchall())


def unread(snapshot: Snapshot | None, columns: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each of these columns of User that was not read; `columns` says what is then not known."""
    if snapshot is None:
        return ()
    if not snapshot.has(USER, "Id"):
        return (f"User was not read, so it is not known {' or '.join(columns.values())}.",)
    return tuple(
        f"User.{column} was not read, so it is not known {unknown}."
        for column, unknown in columns.items()
        if not snapshot.has_rows_of(Need(USER, frozenset({column}))) or not snapshot.has(USER, column)
    )


def _users(snapshot: Snapshot, ids: list[str]) -> list[Owner]:
    name, active, manager = (_column(snapshot, column) for column in ("Name", "IsActive", "ManagerId"))
    rows = snapshot.connection.execute(
        f"""SELECT "Id", coalesce({name}, ''), CAST({active} AS BOOLEAN), coalesce({manager}, '') FROM "User"
        WHERE "Id" IN (SELECT unnest($ids))""",
        {"ids": ids},
    ).fetchall()
    return [Owner(*row) for row in rows]


def _column(snapshot: Snapshot, name: str) -> str:
    return quote_identifier(name) if snapshot.has(USER, name) else "NULL"
