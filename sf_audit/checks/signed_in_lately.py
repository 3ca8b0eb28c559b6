"""An account that nobody uses is an account that nobody watches, and a licence that is paid for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.findings import Breach, Verdict
from sf_audit.rulebook.check import check
from sf_audit.rulebook.settings import AtLeastOne, Days
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot


@check("signed_in_lately")
@dataclass(frozen=True)
class SignedInLately:
    """Active users signed in within this time; those who never did have as long from their creation.

    `never` chooses one of two standards: users who never signed in (true), or those who did and stopped
    (false). Frozen users are left out: somebody already acted.
    """

    verb: ClassVar[str]
    within: Days
    never: bool = False
    user_types: Annotated[tuple[str, ...], AtLeastOne] = ("Standard",)

    def needs(self) -> Sequence[Need]:
        return [
            need("User", "Id IsActive UserType LastLoginDate CreatedDate", optional="Name Username"),
            need("UserLogin", "UserId IsFrozen", required=False),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        since = "CreatedDate" if self.never else "LastLoginDate"
        rows = snapshot.rows(
            f"""SELECT u."Id", date_diff('day', CAST(u."{since}" AS DATE), ?::DATE)
            FROM "User" u
            WHERE CAST(u."IsActive" AS BOOLEAN) AND u."UserType" IN (SELECT unnest(?::VARCHAR[]))
              AND (u."LastLoginDate" IS NULL) = ? {self._not_frozen(snapshot)}
            ORDER BY u."Id" """,
            [snapshot.taken.date(), list(self.user_types), self.never],
        )
        what = "has never signed in, created" if self.never else "last signed in"
        breaches = tuple(Breach("User", row[0], f"{what} {row[1]} days ago") for row in rows if row[1] > self.within)
        people = self._people(snapshot)
        return Verdict(
            people, len(breaches), breaches, proof=f"User was read whole: {people} active users of these types"
        )

    def _people(self, snapshot: Snapshot) -> int:
        found = snapshot.rows(
            """SELECT count(*) FROM "User" u WHERE CAST(u."IsActive" AS BOOLEAN)
            AND u."UserType" IN (SELECT unnest(?::VARCHAR[]))""",
            [list(self.user_types)],
        )
        return int(found[0][0])

    def _not_frozen(self, snapshot: Snapshot) -> str:
        if not snapshot.has("UserLogin", "UserId", "IsFrozen"):
            return ""
        frozen = """SELECT 1 FROM "UserLogin" l WHERE l."UserId" = u."Id" AND CAST(l."IsFrozen" AS BOOLEAN)"""
        return f"AND NOT EXISTS ({frozen})"
