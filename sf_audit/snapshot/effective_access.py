"""Who really holds a system permission, and through what: the one place that decides it.

A user's access is the union over PermissionSetAssignment: the profile-owned permission set, the sets
assigned directly, and one aggregate set per permission set group, in which muting is already applied
("Permission Set Groups", "PermissionSetAssignment" in the "Object Reference for the Salesforce
Platform"). Nothing is guessed: a user whose profile row or whose group's aggregate is missing, or
whose group is being recalculated, is listed as unknown. What an outdated aggregate grants is still said,
because it is what the org goes by until the group is recalculated; what it does not grant is not believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from sf_audit.findings import NotReadable, Reason, Unread
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class Holder:
    """An active user who holds a permission. `through` names profiles, sets and groups, in order.

    `frozen` users cannot sign in; a `conditional` one holds it only while a session activates the set.
    Who holds it unconditionally too is not conditional, and `through` then names the unconditional ways only.
    """

    user_id: str
    name: str
    user_type: str
    through: tuple[str, ...]
    frozen: bool = False
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """All holders of one permission, how many active users were looked at, and who is unknown.

    A holder may be unknown too: nobody knows then whether that user has more ways. Frozen users are never
    unknown: whatever they hold, they cannot use it.
    """

    users: int
    holders: tuple[Holder, ...]
    unknown: Mapping[str, Unread] = field(default_factory=dict)


def access_needs(*columns_of_permission_set: str) -> tuple[Need, ...]:
    """What must be read to say who holds these columns of PermissionSet."""
    sets = "Id Name IsOwnedByProfile ProfileId PermissionSetGroupId HasActivationRequired"
    return (
        need("User", "Id IsActive UserType ProfileId", optional="Name Username"),
        need("Profile", "Id Name", optional="UserType"),
        need("PermissionSet", " ".join((sets, *columns_of_permission_set)), optional="Label Type NamespacePrefix"),
        need(
            "PermissionSetAssignment",
            "Id AssigneeId PermissionSetId PermissionSetGroupId",
            optional="ExpirationDate IsActive IsRevoked",
        ),
        need("PermissionSetGroup", "Id DeveloperName Status"),
        need("UserLogin", "UserId IsFrozen", optional="IsPasswordLocked", required=False),
    )


def live_assignments(snapshot: Snapshot) -> str:
    """SQL of the assignments that count now: not expired, not revoked, active; each with its set.

    Columns: user_id, set_id, group_id, conditional, through, known. `known` is false where the set
    behind the assignment was not among those read, or its group is not up to date.
    """
    assigned = snapshot.tables["PermissionSetAssignment"].columns
    active = 'coalesce(CAST(a."IsActive" AS BOOLEAN), true)' if "IsActive" in assigned else "true"
    revoked = 'coalesce(CAST(a."IsRevoked" AS BOOLEAN), false)' if "IsRevoked" in assigned else "false"
    expires = 'CAST(a."ExpirationDate" AS TIMESTAMP)' if "ExpirationDate" in assigned else "NULL"
    # A package may bring a set of the name that a rule approves.
    packaged = snapshot.has("PermissionSet", "NamespacePrefix")
    package = """coalesce(s."NamespacePrefix" || '__', '')""" if packaged else "''"
    now = snapshot.taken.astimezone(UTC).replace(tzinfo=None)
    # Some orgs name the group of an assignment only on the aggregate set that it points at.
    group = 'coalesce(a."PermissionSetGroupId", s."PermissionSetGroupId")'
    return f"""
        SELECT a."AssigneeId" AS user_id, a."PermissionSetId" AS set_id, {group} AS group_id,
               coalesce(CAST(s."HasActivationRequired" AS BOOLEAN), false) AS conditional,
               CASE WHEN CAST(s."IsOwnedByProfile" AS BOOLEAN) THEN 'profile ' || coalesce(p."Name", s."Name")
                    WHEN {group} IS NOT NULL
                    THEN 'permission set group ' || coalesce(g."DeveloperName", {group})
                    ELSE 'permission set ' || {package} || s."Name" END AS through,
               s."Id" IS NOT NULL AND ({group} IS NULL OR coalesce(g."Status" = 'Updated', false)) AS known
        FROM "PermissionSetAssignment" a
        LEFT JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId"
        LEFT JOIN "Profile" p ON p."Id" = s."ProfileId"
        LEFT JOIN "PermissionSetGroup" g ON g."Id" = {group}
        WHERE {active} AND NOT {revoked} AND ({expires} IS NULL OR {expires} > TIMESTAMP '{now}')"""


def active_users(snapshot: Snapshot) -> str:
    """SQL of the active users: user_id, name, user_type, profile_id, frozen."""
    users = snapshot.tables["User"].columns
    shown = next((f'u."{one}"' for one in ("Username", "Name") if one in users), 'u."Id"')
    frozen = "false"
    if snapshot.has("UserLogin", "UserId", "IsFrozen"):
        frozen = (
            'EXISTS (SELECT 1 FROM "UserLogin" l WHERE l."UserId" = u."Id"'
            ' AND coalesce(CAST(l."IsFrozen" AS BOOLEAN), false))'
        )
    return f"""
        SELECT u."Id" AS user_id, {shown} AS name, coalesce(u."UserType", '') AS user_type,
               u."ProfileId" AS profile_id, {frozen} AS frozen
        FROM "User" u WHERE CAST(u."IsActive" AS BOOLEAN)"""


def who_holds(snapshot: Snapshot, permission: str) -> Access:
    """The active users who hold a system permission, by the column's name in PermissionSet."""
    rows = snapshot.rows(f"""
        WITH live AS ({live_assignments(snapshot)}), people AS ({active_users(snapshot)}),
             granting AS (SELECT "Id" FROM "PermissionSet" WHERE CAST("{permission}" AS BOOLEAN))
        SELECT people.user_id, any_value(people.name), any_value(people.user_type),
               list(DISTINCT live.through ORDER BY live.through) FILTER (NOT live.conditional),
               list(DISTINCT live.through ORDER BY live.through),
               any_value(people.frozen), bool_and(live.conditional)
        FROM people JOIN live USING (user_id) JOIN granting ON granting."Id" = live.set_id
        GROUP BY people.user_id ORDER BY people.user_id""")
    holders = tuple(Holder(row[0], row[1] or row[0], row[2], tuple(row[3] or row[4]), *row[5:]) for row in rows)
    frozen = {row[0] for row in snapshot.rows(f"SELECT user_id FROM ({active_users(snapshot)}) WHERE frozen")}
    unknown = {user: unread for user, unread in unknown_users(snapshot).items() if user not in frozen}
    return Access(_count(snapshot), holders, unknown)


