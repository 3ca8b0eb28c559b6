"""Records that are shared with anybody on the internet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import JudgedObject, NamedObject
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.salesforce.users import GUEST
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, GUEST_SHARES, Need, Source, need
from sf_audit.snapshot.tables import Snapshot


@check("guests_see_no_records")
@dataclass(frozen=True)
class GuestsSeeNoRecords:
    """No record of these objects, or of a custom object, is shared with an active guest user.

    Guests get records by guest user sharing rules alone, and with such a record what it belongs to (“Create Guest User
    Sharing Rules”). What a guest owns, or was given before Spring '21, stays with the guest too, and so does what is
    shared with a group that the guest was not taken out of (“Secure Data Accessible by Guest Users”). The org counts
    the shares; none is read. Custom objects are those that the auditor user sees. Objects in `but` are meant to be
    public.
    """

    verb: ClassVar[str]
    objects: Annotated[tuple[JudgedObject, ...], AtLeastOne]
    custom_objects: bool = True
    but: tuple[NamedObject, ...] = ()

    def needs(self) -> Sequence[Need]:
        custom = {CUSTOM_OBJECTS} if self.custom_objects else set()
        counted = frozenset(name for name in self.objects if name.lower() not in self._public) | custom
        columns = frozenset({"object", "recipient", "row_cause", "shares"})
        return [
            need("User", "Id IsActive UserType"),
            Need(GUEST_SHARES, columns, source=Source.COUNTS, of=counted, some_will_do=True),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        guests = f"""SELECT count(*) FROM "User" WHERE CAST("IsActive" AS BOOLEAN) AND "UserType" = '{GUEST}'"""
        if not snapshot.rows(guests)[0][0]:
            return Verdict(0, 0, proof="User was read whole: no active guest user")
        if not snapshot.tables[GUEST_SHARES].rows:
            says = "the first guest user was activated after the shares with guest users had been counted"
            raise NotReadable(Unread(Reason.INCOMPLETE, says, "Run again"))
        rows = snapshot.rows(
            f"""WITH judged AS (
                SELECT "object", "row_cause", CAST("shares" AS BIGINT) AS shares, "recipient" IN (
                    SELECT "Id" FROM "User" WHERE NOT CAST("IsActive" AS BOOLEAN)) IS TRUE AS inactive
                FROM "{GUEST_SHARES}" WHERE NOT list_contains(?::VARCHAR[], lower("object"))
                    AND (list_contains(?::VARCHAR[], lower("object")) OR (? AND ends_with("object", '__c')))),
            causes AS (
                SELECT "object", coalesce("row_cause", 'no cause') AS cause, sum(shares) AS shares
                FROM judged WHERE shares > 0 AND NOT inactive GROUP BY ALL)
            SELECT "object", bool_or(judged.shares IS NOT NULL),
                   (SELECT list((cause, shares) ORDER BY shares DESC, cause) FROM causes
                    WHERE causes."object" = judged."object")
            FROM judged GROUP BY 1 ORDER BY 1""",
            [sorted(self._public), [name.lower() for name in self.objects], self.custom_objects],
        )
        breaches = tuple(Breach("CustomObject", row[0], _shared(row[2]), label=row[0]) for row in rows if row[2])
        counted = sum(row[1] for row in rows)
        without = [row[0] for row in rows if not row[1]]
        notes = (f"{count(len(without), 'object')} without shares of their own: {', '.join(without)}",)
        proof = "the org keeps no shares of any of these objects: their records go with those of others"
        return Verdict(counted, len(breaches), breaches, proof=proof, notes=notes if without else ())

    @property
    def _public(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.but)


def _shared(causes: Sequence[tuple[str, int]]) -> str:
    """In the org's own words for why: each RowCause, and how many shares it made."""
    total = count(int(sum(shares for _, shares in causes)), "share")
    each = ", ".join(f"{int(shares):,} by {cause}" for cause, shares in causes)
    return f"{total} of its records with guest users: {each}"
