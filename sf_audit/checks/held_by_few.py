"""A permission that few should hold is held by few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.access.assignments.holders_verdict import certain, notes
from sf_audit.access.assignments.system_permissions import access_needs, sentence, who_holds
from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import PermissionName
from sf_audit.rulebook.settings.settings import Count
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.tables import Snapshot


@check("held_by_few")
@dataclass(frozen=True)
class HeldByFew:
    """At most this many active users hold a system permission; when there are more, each is a breach.

    `permission` is its API name without the word Permissions. Frozen users and sets that a session must
    activate do not count, and are noted.
    """

    verb: ClassVar[str]
    permission: PermissionName
    at_most: Count

    def needs(self) -> Sequence[Need]:
        return access_needs(f"Permissions{self.permission}")

    def examine(self, snapshot: Snapshot) -> Verdict:
        access = who_holds(snapshot, f"Permissions{self.permission}")
        held = [holder for holder in access.holders if not holder.frozen and not holder.conditional]
        holding = {holder.user_id for holder in held}
        doubtful = {user: unread for user, unread in access.unknown.items() if user not in holding}
        if len(held) + len(doubtful) <= self.at_most:
            return Verdict(access.users, 0, notes=notes(access, doubtful))
        if len(held) <= self.at_most:
            return certain(access, ())
        breaches = (
            Breach(
                "User",
                holder.user_id,
                f"holds {self.permission} through the {sentence(holder.through, holder.profile_id)}",
                label=holder.name,
            )
            for holder in held
        )
        return certain(access, tuple(breaches))
