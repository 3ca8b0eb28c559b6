"""The part of a review about what people declared, from the snapshot alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sf_audit.model.counts import count
from sf_audit.model.registers import DeclaredRegister, Registers
from sf_audit.model.review import Action, Outcome
from sf_audit.registers.appearances import APPEARANCES, Appearance
from sf_audit.registers.decisions import Decision
from sf_audit.registers.frozen import declared
from sf_audit.registers.kinds import KINDS
from sf_audit.registers.raci import Activity, not_reviewed
from sf_audit.registers.requests import Request
from sf_audit.review.business_days import BusinessDays
from sf_audit.review.registers.decisions import made_decisions
from sf_audit.review.registers.escalations import escalations
from sf_audit.review.registers.names import Names
from sf_audit.review.registers.requests import open_requests
from sf_audit.review.registers.routing import not_by_accountable, routed
from sf_audit.rulebook.workspace.config import Config, RequestDays, Waiver, business_calendar
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged of the rules, and what is waived of it."""

    outcomes: Sequence[Outcome] = ()
    actions: Sequence[Action] = ()
    waivers: Sequence[Waiver] = ()


def registers(snapshot: Snapshot, config: Config, judged: Judged) -> Registers | None:
    """What was declared; None where nothing was, or the snapshot is from before registers were kept."""
    frozen = _frozen(snapshot)
    if not frozen:
        return None
    names, calendar, today = Names.of(snapshot), BusinessDays.of(config), snapshot.today
    requests, activities = declared(snapshot, "requests", Request), declared(snapshot, "raci", Activity)
    lines = open_requests(requests, names, config.request_days, calendar, today)
    return Registers(
        declared=frozen,
        calendar=business_calendar(config).words,
        requests=lines,
        decisions=made_decisions(
            declared(snapshot, "decisions", Decision), declared(snapshot, APPEARANCES, Appearance), names, today
        ),
        escalations=escalations(requests, lines, names),
        routed=routed(activities, judged.outcomes, judged.actions, names),
        notes=(
            *not_reviewed(activities, today),
            *not_by_accountable(activities, judged.waivers, names, today),
            *_longer(config.request_days),
        ),
    )


def refused_banners(snapshot: Snapshot) -> tuple[str, ...]:
    """A line for each register that was refused: what it declares is nowhere in the review."""
    return tuple(
        f"{register.file} was refused, and nothing of it is in this review: sf-audit register check says what is wrong."
        for register in _frozen(snapshot)
        if register.refused
    )


def _frozen(snapshot: Snapshot) -> tuple[DeclaredRegister, ...]:
    """The registers that people wrote, and not the tables that explain them."""
    entries = [entry for entry in snapshot.declared.values() if entry.written_in]
    order = list(KINDS)
    ranked = sorted(
        entries, key=lambda entry: (order.index(entry.name) if entry.name in order else len(order), entry.name)
    )
    return tuple(DeclaredRegister(entry.name, entry.written_in, entry.rows, entry.refused) for entry in ranked)


def _longer(allowed: RequestDays) -> Iterator[str]:
    """Days of requests that are more than those of the standard."""
    for name, days, usual in (
        ("review", allowed.review, RequestDays().review),
        ("scoping", allowed.scoping, RequestDays().scoping),
    ):
        if days > usual:
            yield f"The {name} of a request may take {count(days, 'business day')} here; the standard is {usual}."
