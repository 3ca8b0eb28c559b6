"""The old stock, which the first review of each rule found: how much of it is left, and how much may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil

from sf_audit.model.lifecycle import BurnDown
from sf_audit.model.severity import Severity
from sf_audit.review.lifecycle.ledger import Movement
from sf_audit.review.lifecycle.stages import Stage, State
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.due_later import BurnDownPlan


def burn_down(
    movements: Iterable[Movement],
    rules: Sequence[Rule],
    first_looked: Mapping[str, date],
    plan: BurnDownPlan | None,
    today: date,
) -> BurnDown | None:
    """The baseline of all rules that are not critical; None where it is empty.

    What no rule asks for any more is not a part of it: nobody mended that, and it is no progress.
    """
    slow = {rule.id for rule in rules if rule.severity is not Severity.CRITICAL}
    old = [movement for movement in movements if movement.baseline and movement.rule in slow and _is_asked(movement)]
    by_rule: Counter[str] = Counter()
    for movement in old:
        by_rule[movement.rule] += movement.findings
    if not by_rule:
        return None
    began = {rule: first_looked.get(rule, today) for rule in by_rule}
    return BurnDown(
        began=min(began.values()),
        baseline=by_rule.total(),
        open=_left(old, Stage.NEW, Stage.STILL_OPEN),
        not_evaluated=_left(old, Stage.NOT_EVALUATED),
        until=plan.until if plan else None,
        planned=_planned(by_rule, began, plan.until, today) if plan else None,
    )


def _planned(by_rule: Mapping[str, int], began: Mapping[str, date], until: date, today: date) -> int:
    """How many may be left today: those of each rule become fewer by the same number every day until the last."""
    return ceil(sum(findings * _share_left(began[rule], until, today) for rule, findings in by_rule.items()))


def _share_left(began: date, until: date, today: date) -> Fraction:
    days, left = (until - began).days, (until - today).days
    return Fraction(min(max(left, 0), days), days) if days > 0 else Fraction(0)


def _left(old: Iterable[Movement], *stages: Stage) -> int:
    return sum(movement.findings for movement in old if movement.in_baseline and movement.stage in stages)


def _is_asked(movement: Movement) -> bool:
    return movement.stage is not Stage.NO_LONGER_ASKED and (
        movement.was is not State.UNASKED or movement.stage is not Stage.NOTHING
    )
