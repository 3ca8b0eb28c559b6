"""How long something may be kept, by the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from sf_audit.rulebook.settings.ages import age


@pytest.mark.parametrize(
    ("written", "today", "first"),
    [
        ("1 day", "2026-03-01", "2026-02-28"),
        ("90 days", "2026-03-16", "2025-12-16"),
        ("1 month", "2026-03-31", "2026-03-01"),  # after the end of February: a month after 28 February is over
        ("1 month", "2026-03-28", "2026-02-28"),
        ("1 month", "2026-01-15", "2025-12-15"),
        ("24 months", "2026-03-16", "2024-03-16"),
        ("13 months", "2026-01-31", "2024-12-31"),
        ("1 year", "2024-02-29", "2023-03-01"),
        ("4 years", "2024-02-29", "2020-02-29"),
        ("7 years", "2026-03-16", "2019-03-16"),
        ("100 years", "2026-12-31", "1926-12-31"),
    ],
)
def test_the_first_day_that_is_not_too_long_ago(written: str, today: str, first: str) -> None:
    assert age(written).before(date.fromisoformat(today)) == date.fromisoformat(first)
    assert str(age(written)) == written


@pytest.mark.parametrize(
    "written",
    [
        "7",
        "7 weeks",
        "7years",
        "0 days",
        "-1 years",
        "1.5 years",
        "",
        " 7 years",
        "7 Years",
        7,
        None,
        True,
    ],
)
def test_what_is_no_time_is_told_with_the_form(written: object) -> None:
    with pytest.raises(ValueError, match=r"^write a time in days, months or years, for example 7 years$"):
        age(written)


@pytest.mark.parametrize("written", ["36501 days", "1201 months", "101 years", "99999 years"])
def test_nothing_is_kept_for_more_than_a_hundred_years(written: str) -> None:
    with pytest.raises(ValueError, match=rf"^“{written}” are more than a hundred years: write at most 100 years$"):
        age(written)
