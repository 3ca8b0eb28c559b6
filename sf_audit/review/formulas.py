"""How many points one rule has, by each version of the published formula: exact, so that anybody can work them out.

Version 2, today's: a rule that is kept has 100. A broken one has 60 at most, less the further the share that keeps it
is below the share that it asks for, and none at `poor`, which is 20 points below what it asks unless its file says
otherwise. Points are rounded down to hundredths.

Version 1: a broken rule had the share that keeps it, divided by the share that it asks for. Stored reviews were scored
by it, and are scored again by today's where all that they counted is stored: see `sf_audit.review.restated`.

Whatever the version, points go by the file of a rule and by what failed: see `sf_audit.review.score`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from sf_audit.model.review import Outcome, Status
from sf_audit.model.score import FIRST_FORMULA, FORMULA, KEPT_POINTS, MOST_WHEN_BROKEN, poor_by_default
from sf_audit.rulebook.rules.rule import keeps

_ALL = Fraction(KEPT_POINTS)


def points(outcome: Outcome, formula: int = FORMULA) -> Fraction:
    """What a rule has by what was seen, 0 to 100, as if nothing of it were waived or overridden downwards."""
    if outcome.status is Status.KEPT and keeps(asked(outcome), outcome.checked, not_keeping(outcome)):
        return _ALL
    return FORMULAS[formula](outcome)


def asked(outcome: Outcome) -> float:
    """The share that counts: that of the rule's file, where this workspace asks for less."""
    return outcome.at_least if outcome.scored_at_least is None else outcome.scored_at_least


def not_keeping(outcome: Outcome) -> int:
    """How many subjects do not keep the rule, waived ones included."""
    return max(outcome.failing, outcome.broken)


def _share_kept(outcome: Outcome) -> Fraction:
    if not outcome.checked:
        return Fraction(0)
    return 1 - Fraction(min(not_keeping(outcome), outcome.checked), outcome.checked)


def _share_of_what_is_asked(outcome: Outcome) -> Fraction:
    at_least = _exactly(asked(outcome))
    return _ALL * min(Fraction(1), _share_kept(outcome) / at_least) if at_least else Fraction(0)


def _above_poor(outcome: Outcome) -> Fraction:
    at_least = asked(outcome)
    poor = _exactly(poor_by_default(at_least) if outcome.poor is None else outcome.poor)
    whole_way = _exactly(at_least) - poor
    if whole_way <= 0:
        return Fraction(0)
    way = min(max((_share_kept(outcome) - poor) / whole_way, Fraction(0)), Fraction(1))
    return Fraction(int(MOST_WHEN_BROKEN * way * 100), 100)


def _exactly(share: float) -> Fraction:
    """A share as people wrote it: 0.95 is 19/20."""
    return Fraction(str(share))


#: What a broken rule has, by the version of the formula.
FORMULAS: Mapping[int, Callable[[Outcome], Fraction]] = MappingProxyType(
    {FIRST_FORMULA: _share_of_what_is_asked, FORMULA: _above_poor}
)
