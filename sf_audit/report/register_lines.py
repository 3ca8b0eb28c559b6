"""Requests and decisions, as a page tells them: whose turn it is, what time is left, what never came to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sf_audit.model.registers import (
    Carried,
    Clock,
    DeclaredRegister,
    Escalation,
    MadeDecision,
    OpenRequest,
    Registers,
    Routed,
    Running,
)
from sf_audit.report import words

_CARRIED = {
    Carried.NOT_THERE: "Decided, and not in the org",
    Carried.LATE: "Late",
    Carried.UNKNOWN: "Cannot be seen",
    Carried.OPEN: "Open",
    Carried.DONE: "Done",
}
#: What somebody has to look at.
_PRESSING = frozenset({Carried.NOT_THERE, Carried.LATE})


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request. `is_late` marks one whose time is up, or that has to be decided by somebody else."""

    id: str
    title: str
    stands: str
    waits_for: str
    time: tuple[str, ...]
    lacks: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision, and what became of it."""

    id: str
    decision: str
    decided: str
    owner: str
    due: str
    carried: str
    because: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class RoutedLine:
    """What is broken of one activity: who works the list, who approves, who gets the digest, and who one line."""

    activity: str
    responsible: str
    accountable: str
    consulted: str
    informed: str
    line: str
    digest: str
    digest_to: str


@dataclass(frozen=True, slots=True)
class RegisterLines:
    """The whole section. `summary` is its first sentence; `who` says of a rule who works on it, and who approves."""

    summary: str
    calendar: str
    requests: tuple[RequestLine, ...]
    decisions: tuple[DecisionLine, ...]
    escalations: tuple[Escalation, ...]
    routed: tuple[RoutedLine, ...]
    who: Mapping[str, str]
    declared: tuple[str, ...]
    refused: tuple[str, ...]
    notes: tuple[str, ...]


def register_lines(registers: Registers | None) -> RegisterLines | None:
    """The part of a page; None where nothing was declared."""
    if registers is None:
        return None
    escalated = {draft.request for draft in registers.escalations}
    requests = tuple(_request(line, is_escalated=line.id in escalated) for line in registers.requests)
    decisions = tuple(map(_decision, registers.decisions))
    return RegisterLines(
        summary=_summary(requests, decisions),
        calendar=registers.calendar,
        requests=requests,
        decisions=decisions,
        escalations=registers.escalations,
        routed=tuple(map(_routed, registers.routed)),
        who={rule: _who(line) for line in registers.routed for rule in line.rules},
        declared=tuple(_declared(register) for register in registers.declared if not register.refused),
        refused=tuple(problem for register in registers.declared for problem in register.refused),
        notes=registers.notes,
    )


def _summary(requests: tuple[RequestLine, ...], decisions: tuple[DecisionLine, ...]) -> str:
    late, missing = sum(line.is_late for line in requests), sum(line.is_late for line in decisions)
    parts = [
        f"{words.count(len(requests), 'open request')}, {late:,} of them late, bounced or incomplete",
        f"{words.count(len(decisions), 'decision')}, {missing:,} of them late, not in the org, or due and unseen",
    ]
    return f"{'; '.join(parts)}."


def _request(line: OpenRequest, *, is_escalated: bool) -> RequestLine:
    late = any(clock.breached and clock.running is not Running.STOPPED for clock in line.clocks)
    bounced = f", came back with concerns {_times(line.bounced)}" if line.bounced else ""
    return RequestLine(
        id=line.id,
        title=line.title,
        stands=f"{line.state.capitalize()} since {words.day(line.since)}{bounced}",
        waits_for=line.waits_for or "Nobody",
        time=tuple(map(_time, line.clocks)),
        lacks=", ".join(line.lacks),
        is_late=late or is_escalated or bool(line.lacks),
    )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _time(clock: Clock) -> str:
    """What became of a clock, in words that need no colour."""
    ran = f"{clock.name.capitalize()}: {clock.used} of {words.count(clock.allowed, 'business day')}"
    if clock.breached:
        over = words.count(-clock.left, "day")
        return f"{ran}, {over} too long" + (f" (was due {words.day(clock.due)})" if clock.due else "")
    if clock.running is Running.STOPPED:
        return f"{ran}, in time"
    if clock.running is Running.PAUSED:
        return f"{ran}, paused with {clock.left} left"
    return f"{ran}, {clock.left} left, due {words.day(clock.due)}" if clock.due else ran


def _decision(line: MadeDecision) -> DecisionLine:
    by = " and ".join(line.decided_by)
    is_unseen = line.carried is Carried.UNKNOWN and line.is_due
    return DecisionLine(
        id=line.id,
        decision=line.decision,
        decided=f"{words.day(line.decided_on)} by {by}",
        owner=line.owner,
        due=words.day(line.due) if line.due else "No date",
        carried="Due, and cannot be seen" if is_unseen else _CARRIED[line.carried],
        because=_because(line),
        is_late=is_unseen or line.carried in _PRESSING,
    )


def _routed(line: Routed) -> RoutedLine:
    due = f", first due {words.day(line.due)}" if line.due else ""
    waived = f", {line.waived:,} waived" if line.waived else ""
    broken = f"{words.count(line.findings, 'finding')} of {words.count(len(line.rules), 'broken rule')}"
    return RoutedLine(
        activity=line.activity,
        responsible=", ".join(line.responsible),
        accountable=line.accountable,
        consulted=", ".join(line.consulted) or "Nobody",
        informed=", ".join(line.informed) or "Nobody",
        line=f"{broken}{due}{waived}",
        digest=line.digest,
        digest_to=", ".join(line.consulted),
    )


def _who(line: Routed) -> str:
    works = "works" if len(line.responsible) == 1 else "work"
    return f"{' and '.join(line.responsible)} {works} on it; {line.accountable} approves waivers and bulk fixes"


def _because(line: MadeDecision) -> str:
    return "; ".join(part for part in (line.follow_up, line.because) if part)


def _declared(register: DeclaredRegister) -> str:
    return f"{register.file} ({words.count(register.entries, 'entry', 'entries')})"


def pressing(shown: RegisterLines) -> Iterator[str]:
    """A line for each request and decision that somebody has to look at, for a short summary."""
    for request in shown.requests:
        if request.is_late:
            what = "; ".join([*request.time, *([f"lacks {request.lacks}"] if request.lacks else [])])
            yield f"{request.id}, {request.title}: {request.stands}. Waits for {request.waits_for}. {what}"
    for decision in shown.decisions:
        if decision.is_late:
            yield f"{decision.id}, {decision.decision}: {decision.carried} ({decision.because}). {decision.owner}"
