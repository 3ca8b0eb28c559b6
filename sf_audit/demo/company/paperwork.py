"""What the people of Northlight wrote down for their auditor: who they are, who answers for what, requests, decisions.

Planted, each beside one like it that is as it should be:

- REQ-14 is in review for nine business days, where five are agreed; REQ-15 for three.
- REQ-11 came back with concerns twice; REQ-12 once.
- REQ-7 is deployed with one signature and without an SLA; REQ-5 is live with all that was agreed.
- DEC-3 should have brought a field that the org does not have; DEC-2 brought its field.
- Nobody looked at who answers for performance for more than a quarter.

Days count back from `today` by days of work, Monday to Friday, and so does the review: the company has no calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sf_audit.demo.company.tables import text

_FRIDAY = 4


def paperwork(today: date) -> Mapping[str, str]:
    """By path in the workspace, what stands in the file."""
    files = ("sf-audit.yaml", "registers/raci.csv", "registers/requests.yaml", "registers/decisions.yaml")
    return {file: _dated(text(f"paperwork/{file.rpartition('/')[2]}"), today) for file in files}


def _dated(written: str, today: date) -> str:
    """The text with a day in place of each `<9>`, so many days of work ago; `<-9>` is still to come."""
    before, *rest = written.split("<")
    parts = (part.partition(">") for part in rest)
    return before + "".join(f"{_back(today, int(number))}{after}" for number, _, after in parts)


def _back(today: date, days: int) -> date:
    """The day of work after which so many more have passed until today, today included where it is one."""
    day, step = today, timedelta(days=-1 if days > 0 else 1)
    left = abs(days)
    while left or day.weekday() > _FRIDAY:
        left -= left > 0 and day.weekday() <= _FRIDAY
        day += step
    return day
