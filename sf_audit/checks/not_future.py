"""A date of something that has happened lies behind, such as a birthdate or the close date of a won opportunity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import DAYS, Fits
from sf_audit.rulebook.settings.settings import Days
from sf_audit.snapshot.tables import Snapshot


@check("not_future")
@dataclass(frozen=True, kw_only=True)
class NotFuture(OfField):
    """Where filled, the date is today or earlier, or not further ahead than the grace.

    Days are those of the org's time zone, of dates with a time too. People who are east of it may be a day ahead:
    where they enter dates, `grace: 1 day` leaves that out.
    """

    fits: ClassVar[Fits] = DAYS

    grace: Days = 0

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.DaysFromToday(self.field, high=self.grace), f"{self.field} is in the future"
