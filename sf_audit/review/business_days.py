"""Business days: those of the week on which people work, without public holidays and own free days.

Only days are counted, never hours, so no change of clocks and no leap day can move a due date. A day is one of the
org's time zone, wherever this runs and whoever reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from sf_audit.rulebook.workspace.config import Config, business_calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """The calendar of a workspace, for counting. `working` are days of the week, 0 for Monday."""

    working: frozenset[int]
    is_free: Callable[[date], bool]

    @classmethod
    def of(cls, config: Config) -> Self:
        """Those that a workspace says."""
        calendar = business_calendar(config)
        return cls(calendar.days_of_work, calendar.is_free)

    def counts(self, day: date) -> bool:
        """Whether people work on that day."""
        return day.weekday() in self.working and not self.is_free(day)

    def after(self, start: date, days: int) -> date:
        """The day that lies this many business days after `start`."""
        day = start
        while days > 0:
            day += _DAY
            days -= self.counts(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many business days lie after `start`, up to and with `end`; as many as `after` needs to get there."""
        span = range(1, (end - start).days + 1)
        return sum(self.counts(start + timedelta(days=number)) for number in span)
