"""What a workspace changes of a rule, and in which way that asks for less than the rule's file does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sf_audit.model.severity import Severity
from sf_audit.model.weakened import Weakening
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.settings.settings import percent
from sf_audit.rulebook.workspace.config import Config, Override

_RANK = {severity: place for place, severity in enumerate(Severity)}


def overridden(rules: Sequence[Rule], config: Config, today: date) -> tuple[Rule, ...]:
    """The rules as this workspace wants them on this day; one that is switched off stays in the list, for coverage.

    What asks for less holds until the override ends, what asks for more holds without an end.
    """
    return tuple(_overridden(rule, config.overrides.get(rule.id), today) for rule in rules)


def asks_less(rule: Rule, override: Override) -> dict[Weakening, str]:
    """In which ways the override asks for less than the file of the rule, each in words."""
    found = {}
    if override.off:
        found[Weakening.SWITCHED_OFF] = "switched off"
    severity, at_least = rule.filed_severity or rule.severity, _filed_share(rule)
    if override.severity is not None and _RANK[override.severity] > _RANK[severity]:
        found[Weakening.SEVERITY] = f"severity {override.severity.value} instead of {severity.value}"
    if override.at_least is not None and override.at_least < at_least:
        found[Weakening.AT_LEAST] = f"at least {percent(override.at_least)} instead of {percent(at_least)}"
    return found


def _filed_share(rule: Rule) -> float:
    return rule.at_least if rule.filed_at_least is None else rule.filed_at_least


def _overridden(rule: Rule, override: Override | None, today: date) -> Rule:
    if override is None:
        return rule
    less = asks_less(rule, override)
    ended = less.keys() if override.until is None or override.until < today else ()
    severity, at_least = rule.filed_severity or rule.severity, _filed_share(rule)
    return replace(
        rule,
        severity=severity if Weakening.SEVERITY in ended else override.severity or severity,
        at_least=at_least if Weakening.AT_LEAST in ended or override.at_least is None else override.at_least,
        filed_severity=severity,
        filed_at_least=at_least,
        owner=override.owner or rule.owner,
        partner=override.partner or rule.partner,
    )
