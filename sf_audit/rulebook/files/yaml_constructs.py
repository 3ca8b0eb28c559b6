"""What YAML has and rule files do not: references, tags, and nesting without end. And values that YAML cannot read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.parser import Parser
from ruamel.yaml.scanner import Scanner

from sf_audit.rulebook.files.yaml_mistakes import Mistake

_DEEPEST = 40
_QUOTES = "Put the text in quotes."


class Construct(Exception):
    """The file has one of them: `mistake` says which, and where."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.says)
        self.mistake = mistake


def read_plain(text: str) -> Any:
    """The content of YAML without references and tags, with which a small file can mean gigabytes, and deep nesting.

    Raises Construct for what has them, before anything is made of it, and what ruamel.yaml raises.
    """
    reader = YAML(typ="rt", pure=True)
    reader.Scanner = Scanner  # keeps no comments: a fifth of the time
    reader.Parser = _PlainParser
    return reader.load(text)


class _PlainParser(Parser):
    """Looks at each event before anything is made of it."""

    _depth = 0

    def get_event(self) -> Event:
        event: Event = super().get_event()
        says, hint = _refused(event)
        self._depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        self._depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if self._depth > _DEEPEST:
            says, hint = f"nested too deeply: more than {_DEEPEST} levels", "Close the brackets, or flatten the file."
        if says:
            raise Construct(Mistake(event.start_mark.line + 1, says, hint))
        return event


def _refused(event: Event) -> tuple[str, str]:
    if isinstance(event, AliasEvent):
        return "a text that begins with * is a reference in YAML, and there are none here", _QUOTES
    if getattr(event, "anchor", None):
        return "a text that begins with & names a part of the file in YAML, and there are no such names here", _QUOTES
    if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
        return "a line that begins with % is an instruction to YAML, and there are none here", "Take the line away."
    if getattr(event, "tag", None):
        return "a text that begins with ! is a type in YAML, and there are none here", _QUOTES
    return "", ""


def unreadable_value(text: str) -> Mistake:
    """The first value that YAML takes for a number or a date and cannot read."""
    for event in _scalars(text):
        try:
            YAML(typ="rt", pure=True).load(event.value)
        except (YAMLError, ArithmeticError, LookupError, TypeError, ValueError):
            line = event.start_mark.line + 1
            if _is_like_a_date(event.value):
                return Mistake(line, f"there is no day {event.value[:10]}", "Write a day as 2027-03-31.")
            return Mistake(line, "this value cannot be read as a number or a date", _QUOTES)
    return Mistake(1, "the file cannot be read as YAML", "See the form of such files in docs/writing-rules.md.")


def _scalars(text: str) -> list[ScalarEvent]:
    """Values without quotes that begin as numbers and dates do."""
    events: list[ScalarEvent] = []
    try:
        for event in YAML(typ="rt", pure=True).parse(text):
            if isinstance(event, ScalarEvent) and not event.style and event.value[:1] in set("0123456789+-."):
                events.append(event)
    except (YAMLError, ValueError, RecursionError):
        return events
    return events


def _is_like_a_date(value: str) -> bool:
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", value[:10]) is None:
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return True
    return False
