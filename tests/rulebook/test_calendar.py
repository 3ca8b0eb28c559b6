"""Business days of a workspace: public holidays, own free days, the working week; and what is wrong with a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.review.business_days import BusinessDays
from sf_audit.rulebook.workspace.config import Config, load_config


def calendar(folder: Path, text: str) -> Config:
    (folder / "sf-audit.yaml").write_text(text, encoding="utf-8")
    return load_config(folder)


@pytest.mark.parametrize(
    ("text", "start", "days", "end"),
    [
        ("sla: {}\n", date(2026, 12, 23), 3, date(2026, 12, 28)),
        ("holidays: [2026-12-25]\n", date(2026, 12, 23), 3, date(2026, 12, 29)),
        ("calendar: {country: DE}\n", date(2026, 12, 23), 2, date(2026, 12, 28)),
        ("calendar: {country: de, free_days: [2026-12-24]}\n", date(2026, 12, 23), 1, date(2026, 12, 28)),
        # Epiphany is a holiday in Bavaria, and none in Berlin.
        ("calendar: {country: DE, subdivision: BY}\n", date(2026, 1, 5), 1, date(2026, 1, 7)),
        ("calendar: {country: DE, subdivision: BE}\n", date(2026, 1, 5), 1, date(2026, 1, 6)),
        # The Fourth of July 2026 is a Saturday, and observed on the Friday before; New Year of 2022 in the year before.
        ("calendar: {country: US}\n", date(2026, 7, 2), 1, date(2026, 7, 6)),
        ("calendar: {country: US}\n", date(2021, 12, 30), 1, date(2022, 1, 3)),
        ("calendar: {working_week: [sun, mon, tue, Wednesday, thu]}\n", date(2026, 11, 26), 1, date(2026, 11, 29)),
        ("calendar: {country: IL, working_week: [mon]}\n", date(2026, 11, 24), 2, date(2026, 12, 7)),
        # Friday and Saturday are the weekend of Israel.
        ("calendar: {country: IL}\n", date(2026, 11, 26), 1, date(2026, 11, 29)),
        # A leap day is a day, and the night without an hour or with one more is none.
        ("sla: {}\n", date(2024, 2, 28), 2, date(2024, 3, 1)),
        ("sla: {}\n", date(2026, 3, 27), 1, date(2026, 3, 30)),
    ],
)
def test_days_are_counted_as_the_calendar_says(tmp_path: Path, text: str, start: date, days: int, end: date) -> None:
    counted = BusinessDays.of(calendar(tmp_path, text))
    assert counted.after(start, days) == end
    assert counted.between(start, end) == days


def test_between_undoes_after_for_every_day_of_a_leap_year(tmp_path: Path) -> None:
    counted = BusinessDays.of(calendar(tmp_path, "calendar: {country: IE}\n"))
    for number in range(366):
        start = date(2024, 1, 1) + timedelta(number)
        assert [counted.between(start, counted.after(start, days)) for days in (0, 1, 7)] == [0, 1, 7]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "calendar: {country: Germany}\n",
            "sf-audit.yaml:1: calendar.country: the public holidays of “Germany” are not known: did you mean DE?",
        ),
        ("calendar: {country: XQ}\n", "write a code of two letters (ISO 3166-1), as DE"),
        (
            "calendar: {country: DE, subdivision: BAY}\n",
            "calendar.subdivision: DE has no part “BAY” with holidays of its own",
        ),
        ("calendar: {subdivision: BY}\n", "calendar.subdivision: names a part of a country: write the country as well"),
        (
            "calendar: {working_week: [mon, thuesday]}\n",
            "calendar.working_week.1: “thuesday” is no day of the week: did you mean",
        ),
        ("calendar: {working_week: []}\n", "calendar.working_week: write at least one"),
        (
            "calendar: {free_days: [24.12.2026]}\n",
            "calendar.free_days.0: “24.12.2026” is no date here: write 2026-12-24",
        ),
        ("calendar: {holidays: [2026-12-24]}\n", "calendar.holidays: there is no such key"),
        ("request_days: {review: five}\n", "request_days.review: write a number of business days, 0 to 1000"),
    ],
)
def test_a_wrong_calendar_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        calendar(tmp_path, text)
    assert says in str(caught.value)
