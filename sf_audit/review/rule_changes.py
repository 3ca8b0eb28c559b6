"""Which rules are not what they were, so that a score that moved with them is not taken for an org that did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sf_audit.model.changes import LikeForLike, RuleChange
from sf_audit.model.review import Outcome
from sf_audit.model.score import poor_by_default
from sf_audit.review.formulas import asked
from sf_audit.review.history import Stored
from sf_audit.review.rules_file import StoredRule
from sf_audit.review.score import mean, scored_rules
from sf_audit.rulebook.rules.rule import Rule, poor_of
from sf_audit.rulebook.rules.rule_text import check_of
from sf_audit.rulebook.settings.settings import percent


def rule_changes(
    before: Stored | None, rules: Sequence[Rule], today: Mapping[str, StoredRule]
) -> tuple[RuleChange, ...]:
    """What is different in the rules since that review. `today` is what they ask now."""
    if before is None:
        return ()
    return tuple(_changes(before, rules, today))


def like_for_like(
    before: Stored | None, rules: Sequence[Rule], outcomes: Sequence[Outcome], changed: Sequence[RuleChange]
) -> LikeForLike | None:
    """The scores of those rules that are the same in both reviews, where some others are not."""
    if before is None or not changed:
        return None
    other = {change.rule for change in changed}
    then = {rule.id: outcome for rule in rules if rule.id not in other and (outcome := _then(before, rule))}
    both = [
        (then[now.rule], now) for now in outcomes if now.rule in then and now.is_judged and then[now.rule].is_judged
    ]
    was, is_now = mean(scored_rules(old for old, _ in both)), mean(scored_rules(now for _, now in both))
    return None if was is None or is_now is None else LikeForLike(len(both), int(was), int(is_now))


def _changes(before: Stored, rules: Sequence[Rule], today: Mapping[str, StoredRule]) -> Iterator[RuleChange]:
    names = {name for rule in rules for name in rule.names}
    for rule in rules:
        outcome = _then(before, rule)
        if outcome is None:
            yield RuleChange(rule.id, rule.title, "added", "", before.period)
            continue
        for change, detail in _differences(outcome, before.rules.get(outcome.rule), rule, today[rule.id]):
            yield RuleChange(rule.id, rule.title, change, detail, before.period)
    for name, outcome in before.outcomes.items():
        if name not in names:
            yield RuleChange(name, outcome.title, "removed", "", before.period)


def _then(before: Stored, rule: Rule) -> Outcome | None:
    return next((before.outcomes[name] for name in rule.names if name in before.outcomes), None)


def _differences(
    outcome: Outcome, stored: StoredRule | None, rule: Rule, today: StoredRule
) -> Iterator[tuple[str, str]]:
    if stored and stored.sha256 != today.sha256 and check_of(stored.text) != rule.check:
        yield "changed", "it asks something else"
    tuned = []
    if outcome.severity is not today.severity:
        tuned.append(f"severity {today.severity}, was {outcome.severity}")
    if outcome.at_least != today.at_least:
        tuned.append(f"at least {percent(today.at_least)}, was {percent(outcome.at_least)}")
    if _poor_differs(outcome, rule):
        tuned.append(f"poor {percent(poor_of(rule))}, was {percent(outcome.poor or 0)}")
    if tuned:
        yield "tuned", "; ".join(tuned)
    if stored and stored.off != today.off:
        yield ("switched off" if today.off else "switched on"), ""


def _poor_differs(outcome: Outcome, rule: Rule) -> bool:
    """Whether somebody says otherwise at which share the rule has no points, beyond what follows from `at_least`."""
    if outcome.poor is None or outcome.poor == poor_of(rule):
        return False
    return rule.poor is not None or outcome.poor != poor_by_default(asked(outcome))
