"""Which assignments count now, and whose access can be said: the one definition of both, as SQL.

A user's access is the union over PermissionSetAssignment: the profile-owned permission set, the sets
assigned directly, and one aggregate set per permission set group, in which muting is already applied
("Permission Set Groups", "PermissionSetAssignment" in the "Object Reference for the Salesforce
Platform"). Access is a union, so an assignment in doubt can only add: what the others give is held for certain. A
user whose profile row or whose group's aggregate is missing, whose group is being recalculated or does not add up, or
whose assignment names a group and points at something else, may hold more, and is listed by `unknown_users`.
"""

from __future__ import annotations

from datetime import UTC
from enum import StrEnum

from sf_audit.access.assignments.aggregates import contradicted
from sf_audit.access.assignments.platform_owned import platform_owned
from sf_audit.model.counts import count
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.snapshot.sql import quote_literal
from sf_audit.snapshot.tables import Snapshot


class Doubt(StrEnum):
    """Why what an assignment gives may be more or less than it seems."""

    SET_UNREAD = "set unread"
    GROUP_UNREAD = "group unread"
    OUTDATED = "outdated"
    UPDATING = "updating"
    NOT_ITS_AGGREGATE = "not its aggregate"
    CONTRADICTED = "contradicted"


_BECAUSE = f"""
    CASE doubt WHEN '{Doubt.SET_UNREAD}' THEN 'the permissions of an assigned set were not read'
         WHEN '{Doubt.GROUP_UNREAD}' THEN 'an assigned permission set group was not read'
         WHEN '{Doubt.OUTDATED}' THEN 'permission set group ' || holder || ' is not up to date (' || status || ')'
         WHEN '{Doubt.UPDATING}' THEN 'permission set group ' || holder || ' is not up to date (' || status || ')'
         WHEN '{Doubt.NOT_ITS_AGGREGATE}'
         THEN 'an assignment names permission set group ' || holder || ' and points at a set that is not its own'
         WHEN '{Doubt.CONTRADICTED}' THEN contradiction ELSE '' END"""


def _doubt(group: str) -> str:
    """SQL of the Doubt about an assignment `a` of set `s`; `group` is the id of its group, `g` the group, if known."""
    return f"""
        CASE WHEN s."Id" IS NULL THEN '{Doubt.SET_UNREAD}' WHEN {group} IS NULL THEN ''
             WHEN g."Id" IS NULL THEN '{Doubt.GROUP_UNREAD}'
             WHEN g."Status" = 'Updating' THEN '{Doubt.UPDATING}'
             WHEN g."Status" IS DISTINCT FROM 'Updated' THEN '{Doubt.OUTDATED}'
             WHEN s."PermissionSetGroupId" IS DISTINCT FROM g."Id" THEN '{Doubt.NOT_ITS_AGGREGATE}'
             WHEN w.why IS NOT NULL THEN '{Doubt.CONTRADICTED}' ELSE '' END"""


def live_assignments(snapshot: Snapshot) -> str:
    """SQL of the assignments that count now: not expired, not revoked, active; each with its set.

    Columns: user_id, set_id, group_id, expires, conditional, kind (`profile`, `group` or `set`), holder (the name
    of that profile, group or set), namespace, through (kind and name as words; a package's set by its full name,
    because a package may bring a set of the name that a rule approves), doubt (a Doubt, empty where there is none)
    and because (in words). Whoever has an assignment in doubt may hold more than the others give.
    """
    # Some orgs name the group of an assignment only on the aggregate set that it points at.
    group = 'coalesce(a."PermissionSetGroupId", s."PermissionSetGroupId")'
    return f"""
        SELECT * EXCLUDE (status, contradiction),
               CASE WHEN kind = 'profile' THEN 'profile ' WHEN kind = 'group' THEN 'permission set group '
                    WHEN namespace = '' THEN 'permission set '
                    ELSE 'permission set ' || namespace || '__' END || holder AS through,
               {_BECAUSE} AS because
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
                   coalesce(g."Status", 'no status') AS status, w.why AS contradiction,
                   {_doubt(group)} AS doubt
            FROM "PermissionSetAssignment" a
            LEFT JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId"
            LEFT JOIN "Profile" p ON p."Id" = s."ProfileId"
            LEFT JOIN "PermissionSetGroup" g ON g."Id" = {group}
            LEFT JOIN ({_contradicted(snapshot)}) w ON w.group_id = {group}
            WHERE {_live(snapshot)})"""


def certain_assignments(snapshot: Snapshot) -> str:
    """SQL of the live assignments that give what they seem to give; the same columns."""
    return f"SELECT * FROM ({live_assignments(snapshot)}) WHERE doubt = ''"


