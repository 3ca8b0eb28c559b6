"""The org's limits in a review: how much of each is used, how that went day by day, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: Days that a forecast needs, and how far the last of them is from the first: fewer tell nothing of a trend.
LEAST_DAYS, LEAST_SPAN = 8, 14

#: From this part of a limit on it is near its end.
NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Reached:
    """When so many percent of a limit are used, as far as the days before tell.

    `earliest` is None where that is not within a year, and `latest` where it may not be. `already` is now.
    """

    percent: int
    earliest: date | None = None
    latest: date | None = None
    already: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """What becomes of a limit that fills up: its growth a day, in its unit, and two marks that it comes to."""

    per_day: float
    reached: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Peak:
    """The most that was used on any day of the curve, and on how many days it was 80% or more."""

    used: int
    on: date
    days_near: int


@dataclass(frozen=True, slots=True)
class LimitUse:
    """One limit. `used` and `maximum` are in its unit, as the org reported them when it was read.

    `curve` has the most that was used on each day from `since` on, None for a day without a sample; it ends on the day
    of the review. `measured` counts the days that have one. A limit that `fills_up` has a forecast, where there are
    enough of them; another begins again, each day or so, and has a peak.
    """

    name: str
    used: int
    maximum: int
    fills_up: bool
    since: date
    curve: tuple[int | None, ...] = ()
    forecast: Forecast | None = None
    peak: Peak | None = None

    @property
    def share(self) -> float:
        """The part that is used: 1 is all of it, and more is possible."""
        return self.used / self.maximum if self.maximum else 0.0

    @property
    def measured(self) -> int:
        """Days that have a measurement, that of the review included."""
        return sum(used is not None for used in self.curve)


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits that the org reported, and why others are not here: those were not checked.

    `samples` is how many of them lie behind the curves, and `newest` when the last was taken.
    """

    limits: tuple[LimitUse, ...] = ()
    not_read: tuple[str, ...] = ()
    samples: int = 0
    newest: date | None = None
    notes: tuple[str, ...] = ()
