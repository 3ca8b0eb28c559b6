"""Guest users, and what all rules about them say: whom they looked at, and whose access could not be told."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.access.assignments.active import active_users, certain_assignments, unknown_users
from sf_audit.access.assignments.system_permissions import unended
from sf_audit.model.review import Breach, NotReadable, Verdict
from sf_audit.salesforce.users import GUEST
from sf_audit.snapshot.tables import Snapshot


def held_by_guests(snapshot: Snapshot) -> str:
    """SQL of what active guest users have: user_id, set_id. A frozen guest counts, because visitors do not sign in.

    What only a session activates does not count, as with everybody else, and is noted.
    """
    return f"SELECT DISTINCT user_id, set_id FROM ({_assigned(snapshot)}) WHERE NOT conditional"


def _assigned(snapshot: Snapshot) -> str:
    return f"""SELECT * FROM ({certain_assignments(snapshot)}) JOIN
        (SELECT user_id FROM ({active_users(snapshot)}) WHERE user_type = '{GUEST}') USING (user_id)"""


def verdict_on_guests(snapshot: Snapshot, breaches: tuple[Breach, ...]) -> Verdict:
    """The verdict over all active guests. NotReadable where none is to blame, and one's access could not be told."""
    rows = snapshot.rows(f"SELECT user_id FROM ({active_users(snapshot)}) WHERE user_type = '{GUEST}'")
    unknown = unknown_users(snapshot)
    unread = next((unknown[guest] for (guest,) in rows if guest in unknown), None)
    if unread and not breaches:
        raise NotReadable(unread)
    return Verdict(
        len(rows),
        len({breach.id for breach in breaches}),
        breaches,
        proof="User was read whole: no active guest user",
        notes=tuple(_waiting(snapshot)),
        unread=unread or (unended(snapshot) if breaches else None),
    )


def _waiting(snapshot: Snapshot) -> Iterator[str]:
    """What guests have that a session must activate."""
    rows = snapshot.rows(f"SELECT DISTINCT through FROM ({_assigned(snapshot)}) WHERE conditional ORDER BY 1")
    if rows:
        yield f"not counted, because a session must activate it: {', '.join(row[0] for row in rows)}"
