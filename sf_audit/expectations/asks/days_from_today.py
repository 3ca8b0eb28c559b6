"""Whether a day is near enough to the day of the snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter


@dataclass(frozen=True, slots=True)
class DaysFromToday(OfOneField, AskInSql):
    """Where filled, a date or datetime lies between these days from the day of the snapshot.

    `low=0` means today or later; `low=-90` means at most 90 days ago. Datetimes are compared by
    their day in the org's time zone.
    """

    field: str
    low: int | None = None
    high: int | None = None

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        first, last = (None if days is None else records.calendar.from_today(days) for days in (self.low, self.high))
        return records.clauses.between_days(self.field, first, last)
