"""Who fixes what by when, and what the score gains by it: the broken rules in the order to take them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import duckdb

from sf_audit.model.review import Action, Outcome, Severity, Status
from sf_audit.model.score import CAP, KEPT_POINTS
from sf_audit.review.score import ScoredRule, mean, scored_rules
from sf_audit.rulebook.workspace.config import OwnerEntry

_ORDER = {severity: place for place, severity in enumerate(Severity)}


def actions(
    outcomes: Sequence[Outcome],
    findings: Path,
    owners: Mapping[str, OwnerEntry],
    points_before: Mapping[str, Fraction],
) -> tuple[Action, ...]:
    """One line per broken rule, worst first, with the earliest due date of its open findings.

    Owner and partner are as the workspace names them; where it does not, as rules do. `points_before` is what rules
    count with that were not checked.
    """
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT rule, min(due) FROM read_parquet(?) WHERE waived_until IS NULL GROUP BY rule", [str(findings)]
        ).fetchall()
    due = dict(rows)
    broken = [outcome for outcome in outcomes if outcome.status is Status.BROKEN]
    broken.sort(
        key=lambda outcome: (_ORDER[outcome.severity], due.get(outcome.rule) or date.max, -outcome.broken, outcome.rule)
    )
    gained = gains(scored_rules(outcomes, points_before))
    return tuple(
        replace(_action(outcome, due.get(outcome.rule), owners), points=now, points_behind_cap=behind)
        for outcome in broken
        for now, behind in [gained[outcome.rule]]
    )


def gains(rules: Sequence[ScoredRule]) -> dict[str, tuple[float, float]]:
    """What the overall score gains where a rule is kept and all else stays, and what the cap holds back of it.

    In tenths of a point, rounded down: never more is promised than comes.
    """
    was, weights = mean(rules) or Fraction(0), sum(rule.weight for rule in rules)
    capping = {rule.rule for rule in rules if rule.caps}
    before = _below_cap(was, capped=bool(capping))
    found = {}
    for rule in rules:
        more = rule.weight * (KEPT_POINTS - rule.points) / weights
        gain = _below_cap(was + more, capped=bool(capping - {rule.rule})) - before
        found[rule.rule] = _tenths(gain), _tenths(max(more - gain, Fraction(0)))
    return found


def _below_cap(reached: Fraction, *, capped: bool) -> Fraction:
    return min(reached, Fraction(CAP)) if capped else reached


def _tenths(points: Fraction) -> float:
    return int(points * 10) / 10


def _action(outcome: Outcome, due: date | None, owners: Mapping[str, OwnerEntry]) -> Action:
    return Action(
        outcome.rule,
        outcome.heading,
        outcome.severity,
        _named(outcome.owner, owners),
        _named(outcome.partner, owners),
        due,
        outcome.broken,
        outcome.fix,
    )


def _named(party: str, owners: Mapping[str, OwnerEntry]) -> str:
    entry = owners.get(party)
    if entry is None:
        return party
    return f"{entry.name} <{entry.contact}>" if entry.contact else entry.name
