"""Few people work with the profile that may do everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.findings import Breach, Verdict
from sf_audit.rulebook.check import check
from sf_audit.rulebook.settings import ApiName
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot


@check("on_profile")
@dataclass(frozen=True)
class OnProfile:
    """At most this many active users are on profiles that grant the permission; when more, each is a breach.

    The profiles are found by the permission that their own permission set grants, because the names of
    the standard profiles differ by language. Users listed by user name are approved and not counted.
    """

    verb: ClassVar[str]
    granting: ApiName
    at_most: int
    approved: tuple[str, ...] = ()

    def needs(self) -> Sequence[Need]:
        return [
            need("User", "Id IsActive ProfileId Username", optional="Name"),
            need("Profile", "Id Name"),
            need("PermissionSet", f"Id ProfileId IsOwnedByProfile Permissions{self.granting}"),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(
            f"""
            SELECT u."Id", u."Username", p."Name",
                   coalesce(CAST(s."Permissions{self.granting}" AS BOOLEAN), false) AND NOT u."Username" IN
                   (SELECT unnest(?::VARCHAR[]))
            FROM "User" u LEFT JOIN "Profile" p ON p."Id" = u."ProfileId"
            LEFT JOIN "PermissionSet" s ON s."ProfileId" = u."ProfileId" AND CAST(s."IsOwnedByProfile" AS BOOLEAN)
            WHERE CAST(u."IsActive" AS BOOLEAN) ORDER BY u."Id" """,
            [list(self.approved)],
        )
        found = [row for row in rows if row[3]]
        if len(found) <= self.at_most:
            return Verdict(len(rows), 0)
        breaches = tuple(Breach("User", row[0], f"is on the profile {row[2]}", label=row[1] or "") for row in found)
        return Verdict(len(rows), len(breaches), breaches)
