"""The day that people in an org would have called a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def org_day(moment: datetime, zone: str) -> date:
    """The day in this time zone; that of UTC where the zone is not known on this machine."""
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(UTC).date()
