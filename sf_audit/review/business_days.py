"""Due dates are counted in business days: Monday to Friday, without the holidays people declared."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY = 5


def after(start: date, days: int, holidays: Collection[date] = ()) -> date:
    """The day that lies this many business days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays:
            days -= 1
    return day
