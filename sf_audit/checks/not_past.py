"""A date that lies ahead by its meaning has not gone by, such as the close date of an open opportunity."""

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


@check("not_past")
@dataclass(frozen=True, kw_only=True)
class NotPast(OfField):
    """Where filled, the date is today or later, or not longer past than the grace."""

    fits: ClassVar[Fits] = DAYS

    grace: Days = 0

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.DaysFromToday(self.field, low=-self.grace), f"{self.field} is past"
