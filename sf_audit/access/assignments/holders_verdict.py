"""What all rules about the holders of a system permission say of users whose access could not be told."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.access.assignments.active import about_freezing
from sf_audit.access.assignments.system_permissions import SystemPermission
from sf_audit.model.review import Breach, NotReadable, Unread, Verdict


def certain(access: SystemPermission, breaches: tuple[Breach, ...]) -> Verdict:
    """The verdict, unless somebody's access could not be said and nobody else breaks the rule."""
    breaking = {breach.id for breach in breaches}
    doubtful = {user: unread for user, unread in access.unknown.items() if user not in breaking}
    if doubtful and not breaches:
        raise NotReadable(next(iter(doubtful.values())))
    unread = _both(next(iter(doubtful.values()), None), access.unended if breaches else None)
    return Verdict(access.users, len(breaches), breaches, notes=notes(access, doubtful), unread=unread)


def _both(one: Unread | None, other: Unread | None) -> Unread | None:
    if one is None or other is None:
        return one or other
    return Unread(one.reason, f"{one.detail}; {other.detail}", f"{one.unlocked_by}; {other.unlocked_by}")


def notes(access: SystemPermission, doubtful: Mapping[str, Unread]) -> tuple[str, ...]:
    """What a reader must know beside the breaches. `doubtful` are users of whom it cannot be said."""
    frozen = sum(holder.frozen for holder in access.holders)
    conditional = sum(holder.conditional and not holder.frozen for holder in access.holders)
    unknown = sum(not holder.frozen_known and not holder.conditional for holder in access.holders)
    said = (
        (conditional, "user(s) can activate it for a session"),
        (len(doubtful), "user(s) could not be looked at: their permissions were not readable or not up to date"),
    )
    return about_freezing(frozen, unknown) + tuple(f"{number} {what}" for number, what in said if number)
