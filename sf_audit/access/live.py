"""Which assignments count now, and whose access can be said: the one definition of both, as SQL.

A user's access is the union over PermissionSetAssignment: the profile-owned permission set, the sets
assigned directly, and one aggregate set per permission set group, in which muting is already applied
("Permission Set Groups", "PermissionSetAssignment" in the "Object Reference for the Salesforce
Platform"). Nothing is guessed: a user whose profile row or whose group's aggregate is missing, or
whose group is being recalculated, is listed by `unknown_users`.
"""

from __future__ import annotations

from datetime import UTC

from sf_audit.findings import NotReadable, Reason, Unread
from sf_audit.snapshot.tables import Snapshot


def live_assignments(snapshot: Snapshot) -> str:
    """SQL of the assignments that count now: not expired, not revoked, active; each with its set.

    Columns: user_id, set_id, group_id, expires, conditional, kind (`profile`, `group` or `set`), holder (the name
    of that profile, group or set), namespace, through (kind and name as words; a package's set by its full name,
    because a package may bring a set of the name that a rule approves) and known. `known` is false where the set
    behind the assignment was not among those read, or its group is not up to date.
    """
    # Some orgs name the group of an assignment only on the aggregate set that it points at.
    group = 'coalesce(a."PermissionSetGroupId", s."PermissionSetGroupId")'
    return f"""
        SELECT *, CASE WHEN kind = 'profile' THEN 'profile ' WHEN kind = 'group' THEN 'permission set group '
                       WHEN namespace = '' THEN 'permission set '
                       ELSE 'permission set ' || namespace || '__' END || holder AS through
        FROM (
            SELECT a."AssigneeId" AS user_id, a."PermissionSetId" AS set_id, {group} AS group_id,
                   {_expires(snapshot)} AS expires,
                   coalesce(CAST(s."HasActivationRequired" AS BOOLEAN), false)
                       OR {_group_waits(snapshot)} AS conditional,
                   CASE WHEN CAST(s."IsOwnedByProfile" AS BOOLEAN) THEN 'profile'
                        WHEN {group} IS NOT NULL THEN 'group' ELSE 'set' END AS kind,
                   coalesce(CASE WHEN CAST(s."IsOwnedByProfile" AS BOOLEAN) THEN p."Name"
                                 WHEN {group} IS NOT NULL THEN coalesce(g."DeveloperName", {group}) END,
                            s."Name", a."PermissionSetId") AS holder,
                   {_namespace(snapshot)} AS namespace,
                   s."Id" IS NOT NULL AND ({group} IS NULL OR coalesce(g."Status" = 'Updated', false)) AS known
            FROM "PermissionSetAssignment" a
            LEFT JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId"
            LEFT JOIN "Profile" p ON p."Id" = s."ProfileId"
            LEFT JOIN "PermissionSetGroup" g ON g."Id" = {group}
            WHERE {_live(snapshot)})"""


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


def count_active(snapshot: Snapshot) -> int:
    """Somebody asked, so an org without active users is one whose users were not shown: then NotReadable."""
    users = int(snapshot.rows(f"SELECT count(*) FROM ({active_users(snapshot)})")[0][0])
    if not users:
        raise NotReadable(Unread(Reason.ROWS_HIDDEN, "no active user was read of User", "View All Users"))
    return users


def unknown_users(snapshot: Snapshot, live: str = "") -> dict[str, Unread]:
    """Active users whose access cannot be said, and why. Users of the system have no profile, and need none.

    `live` is where `live_assignments` was kept, if it was.
    """
    rows = snapshot.rows(f"""
        WITH live AS ({live or live_assignments(snapshot)}), people AS ({active_users(snapshot)}),
             seen AS (SELECT user_id, bool_or(kind = 'profile') AS has_profile, bool_or(NOT known) AS has_doubt
                      FROM live GROUP BY user_id)
        SELECT user_id, profile_id IS NULL OR coalesce(has_profile, false), coalesce(has_doubt, false)
        FROM people LEFT JOIN seen USING (user_id) ORDER BY 1""")
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


def _live(snapshot: Snapshot) -> str:
    assigned = snapshot.tables["PermissionSetAssignment"].columns
    active = 'coalesce(CAST(a."IsActive" AS BOOLEAN), true)' if "IsActive" in assigned else "true"
    revoked = 'coalesce(CAST(a."IsRevoked" AS BOOLEAN), false)' if "IsRevoked" in assigned else "false"
    expires = _expires(snapshot)
    now = snapshot.taken.astimezone(UTC).replace(tzinfo=None)
    return f"{active} AND NOT {revoked} AND ({expires} IS NULL OR {expires} > TIMESTAMP '{now}')"


def _expires(snapshot: Snapshot) -> str:
    known = "ExpirationDate" in snapshot.tables["PermissionSetAssignment"].columns
    return 'CAST(a."ExpirationDate" AS TIMESTAMP)' if known else "CAST(NULL AS TIMESTAMP)"


def _group_waits(snapshot: Snapshot) -> str:
    known = "HasActivationRequired" in snapshot.tables["PermissionSetGroup"].columns
    return 'coalesce(CAST(g."HasActivationRequired" AS BOOLEAN), false)' if known else "false"


def _namespace(snapshot: Snapshot) -> str:
    known = "NamespacePrefix" in snapshot.tables["PermissionSet"].columns
    return """coalesce(CAST(s."NamespacePrefix" AS VARCHAR), '')""" if known else "''"
