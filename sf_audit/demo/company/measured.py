"""What Northlight measured of its org on the days before: a month of daily samples, as files of its workspace.

Planted, each beside one like it that is as it should be:

- File storage grows by 0.12% a day and comes to 80% within weeks; data storage is past it, and grows slowly.
- API calls came near their limit on one day, and are far from it on all others.
- Nobody measured on two days: the machine was off.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sf_audit.demo.company.ids import record_id
from sf_audit.demo.company.neglect import LIMITS, NEAR

_DAYS = 31
_NOT_MEASURED = (9, 10)
_BUSY_DAY = 12

#: Its auditor user may not customize the application, and is shown no tokens but their own.
_TOKENS_UNREAD = {
    "reason": "rows_hidden",
    "detail": "without Customize Application, the org shows the auditor user only their own records of OauthToken",
    "unlocked_by": "Customize Application",
}

#: What each comes to a day more, in megabytes.
_GROWTH = {"FileStorageMB": 172, "DataStorageMB": 3}


def samples(today: date) -> Mapping[str, str]:
    """By path in the workspace, what stands in the file."""
    org = record_id("00D", 0)
    taken = {back: datetime.combine(today - timedelta(days=back), time(17), UTC) for back in range(_DAYS, 0, -1)}
    return {
        f"samples/{org}/{when:%Y%m%dT%H%M%SZ}.json": json.dumps(
            {"schema_version": 1, "sample": _sample(org, when, back)}
        )
        for back, when in taken.items()
        if back not in _NOT_MEASURED
    }


def _sample(org: str, when: datetime, back: int) -> Mapping[str, object]:
    limits = [
        {"name": name, "maximum": most, "remaining": most - _used(name, most, left, when, back)}
        for name, (most, left) in LIMITS.items()
    ]
    counts = {"failed_apex_jobs": 3 if back % 11 == 5 else 0, "permission_set_assignments": 137}
    counted = [{"question": question, "number": number} for question, number in counts.items()]
    not_read = [{"question": "oauth_tokens", "unread": _TOKENS_UNREAD}]
    return {"org_id": org, "taken": when.isoformat(), "limits": limits, "counts": counted, "not_read": not_read}


def _used(name: str, most: int, left: int, when: datetime, back: int) -> int:
    """What was used so many days ago. Files are added on most days, more on some; at weekends nobody calls."""
    used = most * NEAR[name] // 100 if name in NEAR else most - left
    if name in _GROWTH:
        return used - _GROWTH[name] * (back + (back * 37) % 9 - 4)
    if name == "DailyApiRequests" and back == _BUSY_DAY:
        return most * 83 // 100
    quiet = 40 if when.weekday() > 4 else 92 + (back * 13) % 9
    return used * quiet // 100
