"""Of the findings that came in a month, how many are there one, two and three reviews later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sf_audit.model.lifecycle import Cohort, Survivors
from sf_audit.review.lifecycle.fold import Flags, Lives
from sf_audit.review.lifecycle.looks import Look
from sf_audit.review.lifecycle.presence import Integers
from sf_audit.review.lifecycle.stages import Stage, State

#: Reviews after the one of the month, and the months that are looked at: a year.
LATER, MONTHS = 3, 12


@dataclass(frozen=True, slots=True)
class Remaining:
    """What one review leaves, by the month in which findings came. Those not evaluated are apart from the open ones.

    `stock` are those of both that are in the baseline.
    """

    period: str
    open: Mapping[str, int]
    not_evaluated: Mapping[str, int] = field(default_factory=dict)
    stock: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, number: int, known: Lives, findings: Integers, looks: Sequence[Look]) -> Remaining:
        """What the review at this place leaves."""
        there = known.state == State.OPEN
        unseen = there & (known.stage == Stage.NOT_EVALUATED)
        parts = there & ~unseen, unseen, there & known.in_baseline
        return cls(looks[number].period, *(_by_month(part, known, findings, looks) for part in parts))


def cohorts(columns: Iterable[Remaining]) -> tuple[Cohort, ...]:
    """The cohorts of the newest months, the oldest of them first. `columns` are in the order of the months."""
    remaining = list({column.period: column for column in columns}.values())
    periods = sorted({period for column in remaining for period in (*column.open, *column.not_evaluated)})
    later = {period: [column for column in remaining if column.period >= period] for period in periods}
    return tuple(_cohort(period, columns) for period, columns in later.items() if columns)[-MONTHS:]


def _cohort(period: str, columns: Sequence[Remaining]) -> Cohort:
    first, *later = columns
    return Cohort(
        period,
        came=first.open.get(period, 0) + first.not_evaluated.get(period, 0),
        stock=first.stock.get(period, 0),
        after=tuple(
            Survivors(column.period, column.open.get(period, 0), column.not_evaluated.get(period, 0))
            for column in later[:LATER]
        ),
    )


def _by_month(part: Flags, known: Lives, findings: Integers, looks: Sequence[Look]) -> dict[str, int]:
    numbers = np.bincount(known.since[part], weights=findings[part], minlength=len(looks))
    found: Counter[str] = Counter()
    for look, number in zip(looks, numbers, strict=True):
        found[look.period] += int(number)
    return {period: number for period, number in found.items() if number}
