"""What was taken off the standards says when it ends soon, counted in days of the org."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sf_audit.report.org_day import org_day
from sf_audit.report.standards_lines import weakened_lines, weakened_words
from tests.report.october_review import october

#: The review ended at 05:14 UTC on the second, when it was still the first in Los Angeles.
ENDED = datetime(2026, 11, 2, 5, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "until", "says"),
    [
        ("UTC", date(2026, 12, 2), "2 Dec 2026, ends in 30 days"),
        ("UTC", date(2026, 12, 3), "3 Dec 2026"),
        ("UTC", date(2026, 11, 3), "3 Nov 2026, ends in 1 day"),
        ("UTC", date(2026, 11, 2), "2 Nov 2026, ends today"),
        ("America/Los_Angeles", date(2026, 11, 2), "2 Nov 2026, ends in 1 day"),
        ("America/Los_Angeles", date(2026, 12, 2), "2 Dec 2026"),
        ("Nowhere/At_All", date(2026, 11, 2), "2 Nov 2026, ends today"),
    ],
)
def test_a_waiver_says_when_it_ends_soon(zone: str, until: date, says: str) -> None:
    review = october()
    waiver = replace(review.weakened[0], until=until, days=60)
    shown = replace(review, finished=ENDED, org=replace(review.org, time_zone=zone), weakened=(waiver,))
    assert weakened_lines(shown)[0].until == says
    assert weakened_words(shown).endswith("; 1 of these ends within 30 days.") == ("ends" in says)
    assert org_day(shown).day == (1 if zone == "America/Los_Angeles" else 2)
