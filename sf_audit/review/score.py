"""One number for the month, and never without its coverage.

A rule scores 100 when it is kept; when it is broken, it scores by how near it came: the share that keeps
it, divided by the share that its standard asks for. A pillar is the mean of its rules, weighted by
severity (critical 10, high 5, medium 2, low 1); the overall score is the mean of the pillars' rules by
the same weights. Rules that were not checked or do not apply are in no mean: they show in the
coverage. While a critical rule is broken, no score that contains it exceeds 69: a clean list of contacts
does not make up for one rogue administrator. A critical rule that was broken when it was last evaluated and
is not checked today holds the cap as well: who hides a finding does not raise the score.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sf_audit.model.review import Coverage, Outcome, Pillar, Score, Severity, Status

WEIGHTS = {Severity.CRITICAL: 10, Severity.HIGH: 5, Severity.MEDIUM: 2, Severity.LOW: 1}
CAP = 69

#: Shares are binary fractions: 45 % of 90 % must come out as 50, not as 49.999….
_ROUNDING = 1e-9


def score(outcomes: Sequence[Outcome], broken_before: Collection[str] = ()) -> Score:
    """The overall score and that of each pillar. `broken_before` are rules that were broken when last evaluated."""
    capping = [outcome for outcome in outcomes if _is_critical_breach(outcome)] + unproven(outcomes, broken_before)
    of_pillar = {pillar: [outcome for outcome in outcomes if outcome.pillar is pillar] for pillar in Pillar}
    pillars = {
        pillar.value: _capped(_mean(some), any(one.pillar is pillar for one in capping))
        for pillar, some in of_pillar.items()
    }
    overall = _mean(outcomes)
    return Score(_capped(overall, bool(capping)), pillars, capped=bool(capping) and overall is not None)


def unproven(outcomes: Sequence[Outcome], broken_before: Collection[str]) -> list[Outcome]:
    """Critical rules that were broken when they were last evaluated, and of which nobody knows today."""
    return [
        outcome
        for outcome in outcomes
        if outcome.severity is Severity.CRITICAL
        and outcome.status is Status.NOT_CHECKED
        and outcome.rule in broken_before
    ]


def coverage(outcomes: Sequence[Outcome]) -> Coverage:
    """Of the rules that apply to this org, how many were checked."""
    applying = [outcome for outcome in outcomes if outcome.status is not Status.NOT_APPLICABLE]
    return Coverage(sum(one.status is not Status.NOT_CHECKED for one in applying), len(applying))


def _mean(outcomes: Sequence[Outcome]) -> int | None:
    checked = [outcome for outcome in outcomes if outcome.status in {Status.KEPT, Status.BROKEN}]
    if not checked:
        return None
    total = sum(WEIGHTS[one.severity] for one in checked)
    mean = sum(WEIGHTS[one.severity] * _points(one) for one in checked) / total
    return int(mean + _ROUNDING)


def _capped(mean: int | None, holds: bool) -> int | None:
    return min(mean, CAP) if holds and mean is not None else mean


def _points(outcome: Outcome) -> float:
    if outcome.status is Status.KEPT:
        return 100.0
    return 100 * min(1.0, outcome.share_kept / outcome.at_least) if outcome.at_least else 0.0


def _is_critical_breach(outcome: Outcome) -> bool:
    return outcome.severity is Severity.CRITICAL and outcome.status is Status.BROKEN
