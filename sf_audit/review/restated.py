"""A stored review under today's formula: scores by two versions of it are never taken for a change of the org."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from sf_audit.model.review import Outcome, Score
from sf_audit.model.score import FORMULA
from sf_audit.review.formulas import FORMULAS
from sf_audit.review.score import ScoredRule, score_of, scored_rules


def restated(outcomes: Collection[Outcome], published: Score) -> list[ScoredRule] | None:
    """The rules of a stored review as today's formula scores them; None where that cannot be known.

    It is known only where the outcomes make the score that the review published, by the formula of that time: a review
    may have counted what an earlier one had found, and not have said so.
    """
    if published.formula not in FORMULAS:
        return None
    same = published.formula == FORMULA
    carried = {
        outcome.rule: Fraction(str(outcome.points)) for outcome in outcomes if same and outcome.points is not None
    }
    then = scored_rules(outcomes, carried, published.formula)
    if score_of(then, published.formula) != published:
        return None
    return then if same else scored_rules(outcomes)
