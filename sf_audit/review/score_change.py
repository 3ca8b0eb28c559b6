"""Why the score is another one than that of the review before, cause by cause, so that the causes sum to the change.

Cause by cause, the rules of the earlier review become those of today, and after each the score is worked out as a
whole, rounding and cap included. What a cause did is the difference of two such scores, so nothing is left over, and a
cause that the cap hides has no points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sf_audit.model.changes import RuleChange, ScoreCause, ScoreChange, ScorePart
from sf_audit.model.review import Outcome, Status
from sf_audit.model.score import FORMULA
from sf_audit.review.history import Stored
from sf_audit.review.restated import restated
from sf_audit.review.score import ScoredRule, is_risk_accepted, scored_rule, scored_rules, total
from sf_audit.rulebook.rules.rule import Rule, keeps

_ADDED, _REMOVED, _TUNED = "added", "removed", "tuned"


def score_change(
    before: Stored | None,
    rules: Sequence[Rule],
    outcomes: Sequence[Outcome],
    points_before: Mapping[str, Fraction],
    changed: Sequence[RuleChange],
) -> ScoreChange | None:
    """From the score of that review to that of these outcomes; None where one has no score, or cannot be explained."""
    if before is None or before.score.overall is None:
        return None
    then, now = restated(before.outcomes.values(), before.score), scored_rules(outcomes, points_before)
    reached = total(now)
    if then is None or reached is None:
        return None
    today = {name: rule.id for rule in rules for name in rule.names}
    compared = _Compared(
        {name: replace(rule, rule=name) for rule in then if (name := today.get(rule.rule, rule.rule))},
        {today.get(name, name): outcome for name, outcome in before.outcomes.items()},
        {rule.rule: rule for rule in now},
        {outcome.rule: outcome for outcome in outcomes},
    )
    parts = tuple(_parts(before, compared, changed))
    return ScoreChange(before.period, before.score.formula, before.score.overall, reached, parts)


#: Rules by their ids today; None takes a rule out of the score.
Step = Mapping[str, ScoredRule | None]


@dataclass
class _Score:
    """The rules of the earlier review on their way to those of today, and the last score that they made."""

    rules: dict[str, ScoredRule]
    last: int
    parts: list[ScorePart] = field(default_factory=list)

    def change(self, cause: ScoreCause, step: Step) -> None:
        """Take what is in the step; nothing is said where it changes no rule."""
        moved = {name: rule for name, rule in step.items() if rule != self.rules.get(name)}
        kept = {name: rule for name, rule in self.rules.items() if name not in moved}
        self.rules = kept | {name: rule for name, rule in moved.items() if rule is not None}
        if moved:
            self.say(cause, len(moved))

    def say(self, cause: ScoreCause, rules: int) -> None:
        """What these rules did to the score. Rules of which none is evaluated make no score: the last one stands."""
        reached = total(self.rules.values())
        reached = self.last if reached is None else reached
        self.parts.append(ScorePart(cause, reached - self.last, rules))
        self.last = reached


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two reviews by the ids that rules have today; `then` is by today's formula."""

    then: Mapping[str, ScoredRule]
    judged_then: Mapping[str, Outcome]
    now: Mapping[str, ScoredRule]
    judged_now: Mapping[str, Outcome]

    def as_today(self, name: str) -> ScoredRule | None:
        """What was found then of a rule, with the severity and the shares that it has today."""
        old, now = self.judged_then[name], self.judged_now[name]
        asked = replace(
            old,
            severity=now.severity,
            at_least=now.at_least,
            poor=now.poor,
            scored_severity=now.scored_severity,
            scored_at_least=now.scored_at_least,
        )
        if old.is_judged:
            kept = keeps(asked.at_least, asked.checked, asked.broken)
            asked = replace(asked, status=Status.KEPT if kept else Status.BROKEN)
        then = self.then.get(name)
        found = scored_rule(asked, then.points if then else None)
        return replace(found, rule=name) if found else None

    def coverage(self, rules: Step) -> Step:
        """Rules that are evaluated, or counted at all, in one of the reviews alone."""
        names = self.now.keys() | rules.keys()
        return {name: self.now.get(name) for name in names if _known(rules.get(name)) != _known(self.now.get(name))}

    def risks(self, rules: Step) -> Step:
        """Rules whose risk is accepted in one of the reviews alone: they hold the cap, or do no longer."""
        then = {name for name, outcome in self.judged_then.items() if is_risk_accepted(outcome)}
        now = {name for name, outcome in self.judged_now.items() if is_risk_accepted(outcome)}
        both = self.judged_then.keys() & self.now.keys()
        return {
            name: replace(rule, caps=self.now[name].caps)
            for name, rule in rules.items()
            if rule and name in both and name in then ^ now
        }

    def fixed(self, rules: Step) -> Step:
        """Rules that have more points than they had, or hold the cap no longer."""
        both = ((name, rule, self.now[name]) for name, rule in rules.items() if rule and name in self.now)
        return {name: now for name, rule, now in both if now.points > rule.points or now.caps < rule.caps}


def _known(rule: ScoredRule | None) -> tuple[bool, bool]:
    return rule is not None, rule is not None and rule.evaluated


def _parts(before: Stored, compared: _Compared, changed: Sequence[RuleChange]) -> Sequence[ScorePart]:
    score = _Score(dict(compared.then), before.score.overall or 0)
    if before.score.formula != FORMULA:
        score.say(ScoreCause.FORMULA, len(compared.then))
    kinds: dict[str, set[str]] = {}
    for change in changed:
        kinds.setdefault(change.rule, set()).add(change.change)
    tuned = {name: is_now - {_ADDED, _REMOVED} for name, is_now in kinds.items()}
    score.change(ScoreCause.RULES_REMOVED, {name: None for name in kinds if _REMOVED in kinds[name]})
    score.change(ScoreCause.RULES_ADDED, {name: compared.now.get(name) for name in kinds if _ADDED in kinds[name]})
    score.change(
        ScoreCause.RULES_TUNED,
        {
            name: compared.as_today(name) if is_now == {_TUNED} else compared.now.get(name)
            for name, is_now in tuned.items()
            if is_now
        },
    )
    score.change(ScoreCause.COVERAGE, compared.coverage(score.rules))
    score.change(ScoreCause.RISK_ACCEPTED, compared.risks(score.rules))
    score.change(ScoreCause.FIXED, compared.fixed(score.rules))
    score.change(ScoreCause.NEW, compared.now)
    return score.parts