def frozen_users(snapshot: Snapshot) -> str:
    """SQL of user_id and frozen, for the users of whom it could be read; for the others it is not known.

    Somebody frozen cannot sign in, so is no live holder of anything, and is one again when unfrozen ("Freeze or
    Unfreeze User Accounts"). So whatever leaves frozen users out says how many; whoever is not known to be frozen
    counts as live, and that is said too. UserLogin needs Manage Users.
    """
    if not snapshot.has("UserLogin", "UserId", "IsFrozen"):
        return "SELECT CAST(NULL AS VARCHAR) AS user_id, CAST(NULL AS BOOLEAN) AS frozen WHERE false"
    return """
        SELECT "UserId" AS user_id, bool_or(CAST("IsFrozen" AS BOOLEAN)) AS frozen FROM "UserLogin" GROUP BY 1
        HAVING bool_or(CAST("IsFrozen" AS BOOLEAN)) IS NOT NULL"""


def active_users(snapshot: Snapshot) -> str:
    """SQL of the active users: user_id, name, user_type, profile_id, frozen, frozen_known."""
    users = snapshot.tables["User"].columns
    shown = next((f'u."{column}"' for column in ("Username", "Name") if column in users), 'u."Id"')
    return f"""
        SELECT u."Id" AS user_id, {shown} AS name, coalesce(u."UserType", '') AS user_type,
               u."ProfileId" AS profile_id, coalesce(f.frozen, false) AS frozen, f.frozen IS NOT NULL AS frozen_known
        FROM "User" u LEFT JOIN ({frozen_users(snapshot)}) f ON f.user_id = u."Id"
        WHERE CAST(u."IsActive" AS BOOLEAN)"""


def judged_users(snapshot: Snapshot) -> str:
    """SQL of the active users that rules look at: all but those of Salesforce itself; the same columns."""
    return f"""SELECT * FROM ({active_users(snapshot)})
        WHERE user_id NOT IN (SELECT user_id FROM ({platform_owned(snapshot)}))"""


def about_freezing(frozen: int, unknown: int) -> tuple[str, ...]:
    """What a reader must know where frozen users are not counted. `unknown` count, because nobody knows better."""
    counting = count(unknown, "user counts", "users count")
    notes = (
        (frozen, f"{count(frozen, 'frozen user')} would hold it again when unfrozen"),
        (unknown, f"{counting} as able to sign in: whether they are frozen was not readable (Manage Users)"),
    )
    return tuple(note for number, note in notes if number)


def count_active(snapshot: Snapshot) -> int:
    """Somebody asked, so an org without active users is one whose users were not shown: then NotReadable."""
    return _counted(snapshot, active_users(snapshot))


def count_judged(snapshot: Snapshot) -> int:
    """The same of the users that rules look at."""
    return _counted(snapshot, judged_users(snapshot))


def _counted(snapshot: Snapshot, users: str) -> int:
    found = int(snapshot.rows(f"SELECT count(*) FROM ({users})")[0][0])
    if not found:
        raise NotReadable(Unread(Reason.ROWS_HIDDEN, "no active user was read of User", "View All Users"))
    return found


def unknown_users(snapshot: Snapshot, live: str = "") -> dict[str, Unread]:
    """Active users who may hold more than is seen, and why. Users of the system have no profile, and need none.

    `live` is where `live_assignments` was kept, if it was.
    """
    rows = snapshot.rows(f"""
        WITH live AS ({live or live_assignments(snapshot)}), people AS ({active_users(snapshot)}),
             seen AS (SELECT user_id, bool_or(kind = 'profile') AS has_profile,
                             min((doubt, because)) FILTER (doubt <> '') AS worst FROM live GROUP BY user_id)
        SELECT user_id, profile_id IS NULL OR coalesce(has_profile, false), worst[1], worst[2]
        FROM people LEFT JOIN seen USING (user_id) ORDER BY 1""")
    return {row[0]: _why(*row[1:]) for row in rows if row[2] or not row[1]}


def _why(has_profile: bool, doubt: str | None, because: str | None) -> Unread:
    if not has_profile:
        return Unread(
            Reason.INCOMPLETE,
            "an active user has no assignment of a profile's permission set",
            "View Setup and Configuration; then run again",
        )
    if doubt in {Doubt.SET_UNREAD, Doubt.GROUP_UNREAD}:
        return Unread(Reason.STALE_GROUP, str(because), "View Setup and Configuration; then run again")
    if doubt == Doubt.UPDATING:
        return Unread(Reason.STALE_GROUP, str(because), "Wait until the org has recalculated the group, then run again")
    return Unread(Reason.STALE_GROUP, str(because), "Recalculate the group in Setup, then run again")


def _contradicted(snapshot: Snapshot) -> str:
    """Groups whose aggregate is not what their sets and their muting make."""
    found = contradicted(snapshot)
    if not found:
        return "SELECT '' AS group_id, '' AS why WHERE false"
    rows = ", ".join(f"({quote_literal(group_id)}, {quote_literal(why)})" for group_id, why in found.items())
    return f"SELECT * FROM (VALUES {rows}) AS w(group_id, why)"


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
