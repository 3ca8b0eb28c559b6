"""One rule against what its check saw. What could not be seen is “not checked”: never kept, never broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sf_audit.findings import Outcome, Status, Unread, Verdict
from sf_audit.rulebook.examine import Seen
from sf_audit.rulebook.rule import Rule
from sf_audit.snapshot.tables import Snapshot

SWITCHED_OFF = "switched_off"


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of the breaches of one rule once waivers were applied."""

    open: int
    waived: int
    at_stake: str | None = None


def judge(
    rules: Sequence[Rule],
    seen: Mapping[str, Seen],
    counted: Mapping[str, Counted],
    accepted: Mapping[str, tuple[date, str]],
    snapshot: Snapshot,
) -> tuple[Outcome, ...]:
    """The outcome of every rule, those that nobody ran included. `counted` says what waivers left open."""
    return tuple(
        _outcome(rule, seen.get(rule.id), counted.get(rule.id), accepted.get(rule.id), snapshot) for rule in rules
    )


def _outcome(
    rule: Rule, seen: Seen | None, counted: Counted | None, accepted: tuple[date, str] | None, snapshot: Snapshot
) -> Outcome:
    base = _unjudged(rule, snapshot)
    until, why = accepted or (None, "")
    match seen:
        case None:
            return replace(base, status=Status.NOT_CHECKED, reason=SWITCHED_OFF, detail=why, accepted_until=until)
        case Unread():
            detail = f"{seen.detail} ({why})" if why else seen.detail
            return replace(
                base,
                status=Status.NOT_CHECKED,
                reason=seen.reason.value,
                detail=detail,
                unlocked_by=seen.unlocked_by,
                accepted_until=until,
            )
        case Verdict():
            return _judged(rule, base, seen, counted or Counted(seen.broken, 0))


def _judged(rule: Rule, base: Outcome, verdict: Verdict, counted: Counted) -> Outcome:
    if not verdict.checked:
        return replace(base, status=Status.NOT_APPLICABLE, detail=verdict.proof or "nothing in the org to check")
    return replace(
        base,
        status=Status.KEPT if keeps(rule.at_least, verdict.checked, counted.open) else Status.BROKEN,
        checked=verdict.checked,
        broken=counted.open,
        waived=counted.waived,
        notes=verdict.notes,
        at_stake=counted.at_stake,
    )


def keeps(at_least: float, checked: int, broken: int) -> bool:
    """Whether enough of the subjects keep the rule. Counted in whole subjects: no share rounds up to 100 %."""
    return checked - broken >= at_least * checked if at_least < 1 else broken == 0


def _unjudged(rule: Rule, snapshot: Snapshot) -> Outcome:
    return Outcome(
        rule=rule.id,
        title=rule.title,
        pillar=rule.pillar,
        status=Status.NOT_CHECKED,
        severity=rule.severity,
        owner=rule.owner,
        partner=rule.partner,
        why=rule.why,
        fix=rule.fix,
        at_least=rule.at_least,
        meets=rule.meets,
        queries=snapshot.queries(rule.check.needs()),
    )
