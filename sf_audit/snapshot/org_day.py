"""The day that people in an org would have called a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sf_audit.model.time_zones import known_zone


def org_day(moment: datetime, zone: str) -> date:
    """The day in this time zone; that of UTC where the zone is not known on this machine."""
    return moment.astimezone(known_zone(zone) or UTC).date()
