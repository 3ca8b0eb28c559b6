"""An account that nobody uses is an account that nobody watches, and a licence that is paid for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.access.assignments.active import frozen_users
from sf_audit.access.assignments.needs import logins
from sf_audit.access.assignments.platform_owned import platform_owned
from sf_audit.expectations.days import Calendar
from sf_audit.model.counts import count
from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.settings import AtLeastOne, Days
from sf_audit.salesforce.users import GUEST, STANDARD
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot

#: Days by which a date may lie ahead because the clocks of the org and of this machine differ.
_CLOCKS_DIFFER = 1


@check("signed_in_lately")
@dataclass(frozen=True)
class SignedInLately:
    """Active users signed in within this time; those who never did have as long from their creation.

    `never` chooses one of two standards: users who never signed in (true), or those who did and stopped
    (false). A day that lies ahead, by more than the one by which clocks may differ, proves no use and is a breach.
    Frozen users are left out and noted: somebody already acted. Users of Salesforce itself and guests are left out
    too: neither signs in.
    """

    verb: ClassVar[str]
    within: Days
    never: bool = False
    user_types: Annotated[tuple[str, ...], AtLeastOne] = (STANDARD,)

    def needs(self) -> Sequence[Need]:
        return [
            need("User", "Id IsActive UserType LastLoginDate CreatedDate", optional="Name Username"),
            logins(),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        since = 'CAST(u."CreatedDate" AS TIMESTAMP)' if self.never else 'CAST(u."LastLoginDate" AS TIMESTAMP)'
        day = Calendar.at(snapshot).day_of(since)
        rows = snapshot.rows(
            f"""SELECT u."Id", date_diff('day', {day}, ?::DATE), f.frozen
            FROM "User" u LEFT JOIN ({frozen_users(snapshot)}) f ON f.user_id = u."Id"
            WHERE {_people(snapshot)} AND (u."LastLoginDate" IS NULL) = ?
            ORDER BY u."Id" """,
            [snapshot.today, list(self.user_types), self.never],
        )
        event = "has never signed in, created" if self.never else "last signed in"
        late = [row for row in rows if row[1] > self.within or row[1] < -_CLOCKS_DIFFER]
        breaches = tuple(Breach("User", row[0], f"{event} {_when(row[1])}") for row in late if not row[2])
        counted = snapshot.rows(f'SELECT count(*) FROM "User" u WHERE {_people(snapshot)}', [list(self.user_types)])
        people = int(counted[0][0])
        return Verdict(
            people,
            len(breaches),
            breaches,
            proof=f"User was read whole: {people} active {'user' if people == 1 else 'users'} of these types",
            notes=_notes(sum(row[2] is True for row in late), sum(row[2] is None for row in late)),
        )


def _people(snapshot: Snapshot) -> str:
    """SQL of who is meant, of user `u`; the parameter is the list of types."""
    return f"""CAST(u."IsActive" AS BOOLEAN) AND u."UserType" IN (SELECT unnest(?::VARCHAR[]))
        AND u."UserType" <> '{GUEST}' AND u."Id" NOT IN (SELECT user_id FROM ({platform_owned(snapshot)}))"""


def _when(days_ago: int) -> str:
    days = count(abs(days_ago), "day")
    return f"{days} ago" if days_ago >= 0 else f"{days} after this review, a date that proves no use"


def _notes(frozen: int, unknown: int) -> tuple[str, ...]:
    left_out = count(frozen, "frozen user was", "frozen users were")
    notes = (
        (frozen, f"{left_out} left out, and would count again when unfrozen"),
        (unknown, f"{unknown:,} of them may be frozen already: whether they are was not readable (Manage Users)"),
    )
    return tuple(note for number, note in notes if number)
