"""Which types of fields a verb can judge, and the verbs that judge a type: a rule that mixes them up is a mistake.

The types are those of describe ("Field Types" in the "Object Reference for the Salesforce Platform").
"""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.snapshot.dictionary import PICKLISTS, RICH_TEXT

_TEXT = frozenset({"string", "textarea", RICH_TEXT, "email", "phone", "url", "encryptedstring"})
_IDS = frozenset({"id", "reference"})
_NUMBERS = frozenset({"int", "long", "double", "currency", "percent"})
_DAYS = frozenset({"date", "datetime"})
_SINGLE = _TEXT | PICKLISTS | _IDS | _NUMBERS | frozenset({"date", "boolean"})
#: Hold other fields or a file; a query does not return them as a value.
COMPOUND = frozenset({"address", "location"})
_EVERY = _SINGLE | _DAYS | frozenset({"time"})


@dataclass(frozen=True, slots=True)
class Fits:
    """The types that a verb judges, and how people call them; a type that nobody knows here is let through."""

    types: frozenset[str]
    called: str

    def __contains__(self, kind: str) -> bool:
        return kind in self.types or kind not in KNOWN


#: Every type that this page knows; of another one nothing is said.
KNOWN = _EVERY | COMPOUND | frozenset({"base64"})

ANY = Fits(_EVERY, "fields that hold a value")
CAN_BE_EMPTY = Fits(_EVERY - {"boolean"}, "fields that can be empty")
SINGLE_VALUES = Fits(_SINGLE, "texts, picklists, ids, numbers, dates and checkboxes")
TEXTS = Fits(_TEXT | PICKLISTS | _IDS, "texts and picklists")
FREE_TEXTS = Fits(_TEXT | {"combobox"}, "texts")
NUMBERS = Fits(_NUMBERS, "numbers")
DAYS = Fits(_DAYS, "dates and times")
ORDERED = Fits(_NUMBERS | _DAYS, "numbers and dates")
COMPARABLE = Fits(_EVERY - {"boolean"}, "fields that tell records apart")
#: Where people write a word, or choose one.
WRITTEN = Fits(_TEXT | {"combobox", "picklist"}, "texts and single picklists")
LISTED = Fits(PICKLISTS, "picklists")
STAGES = Fits(frozenset({"picklist", "combobox", "string"}), "picklists and texts of one value")
LOOKUPS = Fits(frozenset({"reference"}), "lookups")


def are_comparable(kind: str, other: str) -> bool:
    """Whether values of one are before or after those of the other; a type that nobody knows is let through."""
    return any(kind in fits and other in fits for fits in (NUMBERS, DAYS))


def can_be_same(kind: str, other: str) -> bool:
    """Whether a value of one can be one of the other; a type that nobody knows is let through."""
    groups = (_TEXT | PICKLISTS, _IDS, _NUMBERS, *(frozenset({name}) for name in _EVERY))
    unknown = not {kind, other} <= _EVERY
    return unknown or any({kind, other} <= group for group in groups)


def is_picklist(kind: str) -> bool:
    """Whether the org lists the values of such a field."""
    return kind in PICKLISTS


def is_number(kind: str) -> bool:
    """Whether such a field holds a number."""
    return kind in _NUMBERS


def is_text(kind: str) -> bool:
    """Whether such a field holds text, or one or more values of a picklist."""
    return kind in _TEXT or kind in PICKLISTS


def is_id(kind: str) -> bool:
    """Whether such a field holds the id of a record."""
    return kind in _IDS
