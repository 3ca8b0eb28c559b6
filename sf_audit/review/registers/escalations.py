"""Drafts to those who decide what the two sides of a request cannot: nothing is sent by itself.

A request is drafted while its clock has run out, or while nobody has approved what came back with concerns twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sf_audit.model.counts import count
from sf_audit.model.registers import Clock, Escalation, OpenRequest, Running
from sf_audit.registers.requests import Request
from sf_audit.registers.states import State
from sf_audit.review.registers.names import Names
from sf_audit.review.registers.requests import BEFORE_APPROVAL

#: After so many returns with concerns somebody else decides.
BOUNCES = 2

_TO_APPROVE = "Approve it, approve it with conditions, or decline it; write the decision into registers/requests."
_TO_AGREE = "Say what scope, timeline and SLA are, or end it; two people sign in registers/requests."


def escalations(requests: Sequence[Request], lines: Sequence[OpenRequest], names: Names) -> tuple[Escalation, ...]:
    """The drafts, in the order of the lines."""
    by_id = {request.id: request for request in requests}
    return tuple(draft for line in lines for draft in _drafts(by_id[line.id], line, names))


def _drafts(request: Request, line: OpenRequest, names: Names) -> Iterator[Escalation]:
    late = [clock for clock in line.clocks if clock.breached and clock.running is not Running.STOPPED]
    if request.state in BEFORE_APPROVAL and (late or line.bounced >= BOUNCES):
        bounced = _bounced(request, line) if line.bounced >= BOUNCES else ()
        yield _draft(request, line, names, (*map(_took, late), *bounced), _TO_APPROVE)
    elif request.state in {State.APPROVED, State.SCOPING} and late:
        signed = [names.of_key(signature.by) for signature in request.signed]
        says = f"Signed so far: {' and '.join(signed) or 'nobody'}."
        yield _draft(request, line, names, (*map(_took, late), says), _TO_AGREE)


def _took(clock: Clock) -> str:
    took = count(clock.used, "business day")
    return f"The {clock.name} has taken {took} so far, where {clock.allowed} are agreed."


def _bounced(request: Request, line: OpenRequest) -> Iterator[str]:
    concerns = [step for step in request.history if step.state is State.CONCERNS]
    times = "twice" if line.bounced == BOUNCES else f"{line.bounced} times"
    yield f"It came back with concerns {times}, last on {concerns[-1].on}:"
    yield from (f"- {step.on}: {step.note}" for step in concerns)


def _draft(request: Request, line: OpenRequest, names: Names, because: Sequence[str], asks: str) -> Escalation:
    asked = f"{line.asked_by} asked for it on {request.history[0].on}; {names.of_key(request.reviewed_by)} reviews it."
    benefit = [f"Expected benefit: {request.benefit}"] if request.benefit.strip() else []
    return Escalation(
        request=request.id,
        to=names.deciders,
        subject=f"Decision needed on request {request.id}: {request.title}",
        text="\n".join(
            (
                f"Dear {names.addressed},",
                "",
                f"please decide on request {request.id}, “{request.title}”.",
                asked,
                *because,
                "",
                f"Business case: {request.business_case}",
                *benefit,
                "",
                asks,
            )
        ),
    )
