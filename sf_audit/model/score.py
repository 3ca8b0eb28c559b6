"""The score of a review, and the numbers of the published formula that it is worked out by.

A change of one of these numbers, or of how `sf_audit.review.formulas` uses them, is a new version of the formula:
scores of two versions never stand on one line of a trend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from sf_audit.model.severity import Severity

#: The version of the formula.
FORMULA = 2

#: The version of reviews that do not say by which one they were scored.
FIRST_FORMULA = 1

#: How much a rule counts in the mean, by its severity.
WEIGHTS: Mapping[Severity, int] = MappingProxyType(
    {Severity.CRITICAL: 10, Severity.HIGH: 5, Severity.MEDIUM: 2, Severity.LOW: 1}
)

#: The points of a rule that is kept, and the most that a broken one has.
KEPT_POINTS = 100
MOST_WHEN_BROKEN = 60

#: The highest score while a critical rule is not kept, or was not and nobody looked again.
CAP = 69

#: So far below the share that it asks for, a broken rule has no points, unless its file says `poor`.
POOR_BELOW = Decimal("0.20")


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100, over the rules that were checked; None where none was. Never shown without Coverage.

    `formula` is the version of the formula that it was worked out by.
    """

    overall: int | None
    pillars: Mapping[str, int | None]
    capped: bool = False
    formula: int = FIRST_FORMULA


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the rules that apply were checked."""

    checked: int
    total: int


def poor_by_default(at_least: float) -> float:
    """The share of subjects at which a broken rule has no points, where its file does not say."""
    return float(max(Decimal(str(at_least)) - POOR_BELOW, Decimal(0)))
