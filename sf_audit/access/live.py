"""Which assignments count now, and whose access can be said: the one definition of both, as SQL.

A user's access is the union over PermissionSetAssignment: the profile-owned permission set, the sets
assigned directly, and one aggregate set per permission set group, in which muting is already applied
("Permission Set Groups", "PermissionSetAssignment" in the "Object Reference for the Salesforce
Platform"). Nothing is guessed: see `unknown_users`.
"""

from __future__ import annotations

from sf_audit.findings import Reason, Unread
from sf_audit.snapshot.tables import Snapshot


def live_assignments(snapshot: Snapshot) -> str:
    """SQL of the assignments that count now: not expired, not revoked, active; each with its set.

    Columns: user_id, set_id, group_id, expires, conditional, kind (`profile`, `group` or `set`), holder (the name
    of that profile, group or set), namespace, through (kind and name as words) and known. `known` is false where
    the set behind the assignment was not among those read, is not its group's aggregate, or the group is not
    up to date.
    """
    now = snapshot.taken.strftime("%Y-%m-%d %H:%M:%S")
    return f"""
        SELECT *, CASE kind WHEN 'profile' THEN 'profile ' WHEN 'group' THEN 'permission set group '
                            ELSE 'permission set ' END || holder AS through
        FROM (
            SELECT a."AssigneeId" AS user_id, s."Id" AS set_id, a."PermissionSetGroupId" AS group_id,
                   {_expires(snapshot)} AS expires,
                   coalesce(CAST(s."HasActivationRequired" AS BOOLEAN), false)
                       OR {_group_waits(snapshot)} AS conditional,
                   CASE WHEN CAST(s."IsOwnedByProfile" AS BOOLEAN) THEN 'profile'
                        WHEN a."PermissionSetGroupId" IS NOT NULL THEN 'group' ELSE 'set' END AS kind,
                   coalesce(CASE WHEN CAST(s."IsOwnedByProfile" AS BOOLEAN) THEN p."Name"
                                 WHEN a."PermissionSetGroupId" IS NOT NULL
                                 THEN coalesce(g."DeveloperName", a."PermissionSetGroupId") END,
                            s."Name", a."PermissionSetId") AS holder,
                   {_namespace(snapshot)} AS namespace,
                   s."Id" IS NOT NULL AND (a."PermissionSetGroupId" IS NULL OR coalesce(
                       g."Status" = 'Updated' AND s."PermissionSetGroupId" = g."Id", false)) AS known
            FROM "PermissionSetAssignment" a
            LEFT JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId"
            LEFT JOIN "Profile" p ON p."Id" = s."ProfileId"
            LEFT JOIN "PermissionSetGroup" g ON g."Id" = a."PermissionSetGroupId"
            WHERE {_live(snapshot, now)})"""


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


def unknown_users(snapshot: Snapshot, live: str = "") -> dict[str, Unread]:
    """Active users whose access cannot be said, and why. System users without a profile are no users here.

    `live` is where `live_assignments` was kept, if it was.
    """
    rows = snapshot.rows(f"""
        WITH live AS ({live or live_assignments(snapshot)}), people AS ({active_users(snapshot)}),
             seen AS (SELECT user_id, bool_or(kind = 'profile') AS has_profile, bool_or(NOT known) AS has_doubt
                      FROM live GROUP BY user_id)
        SELECT user_id, coalesce(has_profile, false) FROM people LEFT JOIN seen USING (user_id)
        WHERE profile_id IS NOT NULL AND (has_doubt OR NOT coalesce(has_profile, false)) ORDER BY 1""")
    return {user: _why(has_profile) for user, has_profile in rows}


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


def _live(snapshot: Snapshot, now: str) -> str:
    assigned = snapshot.tables["PermissionSetAssignment"].columns
    active = 'coalesce(CAST(a."IsActive" AS BOOLEAN), true)' if "IsActive" in assigned else "true"
    revoked = 'coalesce(CAST(a."IsRevoked" AS BOOLEAN), false)' if "IsRevoked" in assigned else "false"
    expires = _expires(snapshot)
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
