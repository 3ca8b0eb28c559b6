"""How the findings of each rule moved since the reviews before, and how much a review saw of each rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sf_audit.model.review import Change, Outcome, Status
from sf_audit.review.lifecycle.ledger import Movement
from sf_audit.review.lifecycle.stages import Evaluation, Stage
from sf_audit.review.trend import History


def evaluations(outcomes: Iterable[Outcome]) -> dict[str, Evaluation]:
    """By rule, how much was seen of it."""
    return {outcome.rule: _evaluation(outcome) for outcome in outcomes}


def changes(before: History, movements: Iterable[Movement], outcomes: Sequence[Outcome]) -> tuple[Change, ...]:
    """Per rule that has a history, how its findings moved."""
    by_rule: defaultdict[str, Counter[Stage]] = defaultdict(Counter)
    for movement in movements:
        by_rule[movement.rule][movement.stage] += movement.findings
    changed = [_change(each.rule, each.title, by_rule) for each in outcomes if each.rule in before.judged_before]
    gone = [_change(rule, title, by_rule) for rule, title in before.removed.items()]
    return tuple(change for change in (*changed, *gone) if _says_something(change))


def _change(rule: str, title: str, by_rule: Mapping[str, Counter[Stage]]) -> Change:
    counts = by_rule.get(rule, Counter())
    return Change(
        rule,
        title,
        new=counts[Stage.NEW],
        fixed=counts[Stage.FIXED],
        still_open=counts[Stage.STILL_OPEN],
        not_evaluated=counts[Stage.NOT_EVALUATED],
        no_longer_asked=counts[Stage.NO_LONGER_ASKED],
        returned=counts[Stage.RETURNED],
    )


def _evaluation(outcome: Outcome) -> Evaluation:
    if outcome.status is Status.NOT_CHECKED:
        return Evaluation.UNSEEN
    return Evaluation.PART if outcome.reason else Evaluation.WHOLE


def _says_something(change: Change) -> bool:
    numbers = change.new, change.fixed, change.still_open, change.not_evaluated, change.no_longer_asked, change.returned
    return any(numbers)
