"""The review for readers who may not know whose records these are: ids instead of names, no way to reach anybody.

Who must act stays, by the name of the role that they have in the workspace.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sf_audit.model.example import Example
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
    )


def without_contact(party: str) -> str:
    """Who must act, without how to reach them."""
    left = " ".join(_EMPTY.sub(" ", _CONTACT.sub(" ", party)).split()).strip(" ,;")
    return left or (WITHHELD if party else "")


def _nameless(example: Example) -> Example:
    return replace(example, label="", record_owner="", said="", values=(), twin=None)


def _outcome(outcome: Outcome) -> Outcome:
    return replace(outcome, owner=without_contact(outcome.owner), partner=without_contact(outcome.partner))


def _action(action: Action) -> Action:
    return replace(action, owner=without_contact(action.owner), partner=without_contact(action.partner))
