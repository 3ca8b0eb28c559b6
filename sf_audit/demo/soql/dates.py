"""Relative dates as days: "Date Formats and Date Literals" in the "SOQL and SOSL Reference".

Days are those of UTC, weeks begin on Sunday (locale en_US), and the fiscal year is the calendar year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sf_audit.demo.soql.syntax import DateWord

_NAMED: Final = re.compile(r"(THIS|LAST|NEXT)_(WEEK|MONTH|QUARTER|YEAR)")
_COUNTED: Final = re.compile(r"(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S")
_AGO: Final = re.compile(r"N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO")
_DAYS: Final = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
_MONTHS: Final = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to, not including, `end`. `rolling` ends today: later than it means later than its start.

    Tools rely on the latter: `CreatedDate > LAST_N_DAYS:7` gives the last week, not the future.
    """

    start: date
    end: date
    rolling: bool = False


def span(word: DateWord, today: date) -> Span | None:
    """The days that a relative date stands for, or None if there is no such word."""
    name = word.word.replace("_FISCAL_", "_")
    if word.count is None:
        return _fixed(name, today)
    try:
        return _counted(name, word.count, today)
    except (OverflowError, ValueError):
        return None


def _fixed(name: str, today: date) -> Span | None:
    if name in _DAYS:
        return _days(today, _DAYS[name], _DAYS[name] + 1)
    if name == "LAST_90_DAYS":
        return _last_days(today, 90)
    if name == "NEXT_90_DAYS":
        return _days(today, 1, 91)
    match = _NAMED.fullmatch(name)
    if match is None:
        return None
    first = {"THIS": 0, "LAST": -1, "NEXT": 1}[match[1]]
    return _periods(today, match[2], first, first + 1)


def _counted(name: str, count: int, today: date) -> Span | None:
    ago = _AGO.fullmatch(name)
    if ago is not None:
        return _periods(today, ago[1], -count, -count + 1)
    match = _COUNTED.fullmatch(name)
    if match is None:
        return None
    if match[1] == "NEXT":
        return _periods(today, match[2], 1, count + 1)
    return _last_days(today, count) if match[2] == "DAY" else _periods(today, match[2], -count, 0)


def _last_days(today: date, count: int) -> Span:
    """Today is one of them: the platform goes on to the current second."""
    found = _days(today, -count, 1)
    return Span(found.start, found.end, rolling=True)


def _days(today: date, first: int, end: int) -> Span:
    return Span(today + timedelta(days=first), today + timedelta(days=end))


def _periods(today: date, unit: str, first: int, end: int) -> Span:
    if unit == "DAY":
        return _days(today, first, end)
    if unit == "WEEK":
        sunday = today - timedelta(days=today.isoweekday() % 7)
        return _days(sunday, 7 * first, 7 * end)
    size = _MONTHS[unit]
    current = (today.year * 12 + today.month - 1) // size
    return Span(_month((current + first) * size), _month((current + end) * size))


def _month(count: int) -> date:
    """The first day of a month counted from the year 0."""
    return date(count // 12, count % 12 + 1, 1)
