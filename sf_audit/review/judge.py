"""One rule against what its check saw. What could not be seen is “not checked”: never kept, never broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sf_audit.model.review import Outcome, Status, Unread, Verdict
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import Rule, keeps, poor_of
from sf_audit.snapshot.tables import Snapshot

SWITCHED_OFF = "switched_off"


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of the breaches of one rule once waivers were applied, in subjects.

    `failing` are all that have a breach, `risk_accepted` those of them of which a waiver accepts the risk.
    """

    open: int
    waived: int
    at_stake: str | None = None
    notes: tuple[str, ...] = ()
    failing: int = 0
    risk_accepted: int = 0


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
            return _unseen(base, seen, until, why)
        case Verdict():
            judged = _judged(rule, base, seen, counted or Counted(seen.broken, 0))
            if seen.unread is None:
                return judged
            if judged.status is Status.BROKEN:
                return _also_unseen(judged, seen.unread, until, why)
            # What was seen to fail is neither lost nor left out of the score because more could not be seen.
            measured = replace(judged, headline="") if judged.failing else base
            return _unseen(measured, seen.unread, until, why)


def _unseen(base: Outcome, unread: Unread, until: date | None, why: str) -> Outcome:
    return _also_unseen(replace(base, status=Status.NOT_CHECKED), unread, until, why)


def _also_unseen(outcome: Outcome, unread: Unread, until: date | None, why: str) -> Outcome:
    """The outcome, with what could not be seen of the rule and whether people accept that."""
    return replace(
        outcome,
        reason=unread.reason.value,
        detail=f"{unread.detail} ({why})" if why else unread.detail,
        unlocked_by=unread.unlocked_by,
        accepted_until=until,
    )


def _judged(rule: Rule, base: Outcome, verdict: Verdict, counted: Counted) -> Outcome:
    # What the check counted and the table does not list must not vanish.
    still_open = max(counted.open, verdict.broken - counted.waived)
    if not verdict.checked and not still_open:
        return replace(base, status=Status.NOT_APPLICABLE, detail=verdict.proof or "nothing in the org to check")
    kept = keeps(rule.at_least, verdict.checked, still_open)
    return replace(
        base,
        status=Status.KEPT if kept else Status.BROKEN,
        headline=rule.headline.of(still_open) if rule.headline and not kept else "",
        checked=verdict.checked,
        broken=still_open,
        waived=counted.waived,
        failing=max(counted.failing, verdict.broken),
        risk_accepted=counted.risk_accepted,
        notes=(*verdict.notes, *counted.notes),
        at_stake=counted.at_stake,
        new=verdict.new,
    )


def _unjudged(rule: Rule, snapshot: Snapshot) -> Outcome:
    needs = needs_of(rule)
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
        queries=() if isinstance(needs, Unread) else snapshot.queries(needs),
        scored_severity=None if rule.scored_severity is rule.severity else rule.scored_severity,
        scored_at_least=rule.filed_at_least if rule.at_least < (rule.filed_at_least or 0) else None,
        poor=poor_of(rule),
        verb=rule.check.verb,
        object=getattr(rule.check, "object", ""),
    )
