"""One number for the month, and never without its coverage.

A rule scores 100 when it is kept; when it is broken, it scores by how near it came: the share that keeps
it, divided by the share that its standard asks for. A pillar is the mean of its rules, weighted by
severity (critical 10, high 5, medium 2, low 1); the overall score is the mean of the pillars' rules by
the same weights. Rules that do not apply are in no mean, and neither are those that were not checked: they show in
the coverage.

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

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sf_audit.model.review import Coverage, Outcome, Pillar, Score, Severity, Status
from sf_audit.rulebook.rules.rule import keeps

WEIGHTS = {Severity.CRITICAL: 10, Severity.HIGH: 5, Severity.MEDIUM: 2, Severity.LOW: 1}
CAP = 69

#: Shares are binary fractions: 45 % of 90 % must come out as 50, not as 49.999….
_ROUNDING = 1e-9

_ALL = 100.0

NOTHING: Mapping[str, float] = MappingProxyType({})


def score(
    outcomes: Sequence[Outcome], broken_before: Collection[str] = (), points_before: Mapping[str, float] = NOTHING
) -> Score:
    """The overall score and that of each pillar.

    `broken_before` are rules that were not kept when they were last evaluated, and `points_before` says what they
    scored then.
    """
    capping = [outcome for outcome in outcomes if is_capping(outcome)] + unproven(outcomes, broken_before)
    of_pillar = {pillar: [outcome for outcome in outcomes if outcome.pillar is pillar] for pillar in Pillar}
    pillars = {
        pillar.value: _capped(mean(some, points_before), any(outcome.pillar is pillar for outcome in capping))
        for pillar, some in of_pillar.items()
    }
    overall = mean(outcomes, points_before)
    return Score(_capped(overall, bool(capping)), pillars, capped=bool(capping) and overall is not None)


def unproven(outcomes: Sequence[Outcome], broken_before: Collection[str]) -> list[Outcome]:
    """Critical rules that were not kept when they were last evaluated, and of which nobody knows today."""
    return [
        outcome
        for outcome in outcomes
        if _severity(outcome) is Severity.CRITICAL
        and outcome.status is Status.NOT_CHECKED
        and not falls_short(outcome)
        and outcome.rule in broken_before
    ]


def coverage(outcomes: Sequence[Outcome]) -> Coverage:
    """Of the rules that apply to this org, how many were checked."""
    applying = [outcome for outcome in outcomes if outcome.status is not Status.NOT_APPLICABLE]
    return Coverage(sum(outcome.status is not Status.NOT_CHECKED for outcome in applying), len(applying))


def is_evaluated(outcome: Outcome) -> bool:
    """Whether it is known if the rule is kept."""
    return outcome.status in {Status.KEPT, Status.BROKEN}


def falls_short(outcome: Outcome) -> bool:
    """Whether it is not known if a rule is kept, and what was seen does not keep its file's share, waivers aside."""
    if outcome.status is not Status.NOT_CHECKED or not _not_keeping(outcome):
        return False
    return not keeps(_at_least(outcome), outcome.checked, _not_keeping(outcome))


def is_capping(outcome: Outcome) -> bool:
    """Whether a critical rule is not kept, waivers that do not accept the risk left aside."""
    if _severity(outcome) is not Severity.CRITICAL or not _is_scored(outcome):
        return False
    open_risk = _not_keeping(outcome) - outcome.risk_accepted
    return outcome.status is Status.BROKEN or not keeps(_at_least(outcome), outcome.checked, open_risk)


def is_risk_accepted(outcome: Outcome) -> bool:
    """Whether a critical rule is not kept and does not cap the score, because waivers accept the risk."""
    accepted = replace(outcome, risk_accepted=0)
    return is_capping(accepted) and not is_capping(outcome)


def points(outcome: Outcome) -> float:
    """What a rule scores by what was seen, 0 to 100, as if nothing of it were waived or overridden downwards."""
    failing, at_least = _not_keeping(outcome), _at_least(outcome)
    if outcome.status is Status.KEPT and keeps(at_least, outcome.checked, failing):
        return _ALL
    share_kept = 1 - min(failing, outcome.checked) / outcome.checked if outcome.checked else 0.0
    return 100 * min(1.0, share_kept / at_least) if at_least else 0.0


def is_not_kept(outcome: Outcome) -> bool:
    """Whether an evaluated rule is broken, or would be without waivers and with what its file asks."""
    return outcome.status is Status.BROKEN or (outcome.status is Status.KEPT and points(outcome) < _ALL)


def mean(outcomes: Sequence[Outcome], points_before: Mapping[str, float] = NOTHING) -> int | None:
    """The mean of the rules that were evaluated, by the weights of their severities, without the cap."""
    if not any(map(is_evaluated, outcomes)):
        return None
    scored = [(WEIGHTS[_severity(outcome)], points(outcome)) for outcome in outcomes if _is_scored(outcome)]
    scored += [
        (WEIGHTS[_severity(outcome)], points_before[outcome.rule])
        for outcome in outcomes
        if not _is_scored(outcome) and outcome.status is Status.NOT_CHECKED and outcome.rule in points_before
    ]
    reached = sum(weight * scores for weight, scores in scored) / sum(weight for weight, _ in scored)
    return int(reached + _ROUNDING)


def _is_scored(outcome: Outcome) -> bool:
    """Whether what was seen today says what a rule scores."""
    return is_evaluated(outcome) or falls_short(outcome)


def _capped(reached: int | None, holds: bool) -> int | None:
    return min(reached, CAP) if holds and reached is not None else reached


def _severity(outcome: Outcome) -> Severity:
    return outcome.scored_severity or outcome.severity


def _at_least(outcome: Outcome) -> float:
    return outcome.at_least if outcome.scored_at_least is None else outcome.scored_at_least


def _not_keeping(outcome: Outcome) -> int:
    return max(outcome.failing, outcome.broken)
