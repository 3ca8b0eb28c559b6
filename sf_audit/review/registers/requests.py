"""Requests on the day of a review: whose turn it is, how long it took, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sf_audit.model.counts import count
from sf_audit.model.registers import Escalation, OpenRequest, Running
from sf_audit.registers.requests import Request
from sf_audit.registers.states import BUILT, State
from sf_audit.review.business_days import BusinessDays
from sf_audit.review.registers.clocks import agreed_on, clocks
from sf_audit.review.registers.names import Names
from sf_audit.rulebook.workspace.config import RequestDays

#: After so many returns with concerns somebody else decides.
BOUNCES = 2

_OVER = frozenset({State.RETRO, State.DECLINED, State.WITHDRAWN})
_BEFORE_APPROVAL = frozenset({State.PROPOSED, State.IN_REVIEW, State.CONCERNS, State.ADDRESSED})
#: Whose turn it is: who asked, who reviews, or both.
_ASKER, _REVIEWER = frozenset({State.CONCERNS, State.LIVE}), frozenset({*_BEFORE_APPROVAL, State.DEPLOYED})


def open_requests(
    requests: Sequence[Request], names: Names, allowed: RequestDays, calendar: BusinessDays, today: date
) -> tuple[OpenRequest, ...]:
    """Those that are not over, or lack something; first whose time is up, then whose time is short."""
    found = [_open(request, names, allowed, calendar, today) for request in requests]
    shown = [line for line, request in zip(found, requests, strict=True) if request.state not in _OVER or line.lacks]
    return tuple(sorted(shown, key=_most_urgent_first))


def escalations(requests: Sequence[Request], lines: Sequence[OpenRequest], names: Names) -> tuple[Escalation, ...]:
    """A draft for each that took too long, or came back too often, while nobody has approved it."""
    by_id = {request.id: request for request in requests}
    return tuple(
        _draft(by_id[line.id], line, names)
        for line in lines
        if by_id[line.id].state in _BEFORE_APPROVAL and (_is_late(line) or line.bounced >= BOUNCES)
    )


def _open(request: Request, names: Names, allowed: RequestDays, calendar: BusinessDays, today: date) -> OpenRequest:
    return OpenRequest(
        id=request.id,
        title=request.title,
        kind=request.kind,
        state=request.state.words,
        since=request.history[-1].on,
        asked_by=names.of_key(request.asked_by),
        waits_for=_waits_for(request, names),
        clocks=clocks(request, allowed, calendar, today),
        bounced=_bounced(request),
        lacks=tuple(_lacks(request, today)),
    )


def _bounced(request: Request) -> int:
    return sum(step.state is State.CONCERNS for step in request.history)


def _waits_for(request: Request, names: Names) -> str:
    if request.state in _OVER:
        return ""
    if request.state is State.ESCALATED:
        return " and ".join(names.deciders)
    if request.state in _ASKER:
        return names.of_key(request.asked_by)
    if request.state in _REVIEWER:
        return names.of_key(request.reviewed_by)
    return names.joined([request.asked_by, request.reviewed_by])


def _lacks(request: Request, today: date) -> Iterator[str]:
    """What has to be written by now, and is not."""
    if request.state in BUILT:
        for key, written in (("scope", request.scope), ("timeline", request.timeline), ("SLA", request.sla)):
            if not written.strip():
                yield key
        if agreed_on(request) is None:
            yield count(2 - len(request.signed), "signature")
    review = request.benefit_review_on
    if request.state is State.LIVE and review is not None and review < today:
        yield f"the review of its benefit, due on {review}"


def _is_late(line: OpenRequest) -> bool:
    return any(clock.breached and clock.running is not Running.STOPPED for clock in line.clocks)


def _most_urgent_first(line: OpenRequest) -> tuple[int, str]:
    left = [clock.left for clock in line.clocks if clock.running is Running.RUNNING]
    return (min(left, default=1_000), line.id)


def _times(number: int) -> str:
    return "twice" if number == BOUNCES else f"{number} times"


def _draft(request: Request, line: OpenRequest, names: Names) -> Escalation:
    review = line.clocks[0]
    proposed, reviewer = request.history[0].on, names.of_key(request.reviewed_by)
    says = [f"{line.asked_by} asked for it on {proposed}; {reviewer} reviews it."]
    if _is_late(line):
        took = count(review.used, "business day")
        says.append(f"The review has taken {took} so far, where {review.allowed} are agreed.")
    concerns = [step for step in request.history if step.state is State.CONCERNS]
    if line.bounced >= BOUNCES:
        says.append(f"It came back with concerns {_times(line.bounced)}, last on {concerns[-1].on}:")
        says += [f"- {step.on}: {step.note}" for step in concerns]
    return Escalation(
        request=request.id,
        to=names.deciders,
        subject=f"Decision needed on request {request.id}: {request.title}",
        text="\n".join(
            (
                f"Dear {names.addressed},",
                "",
                f"please decide on request {request.id}, “{request.title}”.",
                *says,
                "",
                f"Business case: {request.business_case}",
                *([f"Expected benefit: {request.benefit}"] if request.benefit.strip() else []),
                "",
                "Approve it, approve it with conditions, or decline it; write the decision into registers/requests.",
            )
        ),
    )
