"""Every way to a right, with those that are closed: expired, revoked, not active, or in a group that is in doubt.

An assignment that does not count gives nothing, and explains much: who asks why somebody has lost a right, or may get
it back, looks for just that row ("PermissionSetAssignment", "PermissionSetGroup").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC

from sf_audit.access.assignments.active import Doubt
from sf_audit.access.effective.effective import Access
from sf_audit.access.effective.grant_paths import (
    Assignment,
    GrantPath,
    Through,
    asked_instead,
    members_of,
    paths,
    paths_of,
)
from sf_audit.access.rights import Held
from sf_audit.model.access import Person
from sf_audit.snapshot.tables import Snapshot

NOT_ACTIVE = "the user is not active"


def every_path(access: Access, person: Person, held: Held) -> tuple[GrantPath, ...]:
    """Open paths first, then the closed ones, those in doubt among them; none for a kind not read."""
    if held.kind in access.unread:
        return ()
    found = (*paths(access, person.id, held), *_beside(access, person, held))
    return tuple(sorted(found, key=lambda path: bool(path.closed)))


def _beside(access: Access, person: Person, held: Held) -> Iterator[GrantPath]:
    rows = access.snapshot.rows(_all_rows(access.snapshot), [person.id])
    live = {(row[0], row[1]): row[2] for row in access.snapshot.rows(_LIVE, [person.id])}
    certain = {set_id for (set_id, _), doubt in live.items() if not doubt}
    members = members_of(access, [row[1] for row in rows if row[1]])
    asked = asked_instead(access, held)
    for set_id, group_id, kind, holder, expires, conditional, namespace, ended, status in rows:
        doubt = live.get((set_id, group_id))
        if person.active and (doubt == "" or (doubt is None and set_id in certain)):
            continue  # it is among those that count
        assigned = Assignment(
            set_id, group_id, Through(kind), holder, expires, conditional, namespace, members.get(group_id, {})
        )
        why = NOT_ACTIVE if not person.active and doubt is not None else _in_doubt(doubt, status) if doubt else ended
        yield from (replace(path, closed=why) for path in paths_of(access, assigned, asked))


def _in_doubt(doubt: str, status: str) -> str:
    """Why what an assignment that counts seems to give cannot be relied on."""
    if doubt in {Doubt.OUTDATED, Doubt.UPDATING}:
        return f"the group is not up to date ({status})"
    return "what the group gives is in doubt"


_LIVE = 'SELECT set_id, group_id, min(doubt) FROM "access".assignment WHERE user_id = ? GROUP BY ALL'


def _all_rows(snapshot: Snapshot) -> str:
    """SQL of everything that is or was assigned to a user, and why it would not count."""
    now = snapshot.taken.astimezone(UTC).replace(tzinfo=None)
    known = snapshot.tables["PermissionSetAssignment"].columns
    expires = 'CAST(a."ExpirationDate" AS TIMESTAMP)' if "ExpirationDate" in known else "CAST(NULL AS TIMESTAMP)"
    revoked = 'coalesce(CAST(a."IsRevoked" AS BOOLEAN), false)' if "IsRevoked" in known else "false"
    namespaced = "NamespacePrefix" in snapshot.tables["PermissionSet"].columns
    namespace = """coalesce(CAST(s."NamespacePrefix" AS VARCHAR), '')""" if namespaced else "''"
    group = 'coalesce(a."PermissionSetGroupId", s."PermissionSetGroupId")'
    return f"""
        SELECT a."PermissionSetId", {group},
               CASE WHEN CAST(s."IsOwnedByProfile" AS BOOLEAN) THEN 'profile'
                    WHEN {group} IS NOT NULL THEN 'group' ELSE 'set' END AS kind,
               coalesce(CASE WHEN CAST(s."IsOwnedByProfile" AS BOOLEAN) THEN p."Name"
                             WHEN {group} IS NOT NULL THEN coalesce(g."DeveloperName", {group}) END,
                        s."Name", a."PermissionSetId") AS holder,
               {expires} AS expires, coalesce(CAST(s."HasActivationRequired" AS BOOLEAN), false), {namespace},
               CASE WHEN {revoked} THEN 'the assignment is revoked'
                    WHEN {expires} <= TIMESTAMP '{now}'
                    THEN 'expired on ' || strftime({expires}, '%Y-%m-%d')
                    ELSE 'the assignment is not active' END AS ended,
               coalesce(g."Status", 'not read') AS status
        FROM "PermissionSetAssignment" a
        LEFT JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId"
        LEFT JOIN "Profile" p ON p."Id" = s."ProfileId"
        LEFT JOIN "PermissionSetGroup" g ON g."Id" = {group}
        WHERE a."AssigneeId" = ? ORDER BY kind, holder, expires DESC"""
