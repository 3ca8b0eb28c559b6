"""What people took off the standards and holds today: what it is, who approved it, why, and until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sf_audit.model.counts import count
from sf_audit.model.review import Outcome, Status
from sf_audit.model.severity import Severity
from sf_audit.model.weakened import Weakened, Weakening
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.config import BlindSpot, Config, Override, Waiver, later
from sf_audit.rulebook.workspace.due_later import BurnDownPlan, SlaApproval
from sf_audit.rulebook.workspace.overrides import asks_less
from sf_audit.rulebook.workspace.standards import Standards

Covered = Sequence[tuple[int, str, str]]


def weakened(
    standards: Standards,
    rules: Sequence[Rule],
    outcomes: Sequence[Outcome],
    covered: Covered,
    exempt: Iterable[Weakened],
    today: date,
) -> tuple[Weakened, ...]:
    """Everything that holds today, the heaviest rules first. `covered` says which waiver covers which subject, and
    `exempt` is what fields of the org exempt."""
    by_id = {rule.id: rule for rule in rules}
    found = (
        *_waived(standards.waivers, covered, today),
        *exempt,
        *_overridden(by_id, standards.config, today),
        *_blind(standards.config.blind_spots, outcomes, today),
        *_due_later(standards.config, today),
        *_burnt_down(standards.config.burn_down, today),
    )
    titled = (
        replace(weakening, title=by_id[weakening.rule].title) if weakening.rule else weakening for weakening in found
    )
    order = list(Severity)

    def heaviest_first(weakening: Weakened) -> tuple[int, str, str, date]:
        rule = by_id.get(weakening.rule)
        return (
            order.index(rule.filed_severity or rule.severity) if rule else -1,
            weakening.rule,
            weakening.kind,
            weakening.until,
        )

    return tuple(sorted(titled, key=heaviest_first))


def _waived(waivers: Sequence[Waiver], covered: Covered, today: date) -> Iterator[Weakened]:
    """Waivers that differ in their subject alone are one line."""
    subjects: dict[Weakened, set[tuple[str, str]]] = {}
    for number, *subject in covered:
        waiver = waivers[number]
        kind = Weakening.ACCEPTED_RISK if waiver.accepts_risk else Weakening.WAIVER
        line = _line(kind, waiver.rule, "", waiver, waiver.until, today, waiver.written)
        line = replace(line, reason=_with_the_rest(waiver))
        subjects.setdefault(line, set()).add((subject[0], subject[1]))
    return (replace(line, ids=len(those)) for line, those in subjects.items())


def _with_the_rest(waiver: Waiver) -> str:
    """The reason, with what is done instead and where it is discussed."""
    instead = f"; instead: {waiver.compensating_control}" if waiver.compensating_control.strip() else ""
    ticket = f" ({waiver.ticket})" if waiver.ticket.strip() else ""
    return f"{waiver.reason}{instead}{ticket}"


def _overridden(by_id: dict[str, Rule], config: Config, today: date) -> Iterator[Weakened]:
    for name, override in config.overrides.items():
        if name in by_id and override.until and override.until >= today:
            for kind, detail in asks_less(by_id[name], override).items():
                yield _line(kind, name, detail, override, override.until, today)


def _blind(spots: Iterable[BlindSpot], outcomes: Sequence[Outcome], today: date) -> Iterator[Weakened]:
    """Those that hide something: the rule was not evaluated, or not the whole of it."""
    unseen = Counter(outcome.rule for outcome in outcomes if outcome.status is Status.NOT_CHECKED or outcome.reason)
    for spot in spots:
        if spot.rule in unseen and spot.until >= today:
            yield _line(Weakening.BLIND_SPOT, spot.rule, "accepted as not checked", spot, spot.until, today)


def _due_later(config: Config, today: date) -> Iterator[Weakened]:
    approval = config.sla_approval
    if approval and approval.until >= today:
        for severity, days in later(config).items():
            lasts = count(days, "business day")
            detail = f"{severity.value} findings are due after {lasts} instead of {Config().sla[severity]}"
            yield _line(Weakening.DUE_DAYS, "", detail, approval, approval.until, today)


def _burnt_down(plan: BurnDownPlan | None, today: date) -> Iterator[Weakened]:
    if plan and plan.until >= today:
        detail = "findings of the first review of each rule are due on the last day, but for critical ones"
        yield _line(Weakening.BURN_DOWN, "", detail, plan, plan.until, today)


def _line(
    kind: Weakening,
    rule: str,
    detail: str,
    by: Waiver | Override | BlindSpot | SlaApproval | BurnDownPlan,
    until: date,
    today: date,
    written: date | None = None,
) -> Weakened:
    days = (until - (written or today)).days
    return Weakened(kind, rule, "", detail, 0, by.reason, by.approved_by, until, days, written)
