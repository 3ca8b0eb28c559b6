"""Who holds a system permission, and whether they should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sf_audit.access.assignments.approved_names import (
    groups_not_here,
    permission_sets_not_here,
    profiles_not_here,
    users_not_here,
)
from sf_audit.access.assignments.holders_verdict import certain
from sf_audit.access.assignments.named_users import NamedUsers
from sf_audit.access.assignments.system_permissions import Holder, SystemPermission, access_needs, sentence, who_holds
from sf_audit.model.review import Breach, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import GroupNames, PermissionName, ProfileNames, SetNames
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.standard_profiles import as_named_here
from sf_audit.snapshot.tables import Snapshot


@check("held_only_through")
@dataclass(frozen=True)
class HeldOnlyThrough:
    """Active users hold a system permission only through the named profiles, permission sets and groups.

    `permission` is its API name without the word Permissions, for example ModifyAllData. Whoever holds
    it in another way too is a breach. Frozen users and sets that a session must activate are only noted. The
    standard profile System Administrator is known by its name in the auditor's language too. Names are compared without
    regard to case; users and profiles may stand there with their record ids, of 15 or 18 characters. Names that nothing
    in the org has are noted.
    """

    verb: ClassVar[str]
    permission: PermissionName
    profiles: ProfileNames = ()
    permission_sets: SetNames = ()
    permission_set_groups: GroupNames = ()
    users: tuple[str, ...] = ()

    def needs(self) -> Sequence[Need]:
        return access_needs(f"Permissions{self.permission}")

    def examine(self, snapshot: Snapshot) -> Verdict:
        access = who_holds(snapshot, f"Permissions{self.permission}")
        allowed = self._allowed(as_named_here(snapshot, self.profiles))
        users, profiles = NamedUsers.of(self.users), NamedUsers.of(self.profiles)
        breaches = tuple(
            breach
            for holder in access.holders
            if not users.has(holder.user_id, holder.name)
            and (breach := self._breach(holder, allowed, of_profile=holder.profile_id in profiles.ids))
        )
        verdict = certain(self._doubting_names(access, snapshot), breaches)
        return replace(verdict, notes=(*verdict.notes, *self._approving_nobody(snapshot)))

    def _approving_nobody(self, snapshot: Snapshot) -> Iterator[str]:
        yield from profiles_not_here(snapshot, "profiles", self.profiles)
        yield from permission_sets_not_here(snapshot, "permission_sets", self.permission_sets)
        yield from groups_not_here(snapshot, "permission_set_groups", self.permission_set_groups)
        yield from users_not_here(snapshot, "users", self.users)

    def _doubting_names(self, access: SystemPermission, snapshot: Snapshot) -> SystemPermission:
        """A package may bring a set of the name that is approved here, and then nobody is approved by it."""
        if not self.permission_sets or snapshot.has("PermissionSet", "NamespacePrefix"):
            return access
        approved = {f"permission set {permission_set}".casefold() for permission_set in self.permission_sets}
        doubtful = [
            holder.user_id
            for holder in access.holders
            if not approved.isdisjoint(path.casefold() for path in holder.through)
        ]
        return replace(access, unknown={**dict.fromkeys(doubtful, _NAMESAKES), **access.unknown})

    def _breach(self, holder: Holder, allowed: frozenset[str], *, of_profile: bool) -> Breach | None:
        stray = [
            path
            for path in holder.through
            if path.casefold() not in allowed and not (of_profile and path.startswith("profile "))
        ]
        if holder.frozen or holder.conditional or not stray:
            return None
        because = f"holds {self.permission} through the {sentence(stray, holder.profile_id)}"
        return Breach("User", holder.user_id, because, label=holder.name)

    def _allowed(self, profiles: frozenset[str]) -> frozenset[str]:
        return frozenset(
            path.casefold()
            for path in (
                *(f"profile {profile}" for profile in profiles),
                *(f"permission set {permission_set}" for permission_set in self.permission_sets),
                *(f"permission set group {group}" for group in self.permission_set_groups),
            )
        )


_NAMESAKES = Unread(
    Reason.FIELD_NOT_VISIBLE,
    "PermissionSet.NamespacePrefix was not readable, so a package's set may pass for the approved one of that name",
    "View Setup and Configuration",
)
