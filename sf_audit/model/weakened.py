"""What people took off the standards: on page one of every review for as long as it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Weakening(StrEnum):
    """In which way a standard was weakened."""

    WAIVER = "waiver"
    ACCEPTED_RISK = "accepted_risk"
    EXEMPTION = "exemption"
    SWITCHED_OFF = "switched_off"
    BLIND_SPOT = "blind_spot"
    SEVERITY = "severity"
    AT_LEAST = "at_least"
    DUE_DAYS = "due_days"
    BURN_DOWN = "burn_down"


@dataclass(frozen=True, slots=True)
class Weakened:
    """One weakening that holds today. `rule` is empty where it is about all rules.

    `ids` is the number of subjects that waivers cover; several waivers that differ in their subject alone are one line,
    and so are all records that a field of the org exempts, until the last of its days.
    `days` is how long it lasts: from `written`, or from the day of the review where nobody wrote when.
    """

    kind: Weakening
    rule: str
    title: str
    detail: str
    ids: int
    reason: str
    approver: str
    until: date
    days: int
    written: date | None = None
