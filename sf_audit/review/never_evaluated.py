"""What a score leaves out because people want it so, and nobody has ever looked: what it would be with that counted."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sf_audit.model.review import Outcome, Status
from sf_audit.review.score import falls_short, score
from sf_audit.review.trend import History


def left_out_notes(outcomes: Sequence[Outcome], before: History) -> tuple[str, ...]:
    """A line for the rules that are switched off or accepted as not checked, and that no review has evaluated.

    They are in no score: nobody knows whether they are kept. Whoever reads it has to know how low it may be.
    """
    rules = [
        outcome.rule
        for outcome in outcomes
        if outcome.status is Status.NOT_CHECKED
        and outcome.accepted_until is not None
        and not falls_short(outcome)
        and outcome.rule not in before.judged_before
    ]
    reached = score(outcomes, before.points_before).overall
    if not rules or reached is None:
        return ()
    nothing = dict.fromkeys(rules, Fraction(0))
    least = score(outcomes, {**before.points_before, **nothing}).overall
    one = len(rules) == 1
    never = f"{', '.join(rules)} {'was' if one else 'were'} never evaluated, because somebody decided so"
    would = f"would be {least} if {'it is not kept' if one else 'none of them is kept'}"
    return (f"{never}: the score of {reached} leaves {'it' if one else 'them'} out, and {would}.",)
