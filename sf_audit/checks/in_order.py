"""Two dates or numbers come in their natural order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.counts import count
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.settings.bounds import refuse_turned
from sf_audit.rulebook.settings.field_kinds import DAYS, ORDERED, Fits
from sf_audit.rulebook.settings.org_names import ComparedField, FieldName
from sf_audit.rulebook.settings.settings import Days
from sf_audit.snapshot.tables import Snapshot

#: What is said of the types where days between the two are counted.
_COUNTED = Fits(DAYS.types, f"{DAYS.called} where it counts days (at_least, within)")


@check("in_order")
@dataclass(frozen=True, kw_only=True)
class InOrder(OfRecords):
    """Where both are filled, the first is not after the second.

    With `within`, the second is also not later than so many days after the first; with `at_least`, not sooner. Days
    are those of the org's time zone, and a date and a datetime are compared by day. A first that is after the second
    breaks the rule whatever the days are.
    """

    fits: ClassVar[Fits] = ORDERED

    first: FieldName
    then: ComparedField
    at_least: Days = 0
    within: Days | None = None

    def __post_init__(self) -> None:
        refuse_turned(self.at_least, self.within, ("at_least", "within"))

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.first, self.then)

    @property
    def judges(self) -> Fits:
        return _COUNTED if self._counts_days else self.fits

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        if not self._counts_days:
            return asks.InOrder(self.first, self.then), f"{self.first} is after {self.then}"
        return asks.DaysApart(self.first, self.then, self.at_least, self.within), self._because()

    @property
    def _counts_days(self) -> bool:
        return self.at_least > 0 or self.within is not None

    def _because(self) -> str:
        if self.within is None:
            return f"{self.then} is not at least {count(self.at_least, 'day')} after {self.first}"
        if self.at_least == self.within:
            exactly = f"exactly {count(self.within, 'day')} after" if self.within else "on the day of"
            return f"{self.then} is not {exactly} {self.first}"
        if self.at_least:
            return f"{self.then} is not {self.at_least} to {count(self.within, 'day')} after {self.first}"
        return f"{self.then} is before {self.first}, or more than {count(self.within, 'day')} after it"
