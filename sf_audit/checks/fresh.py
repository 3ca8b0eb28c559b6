"""Something happened lately, such as the last activity with a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.counts import last_days
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import DAYS, Fits
from sf_audit.rulebook.settings.settings import Days
from sf_audit.snapshot.tables import Snapshot


@check("fresh")
@dataclass(frozen=True, kw_only=True)
class Fresh(OfField):
    """Where filled, the date is not longer ago than this, and not in the future.

    What is planned has not happened: Salesforce sets `LastActivityDate` to the latest due date of an event or a
    closed task, so it may be next month's. Add a rule with `filled` where empty is a breach too.
    """

    fits: ClassVar[Fits] = DAYS

    within: Days

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ask = asks.DaysFromToday(self.field, low=-self.within, high=0)
        return ask, f"{self.field} is not within {last_days(self.within)}"
