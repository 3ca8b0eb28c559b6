"""What became of findings over all reviews: who stays how long, and how old stock shrinks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Survivors:
    """Findings of a cohort in a later review: those that are open, and those of rules that it did not evaluate.

    Those that were not evaluated are closed by nobody: between `open` and the sum of both there still are.
    """

    period: str
    open: int
    not_evaluated: int = 0


@dataclass(frozen=True, slots=True)
class Cohort:
    """Findings that came in one month, and how many of them are there after one, two and three further reviews.

    `stock` counts those of them that are in the baseline: nobody knows how new they are. A finding that was fixed and
    returned came in the month in which it returned.
    """

    period: str
    came: int
    stock: int
    after: tuple[Survivors, ...]


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The old stock: what the first review of each rule found, and what of it is left. It can only shrink.

    `planned` is how many may be left by now, by a straight line to none on the day `until`; None where people agreed on
    no such day. Those that were `not_evaluated` are not among the `open` ones.
    """

    began: date
    baseline: int
    open: int
    not_evaluated: int
    until: date | None = None
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class Age:
    """How old the open findings are that nobody waived: half of them at most `median` days, the oldest `oldest`."""

    findings: int
    median: int
    oldest: int


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What a review says of the life of its findings. `cohorts` begin with the oldest month; no `age` without any."""

    returned: int
    cohorts: tuple[Cohort, ...] = ()
    burn_down: BurnDown | None = None
    age: Age | None = None
