"""Requests on the day of a review: whose turn it is, how long it took, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sf_audit.model.counts import count
from sf_audit.model.registers import OpenRequest, Running
from sf_audit.registers.requests import Request
from sf_audit.registers.states import BUILT, State
from sf_audit.review.business_days import BusinessDays
from sf_audit.review.registers.clocks import agreed_on, clocks
from sf_audit.review.registers.names import Names
from sf_audit.rulebook.workspace.config import RequestDays

_OVER = frozenset({State.RETRO, State.DECLINED, State.WITHDRAWN})
#: Nobody has said yes yet.
BEFORE_APPROVAL = frozenset({State.PROPOSED, State.IN_REVIEW, State.CONCERNS, State.ADDRESSED})
#: Whose turn it is: who asked, who reviews, or both.
_ASKER, _REVIEWER = frozenset({State.CONCERNS, State.LIVE}), frozenset({*BEFORE_APPROVAL, State.DEPLOYED})


def open_requests(
    requests: Sequence[Request], names: Names, allowed: RequestDays, calendar: BusinessDays, today: date
) -> tuple[OpenRequest, ...]:
    """Those that are not over, or lack something; first whose time is up, then whose time is short."""
    found = [_open(request, names, allowed, calendar, today) for request in requests]
    shown = [line for line, request in zip(found, requests, strict=True) if request.state not in _OVER or line.lacks]
    return tuple(sorted(shown, key=_most_urgent_first))


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


def _most_urgent_first(line: OpenRequest) -> tuple[int, str]:
    left = [clock.left for clock in line.clocks if clock.running is Running.RUNNING]
    return (min(left, default=1_000), line.id)
