"""Relative dates, seen from Wednesday 18 March 2026."""

from __future__ import annotations

from datetime import date

import pytest

from sf_audit.demo.soql.dates import Span, span
from sf_audit.demo.soql.syntax import DateWord

WEDNESDAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("word", "count", "start", "end"),
    [
        ("YESTERDAY", None, "2026-03-17", "2026-03-18"),
        ("TODAY", None, "2026-03-18", "2026-03-19"),
        ("TOMORROW", None, "2026-03-19", "2026-03-20"),
        ("LAST_WEEK", None, "2026-03-08", "2026-03-15"),
        ("THIS_WEEK", None, "2026-03-15", "2026-03-22"),
        ("NEXT_WEEK", None, "2026-03-22", "2026-03-29"),
        ("LAST_MONTH", None, "2026-02-01", "2026-03-01"),
        ("THIS_MONTH", None, "2026-03-01", "2026-04-01"),
        ("NEXT_MONTH", None, "2026-04-01", "2026-05-01"),
        ("LAST_QUARTER", None, "2025-10-01", "2026-01-01"),
        ("THIS_QUARTER", None, "2026-01-01", "2026-04-01"),
        ("NEXT_QUARTER", None, "2026-04-01", "2026-07-01"),
        ("THIS_FISCAL_QUARTER", None, "2026-01-01", "2026-04-01"),
        ("LAST_YEAR", None, "2025-01-01", "2026-01-01"),
        ("THIS_YEAR", None, "2026-01-01", "2027-01-01"),
        ("NEXT_FISCAL_YEAR", None, "2027-01-01", "2028-01-01"),
        ("NEXT_90_DAYS", None, "2026-03-19", "2026-06-17"),
        ("NEXT_N_DAYS", 2, "2026-03-19", "2026-03-21"),
        ("N_DAYS_AGO", 3, "2026-03-15", "2026-03-16"),
        ("LAST_N_WEEKS", 2, "2026-03-01", "2026-03-15"),
        ("N_WEEKS_AGO", 1, "2026-03-08", "2026-03-15"),
        ("LAST_N_MONTHS", 3, "2025-12-01", "2026-03-01"),
        ("NEXT_N_MONTHS", 10, "2026-04-01", "2027-02-01"),
        ("N_MONTHS_AGO", 3, "2025-12-01", "2026-01-01"),
        ("LAST_N_QUARTERS", 2, "2025-07-01", "2026-01-01"),
        ("LAST_N_YEARS", 2, "2024-01-01", "2026-01-01"),
        ("N_FISCAL_YEARS_AGO", 1, "2025-01-01", "2026-01-01"),
    ],
)
def test_a_word_is_these_days(word: str, count: int | None, start: str, end: str) -> None:
    assert span(DateWord(word, count), WEDNESDAY) == Span(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("word", "count", "start"), [("LAST_90_DAYS", None, "2025-12-18"), ("LAST_N_DAYS", 7, "2026-03-11")]
)
def test_the_last_days_include_today(word: str, count: int | None, start: str) -> None:
    assert span(DateWord(word, count), WEDNESDAY) == Span(date.fromisoformat(start), date(2026, 3, 19), rolling=True)


def test_sunday_begins_a_week() -> None:
    assert span(DateWord("THIS_WEEK"), date(2026, 3, 15)) == Span(date(2026, 3, 15), date(2026, 3, 22))


@pytest.mark.parametrize(
    ("word", "count"),
    [("SOMEDAY", None), ("LAST_N_DAYS", None), ("TODAY", 3), ("LAST_N_DAYS", 10**9), ("N_YEARS_AGO", 3_000)],
)
def test_no_such_word(word: str, count: int | None) -> None:
    assert span(DateWord(word, count), WEDNESDAY) is None
