"""What all rules about the holders of a system permission say of users whose access could not be told."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.access.assignments.active import about_freezing
from sf_audit.access.assignments.system_permissions import SystemPermission
from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Unread, Verdict

_THEIR_PERMISSIONS = "their permissions were not readable or not up to date"


def certain(access: SystemPermission, breaches: tuple[Breach, ...]) -> Verdict:
    """The verdict, unless somebody's access could not be said and nobody else breaks the rule."""
    breaking = {breach.id for breach in breaches}
    doubtful = {user: unread for user, unread in access.unknown.items() if user not in breaking}
    if doubtful and not breaches:
        raise NotReadable(next(iter(doubtful.values())))
    unread = _both(next(iter(doubtful.values()), None), access.unended if breaches else None)
    looked_at = access.users - len(doubtful)
    return Verdict(looked_at, len(breaches), breaches, notes=notes(access, doubtful), unread=unread)


def _both(first: Unread | None, second: Unread | None) -> Unread | None:
    if first is None or second is None:
        return first or second
    return Unread(first.reason, f"{first.detail}; {second.detail}", f"{first.unlocked_by}; {second.unlocked_by}")


def notes(access: SystemPermission, doubtful: Mapping[str, Unread]) -> tuple[str, ...]:
    """What a reader must know beside the breaches. `doubtful` are users of whom it cannot be said."""
    frozen = sum(holder.frozen for holder in access.holders)
    conditional = sum(holder.conditional and not holder.frozen for holder in access.holders)
    unknown = sum(not holder.frozen_known and not holder.conditional for holder in access.holders)
    unseen = len(doubtful)
    others = (
        (conditional, f"{count(conditional, 'user')} can activate it for a session"),
        (unseen, f"{count(unseen, 'user')} could not be looked at: {_THEIR_PERMISSIONS}"),
    )
    return about_freezing(frozen, unknown) + tuple(note for number, note in others if number)
