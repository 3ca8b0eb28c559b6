"""The limits of the org in October: some measured each day, one read for the first time, one that nobody may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sf_audit.model.limits import Forecast, Limits, LimitUse, Peak, Reached

_SINCE = date(2026, 10, 12)

OCTOBER_LIMITS = Limits(
    limits=(
        LimitUse(
            "DataStorageMB",
            780,
            1000,
            fills_up=True,
            since=_SINCE,
            curve=(
                590,
                600,
                610,
                620,
                None,
                None,
                650,
                660,
                671,
                679,
                690,
                700,
                710,
                721,
                730,
                741,
                750,
                760,
                770,
                780,
            ),
            forecast=Forecast(
                10.0,
                (
                    Reached(80, date(2026, 11, 2), date(2026, 11, 4)),
                    Reached(100, date(2026, 11, 22), None),
                ),
            ),
        ),
        LimitUse(
            "DailyApiRequests",
            23_400,
            125_000,
            fills_up=False,
            since=date(2026, 10, 29),
            curve=(101_250, 99_000, 23_400),
            peak=Peak(101_250, date(2026, 10, 29), 1),
        ),
        LimitUse(
            "FileStorageMB", 1_010, 1_000, fills_up=True, since=date(2026, 10, 28), curve=(1_000, 1_000, 1_005, 1_010)
        ),
        LimitUse("HourlyODataCallout", 12_000, 20_000, fills_up=False, since=date(2026, 10, 31), curve=(12_000,)),
        LimitUse("HourlyAsyncReportRuns", 12, 1_200, fills_up=False, since=date(2026, 10, 31), curve=(12,)),
    ),
    not_read=(
        "The org did not report the limit PermissionSets. What would change that: View Setup and Configuration.",
    ),
    samples=19,
    newest=date(2026, 10, 30),
    notes=("20261015T170000Z.json is damaged, or no sample of this org",),
)


def spoiled_limits(text: str) -> Limits:
    """The same with a text wherever an org or a file can put one."""
    limits = tuple(replace(use, name=text) for use in OCTOBER_LIMITS.limits)
    return replace(OCTOBER_LIMITS, limits=limits, not_read=(text,), notes=(text,))
