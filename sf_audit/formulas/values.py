"""What a part of a formula can come to: exact values, blanks, some value that is not exactly known, and "undecided"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypeAlias


class Blank(Enum):
    """Nothing, where the platform tells it from the text "". A blank text *is* "": "Text fields are never null"."""

    NULL = "NULL"
    NUMBER = "number"
    DATE = "date"
    PICKLIST = "picklist"
    MULTIPICKLIST = "multi-select picklist"
    LOOKUP = "lookup"
    FIELD = "a field whose type is not asked for"


class Open(Enum):
    """No value.

    A test of a blank text by CONTAINS or BEGINS is neither true nor false, and so is its opposite: "fields that are
    blank are considered valid" in a validation rule. What is joined to it is at least not true.
    """

    UNDECIDED = "what the platform makes of it is not known"
    NEITHER = "neither true nor false"
    NOT_TRUE = "false, or neither true nor false"
    FREE = "any value that such a call can have"


@dataclass(frozen=True, slots=True)
class Some:
    """A value that is not blank and not one of those that the formula names.

    `apart` are the texts and numbers it is not; `near` is a number between the same two of them, where it is a number.
    """

    apart: frozenset[str | Decimal] = frozenset()
    near: Decimal | None = None


Value: TypeAlias = bool | str | Decimal | Blank | Open | Some

#: A blank text, and the blank of something that has a type of its own.
EMPTY_TEXT = ""


def is_blank(value: Value) -> bool:
    """Whether there is nothing. A space or a zero is something ("ISBLANK")."""
    return isinstance(value, Blank) or value == EMPTY_TEXT


def equal(left: Value, right: Value) -> bool | Open:
    """What `=` comes to; a blank number or date next to anything is undecided, for no document says what it equals."""
    if isinstance(left, Open) or isinstance(right, Open):
        return Open.UNDECIDED
    if is_blank(left) or is_blank(right):
        return _equal_blank(left, right) if is_blank(left) else _equal_blank(right, left)
    if isinstance(left, Some) or isinstance(right, Some):
        return _equal_some(left, right) if isinstance(left, Some) else _equal_some(right, left)
    return left == right if type(left) is type(right) else Open.UNDECIDED


def _equal_blank(blank: Value, other: Value) -> bool | Open:
    text = blank == EMPTY_TEXT
    if text and isinstance(other, str | Some):
        return other == EMPTY_TEXT
    if text and other in (Blank.FIELD, Blank.LOOKUP):
        return True
    if blank in (Blank.FIELD, Blank.LOOKUP) and isinstance(other, str):
        return other == EMPTY_TEXT
    return Open.UNDECIDED


def _equal_some(some: Value, other: Value) -> bool | Open:
    if isinstance(other, Some):
        return Open.FREE
    if isinstance(some, Some) and isinstance(other, str | Decimal) and other in some.apart:
        return False
    return Open.FREE if isinstance(some, Some) and not some.apart else Open.UNDECIDED


def less(left: Value, right: Value) -> bool | Open:
    """What `<` comes to."""
    if any(isinstance(side, Open) or is_blank(side) for side in (left, right)):
        return Open.UNDECIDED
    first, second = _number(left), _number(right)
    if first is not None and second is not None:
        both_inexact = isinstance(left, Some) and isinstance(right, Some)
        return Open.UNDECIDED if both_inexact else first < second
    return Open.FREE if isinstance(left, Some) or isinstance(right, Some) else Open.UNDECIDED


def _number(value: Value) -> Decimal | None:
    if isinstance(value, Some):
        return value.near
    return value if isinstance(value, Decimal) else None
