"""When a limit that fills up is reached, from what was used day by day.

The slope is that of Theil and Sen: the median of the slopes between all pairs of days, which a few odd days do not
move. Its interval is that of Sen (1968), by the variance of Kendall's statistic, for 95% if days were independent; use
of one day rests on that of the day before, so the truth lies outside more often than that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from statistics import median

from sf_audit.model.limits import LEAST_DAYS, LEAST_SPAN, Forecast, Reached

#: Nobody plans by a forecast that reaches further, in days.
HORIZON = 365

MARKS = (80, 100)

_NORMAL_95 = 1.96


def forecast(points: Sequence[tuple[date, int]], maximum: int, today: date, used: int) -> Forecast | None:
    """The forecast of a limit of which so much was used on these days, oldest first; None where they are too few."""
    if maximum <= 0 or len(points) < LEAST_DAYS or (points[-1][0] - points[0][0]).days < LEAST_SPAN:
        return None
    days = [((day - today).days, float(value)) for day, value in points]
    low, middle, high = _slopes(days)
    reached = tuple(_reached(days, percent, maximum, today, used, (low, high)) for percent in MARKS)
    return Forecast(middle, reached)


def _slopes(days: Sequence[tuple[int, float]]) -> tuple[float, float, float]:
    """The slope and the two ends of its interval, in units a day."""
    slopes = sorted((right[1] - left[1]) / (right[0] - left[0]) for left, right in combinations(days, 2))
    count, pairs = len(days), len(slopes)
    spread = _NORMAL_95 * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    first, last = math.floor((pairs - spread) / 2), math.ceil((pairs + spread) / 2)
    return slopes[max(first, 0)], median(slopes), slopes[min(last, pairs - 1)]


def _reached(
    days: Sequence[tuple[int, float]],
    percent: int,
    maximum: int,
    today: date,
    used: int,
    interval: tuple[float, float],
) -> Reached:
    target = maximum * percent / 100
    if used >= target:
        return Reached(percent, already=True)
    latest, earliest = (_crossing(days, slope, target, today) for slope in interval)
    return Reached(percent, earliest, latest)


def _crossing(days: Sequence[tuple[int, float]], slope: float, target: float, today: date) -> date | None:
    """The day on which a line of this slope through the middle of all points is there; None if not within a year."""
    if slope <= 0:
        return None
    level = median(value - slope * day for day, value in days)
    ahead = math.ceil(max((target - level) / slope, 1))
    return today + timedelta(days=ahead) if ahead <= HORIZON else None
