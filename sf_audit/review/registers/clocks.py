"""The clocks of a request, in business days: each runs in some states, and stands still while the other side acts.

A day on which a request changes hands counts for the side that had it until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sf_audit.model.registers import Clock, Running
from sf_audit.registers.requests import Request
from sf_audit.registers.states import State
from sf_audit.review.business_days import BusinessDays
from sf_audit.rulebook.workspace.config import RequestDays


@dataclass(frozen=True, slots=True)
class _Rule:
    """In which states a clock runs, and in which it waits for the other side. In all others it is over."""

    name: str
    runs: frozenset[State]
    waits: frozenset[State] = frozenset()


_REVIEW = _Rule(
    "review",
    frozenset({State.PROPOSED, State.IN_REVIEW, State.ADDRESSED}),
    frozenset({State.CONCERNS, State.ESCALATED}),
)
_SCOPING = _Rule("scoping", frozenset({State.APPROVED, State.SCOPING}))


@dataclass(frozen=True, slots=True)
class _Span:
    """A request was in a state from one day to another."""

    state: State
    begins: date
    ends: date


def clocks(request: Request, allowed: RequestDays, calendar: BusinessDays, today: date) -> tuple[Clock, ...]:
    """Those that have run, on the day of the review."""
    of_each = ((_REVIEW, allowed.review, None), (_SCOPING, allowed.scoping, agreed_on(request)))
    found = (_clock(rule, request, days, calendar, today, end) for rule, days, end in of_each)
    return tuple(clock for clock in found if clock is not None)


def agreed_on(request: Request) -> date | None:
    """When the second of two people signed scope, timeline and SLA."""
    return max(signature.on for signature in request.signed) if len(request.signed) >= 2 else None


def _clock(
    rule: _Rule, request: Request, allowed: int, calendar: BusinessDays, today: date, end: date | None
) -> Clock | None:
    spans = [span for span in _spans(request, today, end) if span.state in rule.runs]
    if not spans:
        return None
    used = [calendar.between(span.begins, span.ends) for span in spans]
    running = _running(rule, request.state, is_over=end is not None and end <= today)
    due = calendar.after(spans[-1].begins, max(allowed - sum(used[:-1]), 0)) if running is Running.RUNNING else None
    return Clock(rule.name, allowed, sum(used), running, due)


def _running(rule: _Rule, state: State, *, is_over: bool) -> Running:
    if is_over or state not in rule.runs | rule.waits:
        return Running.STOPPED
    return Running.RUNNING if state in rule.runs else Running.PAUSED


def _spans(request: Request, today: date, end: date | None) -> Iterator[_Span]:
    """Each state with its days; none of them after `end`."""
    last = min(today, end or today)
    for step, following in pairwise((*request.history, None)):
        if step is not None:
            ends = following.on if following is not None else today
            yield _Span(step.state, step.on, min(ends, last))
