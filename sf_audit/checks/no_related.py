"""A record has nothing that it must not have, such as a person with opt-out in a campaign."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.related import OfRelated
from sf_audit.snapshot.tables import Snapshot


@check("no_related")
@dataclass(frozen=True, kw_only=True)
class NoRelated(OfRelated):
    """No record of the child object names this record in the field `by`: the opposite of `has_related`.

    Only child records that keep `where` count, which is written as `when`, on fields of the child. Those of
    `matching` hold the same in a field of the child as the record in one of its own (`PartyId: IndividualId`), compared
    exactly, and either may be a field of a parent (`Contact.AccountId`); a record in which one of its own is empty is
    left out. Child records that sharing hides could break it, so without them no record keeps it.
    """

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return self.related(snapshot, low=0, high=0), f"a record of {self.child} {self.belongs(several=False)}"
