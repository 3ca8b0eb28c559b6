"""Who really holds one system permission, and through what: the question of most access rules.

It reads one column of PermissionSet, where `Access` wants them all; which assignments count, and whose
access cannot be said, is decided in `sf_audit.access.assignments.active` for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sf_audit.access.assignments.active import certain_assignments, count_judged, judged_users, unknown_users
from sf_audit.access.assignments.needs import assignments, logins
from sf_audit.model.review import Reason, Unread
from sf_audit.salesforce.record_access import shows_field
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

#: The tables that say who has which set, and whether the aggregates of groups can be believed.
_ENOUGH = frozenset(
    {
        *("Profile", "PermissionSet", "PermissionSetAssignment", "PermissionSetGroup"),
        *("PermissionSetGroupComponent", "MutingPermissionSet"),
    }
)


@dataclass(frozen=True, slots=True)
class Holder:
    """An active user who holds a permission. `through` names profiles, sets and groups, in order.

    `frozen` users cannot sign in, as far as that is known; a `conditional` one holds it only while a session
    activates the set. Who holds it unconditionally too is not conditional, and `through` then names the
    unconditional ways only.
    """

    user_id: str
    name: str
    through: tuple[str, ...]
    frozen: bool = False
    conditional: bool = False
    frozen_known: bool = True
    profile_id: str | None = None


@dataclass(frozen=True, slots=True)
class SystemPermission:
    """All holders of one permission, how many active users were looked at, and who is unknown.

    A holder may be unknown too: nobody knows then whether that user has more ways. What a group gives that is not up
    to date, or does not add up, makes nobody a holder. Frozen users are never unknown: whatever they hold, they cannot
    use it.

    `unended` says that the end of assignments was not read: then a holder may hold it no longer.
    """

    users: int
    holders: tuple[Holder, ...]
    unknown: Mapping[str, Unread] = field(default_factory=dict)
    unended: Unread | None = None


def access_needs(*columns_of_permission_set: str) -> tuple[Need, ...]:
    """What must be read to say who holds these columns of PermissionSet."""
    return (
        need("User", "Id IsActive UserType ProfileId", optional="Name Username"),
        logins(),
        *(assignment for assignment in assignments(*columns_of_permission_set) if assignment.table in _ENOUGH),
    )


def who_holds(snapshot: Snapshot, permission: str) -> SystemPermission:
    """The active users who hold a system permission, by the column's name in PermissionSet; none of the platform."""
    rows = snapshot.rows(f"""
        WITH live AS ({certain_assignments(snapshot)}), people AS ({judged_users(snapshot)}),
             granting AS (SELECT "Id" FROM "PermissionSet" WHERE CAST({quote_identifier(permission)} AS BOOLEAN))
        SELECT people.user_id, any_value(people.name),
               list(DISTINCT live.through ORDER BY live.through) FILTER (NOT live.conditional),
               list(DISTINCT live.through ORDER BY live.through),
               any_value(people.frozen), bool_and(live.conditional), any_value(people.frozen_known),
               any_value(people.profile_id)
        FROM people JOIN live USING (user_id) JOIN granting ON granting."Id" = live.set_id
        GROUP BY people.user_id ORDER BY people.user_id""")
    holders = tuple(Holder(row[0], row[1] or row[0], tuple(row[2] or row[3]), *row[4:]) for row in rows)
    judged = {row[0] for row in snapshot.rows(f"SELECT user_id FROM ({judged_users(snapshot)}) WHERE NOT frozen")}
    unknown = {user: unread for user, unread in unknown_users(snapshot).items() if user in judged}
    return SystemPermission(count_judged(snapshot), holders, unknown, unended(snapshot))


def given_to(snapshot: Snapshot, permission: str) -> frozenset[str]:
    """All to whom their profile or an assignment for certain gives a system permission, whether they are active or not.

    Whoever has left keeps profile and permission sets, and licences and groups do not ("Deactivate Users").
    """
    rows = snapshot.rows(f"""
        WITH granting AS (SELECT * FROM "PermissionSet" WHERE CAST({quote_identifier(permission)} AS BOOLEAN))
        SELECT user_id FROM ({certain_assignments(snapshot)}) live JOIN granting g ON g."Id" = live.set_id
        UNION SELECT u."Id" FROM "User" u JOIN granting g ON g."ProfileId" = u."ProfileId"
        WHERE CAST(g."IsOwnedByProfile" AS BOOLEAN)""")
    return frozenset(row[0] for row in rows)


def unended(snapshot: Snapshot) -> Unread | None:
    """Why an assignment that counts may have ended: a column that would say so was not read.

    IsRevoked is none of them: only orgs with user access policies have it, and a revoked assignment is not active.
    """
    known = snapshot.tables["PermissionSetAssignment"].columns
    missing = next((column for column in ("ExpirationDate", "IsActive") if column not in known), None)
    if missing is None:
        return None
    says = f"PermissionSetAssignment.{missing} was not readable, so assignments that have ended count too"
    return Unread(Reason.FIELD_NOT_VISIBLE, says, shows_field("PermissionSetAssignment", missing))


def sentence(paths: Iterable[str], profile_id: str | None) -> str:
    """Grant paths as words, for `because`. The profile by its id: its name is no API name, but a text of somebody's."""
    return " and ".join(on_profile(profile_id) if path.startswith("profile ") else path for path in paths)


def on_profile(profile_id: str | None) -> str:
    """A profile in a `because`; pages for people put its name there."""
    return f"profile {profile_id}" if profile_id else "profile"
