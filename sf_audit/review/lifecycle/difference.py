"""What became of findings from one stored review to another one, whatever lies between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.model.trend import By, Counts, Difference, RuleDifference, Side
from sf_audit.review.history import Stored
from sf_audit.review.lifecycle.compared import Then, compared
from sf_audit.review.lifecycle.counting import grouped
from sf_audit.review.lifecycle.fold import Lives, RuleEvaluations, lives
from sf_audit.review.lifecycle.looks import Look
from sf_audit.review.lifecycle.presence import Patterns, Presence
from sf_audit.review.lifecycle.stored_org import StoredOrg, place


def chosen(org: StoredOrg, before: str, after: str) -> tuple[Stored, Stored]:
    """The two reviews that are meant: by default the newest month, and the one before the other review."""
    newer = org.review(after) if after else _last(org.months())
    older = org.review(before) if before else _last([each for each in org.months() if each.started < newer.started])
    if older.started >= newer.started:
        says = f"{place(older.folder)} is not older than {place(newer.folder)}"
        raise UsageProblem(says, hint="Name the older review first.")
    return older, newer


def difference(org: StoredOrg, older: Stored, newer: Stored) -> Difference:
    """What the newer review made of what was known after the older one."""
    with org.remembered((older, newer)) as presence:
        looks, patterns = presence.looks, presence.patterns()
        begin, end = (_number(looks, review) for review in (older, newer))
        stages = _stages(patterns, presence, begin, end)
        groups, everything = (grouped(patterns, looks, presence.rules, by) for by in (By.RULE, None))
    counted = groups.count(stages, patterns.findings)
    rules = [
        _rule(name, counts, groups.evaluated(group, looks[end], presence.rules), looks)
        for group, (name, counts) in enumerate(zip(groups.names, counted, strict=True))
        if counts != Counts()
    ]
    return Difference(
        org_id=org.id,
        org_name=org.name,
        before=_side(looks[begin]),
        after=_side(looks[end]),
        total=everything.count(stages, patterns.findings)[0],
        rules=tuple(rules),
        damaged=org.damaged,
    )


def _stages(patterns: Patterns, presence: Presence, begin: int, end: int) -> npt.NDArray[np.int8]:
    known, then = Lives.begin(len(patterns.rule)), Then.begin(len(patterns.rule))
    seen = RuleEvaluations.of(presence.looks, presence.rules).seen
    for number, known in lives(patterns, presence.looks, presence.rules):
        if number == begin:
            then = Then(known.state.copy(), number, seen[number][patterns.rule])
        if number == end:
            break
    return compared(then, known)


def _number(looks: Sequence[Look], review: Stored) -> int:
    found = [number for number, look in enumerate(looks) if look.folder == review.folder]
    if not found:
        raise IntegrityBroken(f"the findings of {place(review.folder)} cannot be read", hint="Restore the review.")
    return found[0]


def _last(reviews: Sequence[Stored]) -> Stored:
    if not reviews:
        raise UsageProblem("there are no two months to compare", hint="Review the org again next month.")
    return reviews[-1]


def _side(look: Look) -> Side:
    return Side(place(look.folder), look.status, look.finished, look.score, look.formula)


def _rule(rule: str, counts: Counts, evaluated: bool, looks: Sequence[Look]) -> RuleDifference:
    outcomes = (each.outcome for look in reversed(looks) for each in look.rules.values())
    outcome = next(outcome for outcome in outcomes if outcome.rule == rule)
    return RuleDifference(rule, outcome.title, outcome.severity.value, outcome.owner, counts, evaluated)
