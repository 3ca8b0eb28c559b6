"""What somebody must decide before the next review: each is a question to a person, with what depends on it.

These are the decisions that the review shows to be open, and the requests that wait for longer than they may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sf_audit.model.review import Review, Severity
from sf_audit.report import words
from sf_audit.report.org_day import org_day
from sf_audit.report.standards_lines import SOON, weakened_lines
from sf_audit.report.view import Party, View

NOBODY = words.party("")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, what, and by when; `by` is None where nothing says when."""

    who: str
    what: str
    by: date | None = None


def decisions(shown: View) -> tuple[Decision, ...]:
    """The open decisions, those with the nearest end first."""
    found = [*_risks(shown), *_requests(shown), *_ending(shown.review), *_without_owner(shown), *_blind(shown)]
    return tuple(sorted(found, key=lambda decision: decision.by or date.max))


def _risks(shown: View) -> Iterator[Decision]:
    for party in shown.parties:
        critical = [risk for risk in party.risks if risk.severity is Severity.CRITICAL]
        if critical and party.name != NOBODY:
            rules = words.count(len(critical), "critical rule that is broken", "critical rules that are broken")
            by = min((risk.due.on for risk in critical if risk.due), default=None)
            yield Decision(name_of(party), f"mend {rules}, or accept the risk for a time", by)


def _requests(shown: View) -> Iterator[Decision]:
    for request in shown.registers.requests if shown.registers else ():
        if request.is_late:
            why = f"lacks {request.lacks}" if request.lacks else "; ".join(request.time)
            yield Decision(request.waits_for, f"act on {request.id}, {request.title} ({why})")


def _ending(review: Review) -> Iterator[Decision]:
    day = org_day(review)
    for weakening, line in zip(review.weakened, weakened_lines(review), strict=True):
        if day <= weakening.until <= day + timedelta(days=SOON):
            what = f"renew or end what is accepted of “{line.rule}” ({line.what[:1].lower()}{line.what[1:]})"
            yield Decision(line.approver, what, weakening.until)


def _without_owner(shown: View) -> Iterator[Decision]:
    rules = sum(len(party.rules) for party in shown.parties if party.name == NOBODY)
    if rules:
        yield Decision("Sales Ops and IT", f"name who acts on {words.count(rules, 'broken rule')} of nobody")


def _blind(shown: View) -> Iterator[Decision]:
    rules = sum(len(group.waiting) for group in shown.blind)
    if rules:
        grants = words.count(sum(bool(group.waiting) for group in shown.blind), "grant")
        lets = f"so that {words.count(rules, 'rule')} can be judged"
        yield Decision("IT", f"give the auditor user {grants} {lets}, or have them accepted as blind spots")


def name_of(party: Party) -> str:
    """A party without how to reach it."""
    return party.name.partition(" <")[0]
