"""The day on which a review ended, as people in the org call it: not that of this machine, nor of the reader."""

from __future__ import annotations

from datetime import date

from sf_audit.model.review import Review
from sf_audit.model.time_zones import known_zone


def org_day(review: Review) -> date:
    """The day in the org's time zone; in that of the review's own times where nobody knows the org's."""
    zone = known_zone(review.org.time_zone)
    return review.finished.astimezone(zone).date() if zone else review.finished.date()
