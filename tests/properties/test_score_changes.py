"""The causes of a change of the score sum to it, whatever changed in the org, in the rules and in what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.model.changes import ScoreCause
from sf_audit.model.review import Outcome, Point, ReviewStatus, Status
from sf_audit.model.score import FIRST_FORMULA, FORMULA
from sf_audit.review.history import Stored
from sf_audit.review.rule_changes import rule_changes
from sf_audit.review.rules_file import stored_rules
from sf_audit.review.score import score_of, scored_rules, with_points
from sf_audit.review.score_change import score_change
from sf_audit.rulebook.rules.rule import Rule, poor_of
from tests.properties.test_scores import evaluated
from tests.review.months import HIDDEN, rule

NAMES = st.sampled_from("abcdef")


@st.composite
def seen(draw: st.DrawFn, outcome: Outcome) -> Outcome:
    """The same, or without what the auditor user cannot see, what does not apply, or what people accept."""
    match draw(st.sampled_from(["as it is"] * 3 + ["hidden", "does not apply", "accepted", "in part"])):
        case "hidden":
            return replace(outcome, status=Status.NOT_CHECKED, checked=0, broken=0, failing=0)
        case "does not apply":
            return replace(outcome, status=Status.NOT_APPLICABLE, checked=0, broken=0, failing=0)
        case "accepted":
            failing = outcome.failing
            return replace(outcome, status=Status.KEPT, broken=0, waived=failing, risk_accepted=failing)
        case "in part":
            return replace(outcome, status=Status.NOT_CHECKED)
    return outcome


REVIEWED = st.dictionaries(NAMES, evaluated().flatmap(seen), min_size=1)
CARRIED = st.dictionaries(NAMES, st.integers(0, 6000).map(lambda hundredths: Fraction(hundredths, 100)))


def named(outcomes: dict[str, Outcome], poor: float | None) -> list[Outcome]:
    return [
        replace(outcome, rule=name, poor=poor_of(as_rule(name, outcome, poor))) for name, outcome in outcomes.items()
    ]


def as_rule(name: str, outcome: Outcome, poor: float | None = None) -> Rule:
    lower = poor if poor is not None and poor < outcome.at_least else None
    return rule(HIDDEN, name, severity=outcome.severity, at_least=outcome.at_least, poor=lower)


def stored(outcomes: Sequence[Outcome], carried: dict[str, Fraction], formula: int) -> Stored:
    """A review as it is read back."""
    before = carried if formula == FORMULA else {}
    found = score_of(scored_rules(outcomes, before, formula), formula)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    point = Point("2026-01", at, ReviewStatus.COMPLETE, found.overall, 1, 1, 0, 0, formula)
    kept = with_points(outcomes, before) if formula == FORMULA else outcomes
    return Stored(Path(), "2026-01", at, {}, point, {each.rule: each for each in kept}, {}, "", found, at.date())


@settings(max_examples=150)
@given(REVIEWED, REVIEWED, CARRIED, CARRIED, st.sampled_from([FIRST_FORMULA, FORMULA]), st.sampled_from([None, 0.3]))
def test_the_causes_sum_to_the_change(
    then: dict[str, Outcome],
    now: dict[str, Outcome],
    carried_then: dict[str, Fraction],
    carried_now: dict[str, Fraction],
    formula: int,
    poor: float | None,
) -> None:
    before, outcomes = stored(named(then, None), carried_then, formula), named(now, poor)
    rules = [as_rule(outcome.rule, outcome, poor) for outcome in outcomes]
    changed = rule_changes(before, rules, stored_rules(rules, ()))

    found = score_change(before, rules, outcomes, carried_now, changed)

    reached = score_of(scored_rules(outcomes, carried_now)).overall
    assert (found is None) is (before.score.overall is None or reached is None)
    if found is not None:
        assert (found.before, found.now) == (before.score.overall, reached)
        assert sum(part.points for part in found.parts) == found.now - found.before
        causes = [part.cause for part in found.parts]
        assert causes == [cause for cause in ScoreCause if cause in causes]
        assert (ScoreCause.FORMULA in causes) is (formula == FIRST_FORMULA)
        assert all(part.points >= 0 for part in found.parts if part.cause is ScoreCause.FIXED)
        assert all(part.points <= 0 for part in found.parts if part.cause is ScoreCause.NEW)


@settings(max_examples=50)
@given(REVIEWED, CARRIED)
def test_a_review_that_is_what_it_was_moved_by_nothing(then: dict[str, Outcome], carried: dict[str, Fraction]) -> None:
    outcomes = named(then, None)
    rules = [as_rule(outcome.rule, outcome) for outcome in outcomes]
    before = stored(outcomes, carried, FORMULA)

    found = score_change(before, rules, outcomes, carried, rule_changes(before, rules, stored_rules(rules, ())))

    assert found is None or (found.before, found.parts) == (found.now, ())
