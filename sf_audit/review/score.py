"""One number for the month, and never without its coverage.

Each rule has points, 0 to 100, by the published formula (`sf_audit.review.formulas`). A pillar is the mean of its
rules, weighted by severity (critical 10, high 5, medium 2, low 1); the overall score is the mean of the pillars' rules
by the same weights, rounded down. Rules that do not apply are in no mean, and neither are those that were not checked:
they show in the coverage.

Nobody raises a score by asking for less. A waived finding still counts as not kept, and a rule counts with the severity
and the share of its file where a workspace asks for less than that. A rule that was not kept when it was last evaluated
and is not checked today counts as it did then: who hides a finding, or switches its rule off, does not raise the score.
A rule that is not checked, because a part of it could not be seen, counts as not kept where what was seen of it does
not keep what its file asks.

While a critical rule is not kept, waived or not, no score that contains it exceeds 69: a clean list of contacts
does not make up for one rogue administrator. A critical rule that was not kept when it was last evaluated and
is not checked today holds the cap as well. Only a waiver that accepts the risk lifts it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from sf_audit.model.review import Coverage, Outcome, Pillar, Score, Severity, Status
from sf_audit.model.score import CAP, FORMULA, KEPT_POINTS, WEIGHTS
from sf_audit.review.formulas import asked, not_keeping, points
from sf_audit.rulebook.rules.rule import keeps

NOTHING: Mapping[str, Fraction] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ScoredRule:
    """What one rule brings into a score. Without one that is `evaluated` today there is no score."""

    rule: str
    pillar: Pillar
    weight: int
    points: Fraction
    caps: bool
    evaluated: bool = True


def score(outcomes: Iterable[Outcome], points_before: Mapping[str, Fraction] = NOTHING) -> Score:
    """The overall score and that of each pillar.

    `points_before` says of rules that were not kept when they were last evaluated what they had then.
    """
    return score_of(scored_rules(outcomes, points_before))


def scored_rules(
    outcomes: Iterable[Outcome], points_before: Mapping[str, Fraction] = NOTHING, formula: int = FORMULA
) -> list[ScoredRule]:
    """The rules that are in the score, those that count as they did before included."""
    found = (scored_rule(outcome, points_before.get(outcome.rule), formula) for outcome in outcomes)
    return [rule for rule in found if rule is not None]


def scored_rule(outcome: Outcome, points_before: Fraction | None, formula: int = FORMULA) -> ScoredRule | None:
    """What a rule brings into the score; None where it is in no mean."""
    weight = WEIGHTS[_severity(outcome)]
    if _is_scored(outcome):
        has, caps = points(outcome, formula), is_capping(outcome)
        return ScoredRule(outcome.rule, outcome.pillar, weight, has, caps, outcome.is_judged)
    if outcome.status is not Status.NOT_CHECKED or points_before is None:
        return None
    caps = _severity(outcome) is Severity.CRITICAL
    return ScoredRule(outcome.rule, outcome.pillar, weight, points_before, caps, evaluated=False)


def score_of(rules: Sequence[ScoredRule], formula: int = FORMULA) -> Score:
    """The score that these rules make."""
    pillars = {pillar.value: total([rule for rule in rules if rule.pillar is pillar]) for pillar in Pillar}
    overall = total(rules)
    return Score(overall, pillars, capped=overall is not None and is_capped(rules), formula=formula)


def total(rules: Collection[ScoredRule]) -> int | None:
    """The mean of the rules, rounded down, and never above the cap where one of them holds it."""
    reached = mean(rules)
    if reached is None:
        return None
    return min(int(reached), CAP) if is_capped(rules) else int(reached)


def mean(rules: Collection[ScoredRule]) -> Fraction | None:
    """The mean by the weights of their severities, without the cap; None where none was evaluated."""
    if not any(rule.evaluated for rule in rules):
        return None
    return Fraction(sum(rule.weight * rule.points for rule in rules)) / sum(rule.weight for rule in rules)


def is_capped(rules: Iterable[ScoredRule]) -> bool:
    """Whether one of the rules holds the score below the cap."""
    return any(rule.caps for rule in rules)


def with_points(outcomes: Iterable[Outcome], points_before: Mapping[str, Fraction]) -> tuple[Outcome, ...]:
    """The outcomes, each with what it counts with in the score."""
    scored = ((outcome, scored_rule(outcome, points_before.get(outcome.rule))) for outcome in outcomes)
    return tuple(replace(outcome, points=float(rule.points)) if rule else outcome for outcome, rule in scored)


def unproven(outcomes: Iterable[Outcome], points_before: Mapping[str, Fraction]) -> list[Outcome]:
    """Critical rules that were not kept when they were last evaluated, and of which nobody knows today."""
    return [
        outcome
        for outcome in outcomes
        if _severity(outcome) is Severity.CRITICAL
        and outcome.status is Status.NOT_CHECKED
        and not falls_short(outcome)
        and outcome.rule in points_before
    ]


def coverage(outcomes: Iterable[Outcome]) -> Coverage:
    """Of the rules that apply to this org, how many were checked."""
    applying = [outcome for outcome in outcomes if outcome.status is not Status.NOT_APPLICABLE]
    return Coverage(sum(outcome.status is not Status.NOT_CHECKED for outcome in applying), len(applying))


def falls_short(outcome: Outcome) -> bool:
    """Whether it is not known if a rule is kept, and what was seen does not keep its file's share, waivers aside."""
    failing = not_keeping(outcome)
    if outcome.status is not Status.NOT_CHECKED or not failing:
        return False
    return not keeps(asked(outcome), outcome.checked, failing)


def is_capping(outcome: Outcome) -> bool:
    """Whether a critical rule is not kept, waivers that do not accept the risk left aside."""
    if _severity(outcome) is not Severity.CRITICAL or not _is_scored(outcome):
        return False
    open_risk = not_keeping(outcome) - outcome.risk_accepted
    return outcome.status is Status.BROKEN or not keeps(asked(outcome), outcome.checked, open_risk)


def is_risk_accepted(outcome: Outcome) -> bool:
    """Whether a critical rule is not kept and does not cap the score, because waivers accept the risk."""
    accepted = replace(outcome, risk_accepted=0)
    return is_capping(accepted) and not is_capping(outcome)


def is_not_kept(outcome: Outcome) -> bool:
    """Whether an evaluated rule is broken, or would be without waivers and with what its file asks."""
    return outcome.status is Status.BROKEN or (outcome.status is Status.KEPT and points(outcome) < KEPT_POINTS)


def _is_scored(outcome: Outcome) -> bool:
    """Whether what was seen today says what a rule has."""
    return outcome.is_judged or falls_short(outcome)


def _severity(outcome: Outcome) -> Severity:
    return outcome.scored_severity or outcome.severity
