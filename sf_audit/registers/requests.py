"""The register of requests: what somebody wants of the CRM, from the proposal to the retrospective.

Its history is a state machine. What the states are is in `states.py`; whose turn it is, and for how long it may be, is
judged in the review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, WithJsonSchema

from sf_audit.registers.entry_types import Find, Party, Text
from sf_audit.registers.states import FOLLOWS, State, state
from sf_audit.rulebook.files.written_values import WrongValue, each, parts
from sf_audit.rulebook.files.yaml_file import strict_keys
from sf_audit.rulebook.settings.day import Day, day

#: `in review 2026-11-03 by dana: what was said`
_STEP = re.compile(
    r"(?P<state>[A-Za-z_ -]+?)\s+(?P<on>[^\s:]*\d[^\s:]*)(?:\s+by\s+(?P<by>[^:]+?))?(?:\s*:\s*(?P<note>.+))?", re.S
)
#: `dana 2026-11-05`
_SIGNATURE = re.compile(r"(?P<by>.+?)\s+(?P<on>\S*\d\S*)", re.S)

_STATE_SCHEMA = {
    "type": "string",
    "enum": list(dict.fromkeys(name for found in State for name in (found.words, found.value))),
}


@strict_keys
@dataclass(frozen=True)
class Step:
    """One line of a request's history: from this day on it is in this state."""

    state: Annotated[State, BeforeValidator(state), WithJsonSchema(_STATE_SCHEMA)]
    on: Day
    by: str = ""
    note: str = ""


@strict_keys
@dataclass(frozen=True)
class Signature:
    """Who agreed to scope, timeline and SLA, and on which day."""

    by: Party
    on: Day


def steps(value: object) -> object:
    """The lines of a history: a list, or one text with a semicolon or a new line between them."""
    return _each_of(value, _STEP, "write a state and its day, for example in review 2026-11-03 by dana")


def signatures(value: object) -> object:
    """Two signatures: a list, or one text with a semicolon or a new line between them."""
    return _each_of(value, _SIGNATURE, "write who signed and the day, for example dana 2026-11-03")


def _each_of(value: object, form: re.Pattern[str], says: str) -> object:
    lines = [line for line in re.split(r"[;\n]", value) if line.strip()] if isinstance(value, str) else value
    if not isinstance(lines, list | tuple):
        return value
    return each(lambda entry: _read(entry[1], entry[0], form, says), list(enumerate(lines)))


def _read(line: object, number: int, form: re.Pattern[str], says: str) -> object:
    if not isinstance(line, str):
        return line
    found = form.fullmatch(line.strip())
    if found is None:
        raise WrongValue((number,), f"“{line.strip()}”: {says}")
    try:
        return {**{name: text for name, text in found.groupdict().items() if text}, "on": day(found["on"])}
    except ValueError as problem:
        raise WrongValue((number, "on"), str(problem)) from None


_STEPS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "object"]}}]}


@strict_keys
@dataclass(frozen=True)
class Request:
    """One request: a new integration, a field, an automation, a report, a right."""

    id: Text
    title: Text
    asked_by: Party
    business_case: Text
    history: Annotated[tuple[Step, ...], Field(min_length=1), BeforeValidator(steps), WithJsonSchema(_STEPS)]
    kind: Text = "change"
    reviewed_by: Party = "it"
    benefit: str = ""
    scope: str = ""
    timeline: str = ""
    sla: str = ""
    signed: Annotated[tuple[Signature, ...], BeforeValidator(signatures), WithJsonSchema(_STEPS)] = ()
    benefit_review_on: Day | None = None

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return self.id

    @property
    def state(self) -> State:
        """Where it stands now."""
        return self.history[-1].state

    def with_people(self, find: Find) -> Self:
        """The request with everybody by key."""
        return replace(
            self,
            asked_by=find(self.asked_by, ("asked_by",)),
            reviewed_by=find(self.reviewed_by, ("reviewed_by",)),
            history=tuple(
                replace(step, by=find(step.by, ("history", place, "by")) if step.by else "")
                for place, step in enumerate(self.history)
            ),
            signed=tuple(
                replace(signature, by=find(signature.by, ("signed", place, "by")))
                for place, signature in enumerate(self.signed)
            ),
        )


@strict_keys
@dataclass(frozen=True)
class RequestFile:
    """The whole of `registers/requests.yaml`."""

    requests: tuple[Request, ...]


def wrong_histories(requests: Sequence[Request]) -> Iterator[WrongValue]:
    """What cannot have happened: a state that may not follow another, days that go back, one who signs twice."""
    for number, request in enumerate(requests):
        for problem in (*_of_history(request), *_of_signatures(request)):
            yield from (
                WrongValue((number, *part.where), str(part)) for part in parts(problem) if isinstance(part, WrongValue)
            )


def _of_history(request: Request) -> Iterator[WrongValue]:
    first = request.history[0]
    if first.state is not State.PROPOSED:
        yield WrongValue(("history", 0), f"begins with “{first.state.words}”: a request is proposed first")
    for place, step in enumerate(request.history):
        if step.state is State.CONCERNS and not step.note.strip():
            says = "concerns are written down: add a note, as in “concerns 2026-11-06 by it: no rate limit”"
            yield WrongValue(("history", place), says)
    for place, (before, after) in enumerate(pairwise(request.history), 1):
        if after.state not in FOLLOWS[before.state]:
            allowed = ", ".join(found.words for found in FOLLOWS[before.state])
            then = f"write one of {allowed}" if allowed else "nothing does"
            says = f"“{after.state.words}” does not follow “{before.state.words}”: {then}"
            yield WrongValue(("history", place), says)
        if after.on < before.on:
            says = f"{after.on} is before {before.on}, the day of “{before.state.words}”"
            yield WrongValue(("history", place, "on"), says)


def _of_signatures(request: Request) -> Iterator[WrongValue]:
    signed = [signature.by for signature in request.signed]
    if len(signed) > 2:
        yield WrongValue(("signed", 2), "two people sign: one for who asked and one for who reviewed")
    if len(signed) == 2 and signed[0] == signed[1]:
        yield WrongValue(("signed", 1), f"“{signed[1]}” signs twice: two people sign")
