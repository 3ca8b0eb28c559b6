"""The day on which a review ended, as people in the org call it: not that of this machine, nor of the reader."""

from __future__ import annotations

from datetime import date, datetime

from sf_audit.model.review import OrgIdentity, Review
from sf_audit.model.time_zones import known_zone


def org_day(review: Review) -> date:
    """The day in the org's time zone; in that of the review's own times where nobody knows the org's."""
    return day_in(review.org, review.finished)


def day_in(org: OrgIdentity, moment: datetime) -> date:
    """The day that a moment belongs to in the org."""
    zone = known_zone(org.time_zone)
    return moment.astimezone(zone).date() if zone else moment.date()
