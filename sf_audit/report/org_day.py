"""The day on which a review ended, as people in the org call it: not that of this machine, nor of the reader."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sf_audit.model.review import Review


def org_day(review: Review) -> date:
    """The day in the org's time zone; in that of the review's own times where nobody knows the org's."""
    try:
        return review.finished.astimezone(ZoneInfo(review.org.time_zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return review.finished.date()
