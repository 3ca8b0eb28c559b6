"""Few people work with the profile that may do everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.access.assignments.active import about_freezing, frozen_users
from sf_audit.access.assignments.approved_names import users_not_here
from sf_audit.access.assignments.named_users import NamedUsers
from sf_audit.access.assignments.needs import logins
from sf_audit.access.assignments.platform_owned import platform_owned
from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import PermissionName
from sf_audit.rulebook.settings.settings import Count
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot


@check("on_profile")
@dataclass(frozen=True)
class OnProfile:
    """At most this many active users are on profiles that grant the permission; when more, each is a breach.

    The profiles are found by the permission that their own permission set grants, because the names of
    the standard profiles differ by language. Users listed by user name or record id are approved and not
    counted; frozen users are not counted either, and are noted, and so is who is listed and not in the org.
    Users of Salesforce itself are left out.
    """

    verb: ClassVar[str]
    granting: PermissionName
    at_most: Count
    approved: tuple[str, ...] = ()

    def needs(self) -> Sequence[Need]:
        return [
            need("User", "Id IsActive ProfileId Username", optional="Name UserType"),
            need("Profile", "Id Name"),
            need("PermissionSet", f"Id ProfileId IsOwnedByProfile Permissions{self.granting}"),
            logins(),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(
            f"""
            SELECT u."Id", u."Username", u."ProfileId", CAST(s."Permissions{self.granting}" AS BOOLEAN),
                   f.frozen
            FROM "User" u
            LEFT JOIN "PermissionSet" s ON s."ProfileId" = u."ProfileId" AND CAST(s."IsOwnedByProfile" AS BOOLEAN)
            LEFT JOIN ({frozen_users(snapshot)}) f ON f.user_id = u."Id"
            WHERE CAST(u."IsActive" AS BOOLEAN) AND u."ProfileId" IS NOT NULL
              AND u."Id" NOT IN (SELECT user_id FROM ({platform_owned(snapshot)})) ORDER BY u."Id" """
        )
        approved = NamedUsers.of(self.approved)
        countable = [row for row in rows if not approved.has(row[0], row[1])]
        counted = [row for row in countable if not row[4]]
        found = [row for row in counted if row[3]]
        unknown = [row for row in counted if row[3] is None]
        frozen = sum(bool(row[3] and row[4]) for row in countable)
        notes = (
            *about_freezing(frozen, sum(row[4] is None for row in found)),
            *users_not_here(snapshot, "approved", self.approved),
        )
        unread = _unread(len(unknown)) if unknown or not rows else None
        if len(found) > self.at_most:
            breaches = tuple(Breach("User", row[0], f"is on the profile {row[2]}", label=row[1] or "") for row in found)
            return Verdict(len(rows), len(breaches), breaches, notes=notes, unread=unread)
        if unread and (not rows or len(found) + len(unknown) > self.at_most):
            raise NotReadable(unread)
        return Verdict(len(rows), 0, notes=notes)


def _unread(users: int) -> Unread:
    return Unread(
        Reason.INCOMPLETE if users else Reason.ROWS_HIDDEN,
        f"the profile's permission set of {count(users, 'active user')} was not read"
        if users
        else "no active user was read",
        "View Setup and Configuration, View All Users; then run again",
    )
