"""The review for readers who may not know whose records these are: ids instead of names, no way to reach anybody.

Who must act stays, by the name of the role that they have in the workspace.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sf_audit.model.example import Example
from sf_audit.model.registers import Escalation, MadeDecision, OpenRequest, Registers, Routed
from sf_audit.model.review import Action, Outcome, Review

WITHHELD = "withheld"

#: `Mara Lindqvist <mara@acme.example>`, and an address by itself.
_CONTACT = re.compile(r"<[^<>]*>|[^\s<>(),;]+@[^\s<>(),;]+")
_EMPTY = re.compile(r"\(\s*\)")


def redacted(review: Review) -> Review:
    """The same review without names of records, record owners and the auditor, and without contacts of owners."""
    return replace(
        review,
        examples={rule: tuple(map(_nameless, rows)) for rule, rows in review.examples.items()},
        auditor=WITHHELD if review.auditor else "",
        outcomes=tuple(map(_outcome, review.outcomes)),
        actions=tuple(map(_action, review.actions)),
        weakened=tuple(
            replace(weakening, approver=without_contact(weakening.approver)) for weakening in review.weakened
        ),
        registers=_registers(review.registers) if review.registers else None,
    )


def without_contact(party: str) -> str:
    """Who must act, without how to reach them."""
    left = " ".join(_EMPTY.sub(" ", _CONTACT.sub(" ", party)).split()).strip(" ,;")
    return left or (WITHHELD if party else "")


def _registers(registers: Registers) -> Registers:
    return replace(
        registers,
        declared=tuple(replace(each, refused=tuple(map(_plain, each.refused))) for each in registers.declared),
        requests=tuple(map(_request, registers.requests)),
        decisions=tuple(map(_decision, registers.decisions)),
        escalations=tuple(map(_escalation, registers.escalations)),
        routed=tuple(map(_routed, registers.routed)),
    )


def _routed(line: Routed) -> Routed:
    groups = (line.responsible, line.consulted, line.informed)
    responsible, consulted, informed = (tuple(map(without_contact, group)) for group in groups)
    accountable = without_contact(line.accountable)
    return replace(line, responsible=responsible, accountable=accountable, consulted=consulted, informed=informed)


def _request(line: OpenRequest) -> OpenRequest:
    asked, waits = without_contact(line.asked_by), without_contact(line.waits_for)
    return replace(line, title=_plain(line.title), asked_by=asked, waits_for=waits)


def _decision(line: MadeDecision) -> MadeDecision:
    return replace(
        line,
        decision=_plain(line.decision),
        follow_up=_plain(line.follow_up),
        owner=without_contact(line.owner),
        decided_by=tuple(map(without_contact, line.decided_by)),
    )


def _escalation(draft: Escalation) -> Escalation:
    subject, text = _plain(draft.subject), _plain(draft.text)
    return replace(draft, to=tuple(map(without_contact, draft.to)), subject=subject, text=text)


def _plain(text: str) -> str:
    """A text that somebody wrote, without addresses in it."""
    return _CONTACT.sub(WITHHELD, text)


def _nameless(example: Example) -> Example:
    return replace(example, label="", record_owner="", said="", values=(), twin=None)


def _outcome(outcome: Outcome) -> Outcome:
    return replace(outcome, owner=without_contact(outcome.owner), partner=without_contact(outcome.partner))


def _action(action: Action) -> Action:
    return replace(action, owner=without_contact(action.owner), partner=without_contact(action.partner))
