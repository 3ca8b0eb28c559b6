"""Findings over the months of an org, and between two of its reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sf_audit.model.lifecycle import Cohort
from sf_audit.model.review import ReviewStatus
from sf_audit.model.score import FORMULA


class By(StrEnum):
    """What the lines of a trend are."""

    RULE = "rule"
    OBJECT = "object"
    OWNER = "owner"
    SEVERITY = "severity"


@dataclass(frozen=True, slots=True)
class Counts:
    """What one review made of findings.

    `open` are those that it found, and so the sum of `new`, `first_looked_at`, `returned` and `still_open`. Those that
    it did not evaluate are open or not, nobody knows.
    """

    open: int = 0
    new: int = 0
    first_looked_at: int = 0
    returned: int = 0
    still_open: int = 0
    fixed: int = 0
    not_evaluated: int = 0
    no_longer_asked: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One line in one month. Where not all of its rules were `evaluated`, what is open is at least so much."""

    counts: Counts
    evaluated: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The review that stands for a month; without status, time and score where there is none.

    `formula` is the version of the formula that the score is by: that of today wherever that can be known.
    """

    period: str
    status: ReviewStatus | None = None
    finished: datetime | None = None
    score: int | None = None
    formula: int = FORMULA


@dataclass(frozen=True, slots=True)
class TrendLine:
    """The findings of one rule, object, owner or severity. A cell is None where its month has no review."""

    name: str
    title: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """The findings of an org over its months, the oldest first. `damaged` names reviews that could not be read."""

    org_id: str
    org_name: str
    by: By
    months: tuple[Month, ...]
    total: TrendLine
    lines: tuple[TrendLine, ...]
    cohorts: tuple[Cohort, ...]
    damaged: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether each of its reviews could be read and is complete."""
        partial = any(month.status not in (None, ReviewStatus.COMPLETE) for month in self.months)
        return not partial and not self.damaged


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two reviews that are compared, by its place in the archive: `2026-10/2`.

    `formula` is the version of the formula that the score is by: that of today wherever that can be known.
    """

    place: str
    status: ReviewStatus
    finished: datetime
    score: int | None
    formula: int = FORMULA


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """What became of one rule's findings from the one review to the other."""

    rule: str
    title: str
    severity: str
    owner: str
    counts: Counts
    evaluated: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reviews of one org, the older one first. `damaged` names reviews that could not be read."""

    org_id: str
    org_name: str
    before: Side
    after: Side
    total: Counts
    rules: tuple[RuleDifference, ...]
    damaged: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether both are complete, and every finding of the older one could be looked at in the newer one."""
        sides = self.before.status, self.after.status
        whole = all(status is ReviewStatus.COMPLETE for status in sides)
        return whole and not self.total.not_evaluated and not self.damaged
