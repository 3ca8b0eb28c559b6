"""Something happened lately, such as the last activity with a customer."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import OfField
from sf_audit.rulebook.settings import Days
from sf_audit.snapshot.tables import Snapshot


@check("fresh")
@dataclass(frozen=True, kw_only=True)
class Fresh(OfField):
    """Where filled, the date is not longer ago than this.

    Add a rule with `filled` where empty is a breach too.
    """

    within: Days

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ask = asks.DaysFromToday(self.field, low=-self.within)
        return ask, f"{self.field} is longer ago than {self.within} days"
