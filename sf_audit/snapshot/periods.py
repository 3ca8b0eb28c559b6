"""Days counted from the day of a snapshot: `this month`, `last 30 days`.

They begin and end as the date literals of the same names do ("Date Formats and Date Literals in WHERE" in the "SOQL and
SOSL Reference"): the last days include today, the next days begin tomorrow, quarters are those of the calendar. Weeks
are left out: where one begins depends on the locale of the user who asks.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAYS = re.compile(r"(last|next) ([1-9]\d{0,3}) days?")
_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WHICH = {"last": -1, "this": 0, "next": 1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}

#: For messages.
EXAMPLES = "today, this month, last quarter, next 30 days"


def period(written: str) -> str:
    """The period as it is kept. Raises ValueError, saying which there are."""
    text = " ".join(written.lower().split())
    which, _, unit = text.partition(" ")
    if text in _NAMED or (which in _WHICH and unit in _MONTHS) or _DAYS.fullmatch(text):
        return text
    raise ValueError(
        f"“{written}” is no period: write yesterday, today, tomorrow, last month, this quarter or next year, "
        "or days such as last 30 days"
    )


def days_of(name: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period, as `period` returns it."""
    if name in _NAMED:
        day = today + timedelta(days=_NAMED[name])
        return day, day
    if days := _DAYS.fullmatch(name):
        number = timedelta(days=int(days[2]))
        return (today - number, today) if days[1] == "last" else (today + timedelta(days=1), today + number)
    which, unit = name.split()
    months = _MONTHS[unit]
    begins = today.year * 12 + (today.month - 1) // months * months + _WHICH[which] * months
    return _first(begins), _first(begins + months) - timedelta(days=1)


def first_new_day(today: date) -> date:
    """Records that were created from this day on are new: that of the same number a month before, or the last there is.

    A review on the first of a month so counts those of the month that has ended.
    """
    month = today.year * 12 + today.month - 2
    last = _first(month + 1) - timedelta(days=1)
    return min(last, _first(month) + timedelta(days=today.day - 1))


def _first(months: int) -> date:
    """The first day of a month, counted from the month January of the year 0."""
    return date(months // 12, months % 12 + 1, 1)
