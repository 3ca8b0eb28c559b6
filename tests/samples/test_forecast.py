"""When a limit is reached: what a straight line, an odd day, an end of growth and too few days come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from sf_audit.model.limits import Reached
from sf_audit.samples.forecast import forecast

TODAY = date(2026, 12, 1)


def days(values: Sequence[int], step: int = 1) -> list[tuple[date, int]]:
    """One value each `step` days, the last of today."""
    return [
        (TODAY - timedelta(days=step * back), value)
        for back, value in zip(range(len(values))[::-1], values, strict=True)
    ]


def test_a_straight_line_ends_on_one_day() -> None:
    line = [500 + 10 * day for day in range(20)]

    found = forecast(days(line), 1000, TODAY, 690)

    assert found is not None
    assert found.per_day == 10
    assert found.reached == (
        Reached(80, date(2026, 12, 12), date(2026, 12, 12)),
        Reached(100, date(2027, 1, 1), date(2027, 1, 1)),
    )


def test_odd_days_move_the_interval_and_not_the_slope() -> None:
    line = [500 + 10 * day for day in range(20)]
    line[4], line[11] = 990, 0

    found = forecast(days(line), 1000, TODAY, 690)

    assert found is not None
    assert found.per_day == 10
    earliest, latest = found.reached[0].earliest, found.reached[0].latest
    assert earliest is not None
    assert latest is not None
    assert earliest <= date(2026, 12, 12) <= latest


@pytest.mark.parametrize("growth", [0, -10])
def test_what_does_not_grow_is_not_reached(growth: int) -> None:
    found = forecast(days([500 + growth * day for day in range(20)]), 1000, TODAY, 500)

    assert found is not None
    assert found.reached == (Reached(80), Reached(100))


def test_what_may_grow_has_no_latest_day() -> None:
    found = forecast(days([600 + (day % 5) * 9 + day for day in range(16)]), 1000, TODAY, 640)

    assert found is not None
    assert found.reached[0].earliest is not None
    assert found.reached[0].latest is None


def test_what_is_reached_has_no_day() -> None:
    found = forecast(days([700 + 5 * day for day in range(21)]), 1000, TODAY, 800)

    assert found is not None
    assert found.reached[0] == Reached(80, already=True)
    assert found.reached[1].earliest == date(2027, 1, 10)


def test_beyond_a_year_is_not_said() -> None:
    slow = forecast(days([500 + day for day in range(20)]), 1000, TODAY, 519)

    assert slow is not None
    assert slow.reached == (Reached(80, date(2027, 9, 8), date(2027, 9, 8)), Reached(100))


@pytest.mark.parametrize(
    ("points", "enough"),
    [
        (days([500] * 7, step=3), False),
        (days([500] * 8, step=1), False),
        (days([500] * 8, step=2), True),
        (days([500] * 14), False),
        (days([500] * 15), True),
        ([], False),
    ],
)
def test_eight_days_that_span_two_weeks_are_enough(points: list[tuple[date, int]], enough: bool) -> None:
    assert (forecast(points, 1000, TODAY, 500) is not None) is enough


def test_a_limit_of_nothing_has_no_forecast() -> None:
    assert forecast(days([0] * 20), 0, TODAY, 0) is None