def unknown_users(snapshot: Snapshot) -> dict[str, Unread]:
    """Active users whose access cannot be said, and why. Users of the system have no profile, and need none."""
    rows = snapshot.rows(f"""
        WITH live AS ({live_assignments(snapshot)}), people AS ({active_users(snapshot)})
        SELECT people.user_id,
               people.profile_id IS NULL
               OR EXISTS (SELECT 1 FROM live JOIN "PermissionSet" s ON s."Id" = live.set_id
                       WHERE live.user_id = people.user_id AND CAST(s."IsOwnedByProfile" AS BOOLEAN)),
               EXISTS (SELECT 1 FROM live WHERE live.user_id = people.user_id AND NOT live.known)
        FROM people ORDER BY 1""")
    return {user: _why(has_profile) for user, has_profile, has_doubt in rows if has_doubt or not has_profile}


def _why(has_profile: bool) -> Unread:
    if not has_profile:
        return Unread(
            Reason.INCOMPLETE,
            "an active user has no assignment of a profile's permission set",
            "View Setup and Configuration; then run again",
        )
    return Unread(
        Reason.STALE_GROUP,
        "a user's permission set group is not up to date, or its permissions were not readable",
        "Recalculate the group in Setup, then run again",
    )


def _count(snapshot: Snapshot) -> int:
    """Somebody asked, so an org without active users is one whose users were not shown."""
    users = int(snapshot.rows(f"SELECT count(*) FROM ({active_users(snapshot)})")[0][0])
    if not users:
        raise NotReadable(Unread(Reason.ROWS_HIDDEN, "no active user was read of User", "View All Users"))
    return users


def sentence(paths: Iterable[str]) -> str:
    """Grant paths as words, for `because`."""
    return " and ".join(paths)
