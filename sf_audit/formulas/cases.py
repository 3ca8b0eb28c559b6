"""The saves that are gone through for a field, and what the field is in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from sf_audit.formulas.values import EMPTY_TEXT, Blank, Value


class FieldKind(Enum):
    """What a formula takes a field for, by its type in describe."""

    TEXT = "text"
    PICKLIST = "picklist"
    MULTIPICKLIST = "multi-select picklist"
    NUMBER = "number"
    DATE = "date"
    LOOKUP = "lookup"
    CHECKBOX = "checkbox"
    OTHER = "type that formulas do not take"

    @classmethod
    def of(cls, describe_type: str) -> FieldKind:
        """The kind of a field with this `type` in describe ("Field Types" in the Object Reference)."""
        return _KINDS.get(describe_type.lower(), cls.OTHER)


_KINDS: Final = {
    **dict.fromkeys(("string", "textarea", "email", "phone", "url", "encryptedstring"), FieldKind.TEXT),
    **dict.fromkeys(("picklist", "combobox"), FieldKind.PICKLIST),
    "multipicklist": FieldKind.MULTIPICKLIST,
    **dict.fromkeys(("double", "currency", "percent", "int", "long"), FieldKind.NUMBER),
    **dict.fromkeys(("date", "datetime", "time"), FieldKind.DATE),
    "reference": FieldKind.LOOKUP,
    "boolean": FieldKind.CHECKBOX,
}

#: What an empty field is in a validation rule; a checkbox is never empty.
EMPTY: Final[dict[FieldKind, Value]] = {
    FieldKind.TEXT: EMPTY_TEXT,
    FieldKind.PICKLIST: Blank.PICKLIST,
    FieldKind.MULTIPICKLIST: Blank.MULTIPICKLIST,
    FieldKind.NUMBER: Blank.NUMBER,
    FieldKind.DATE: Blank.DATE,
    FieldKind.LOOKUP: Blank.LOOKUP,
}


class Save(Enum):
    """What is done with a record whose field is empty afterwards."""

    INSERT = "a new record without a value"
    CLEAR = "the value is taken away"
    KEEP = "a record without a value is saved again"


@dataclass(frozen=True, slots=True)
class Case:
    """A save, and whether the field is empty after it or has a value: the two are compared."""

    save: Save
    empty: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """The field that is asked about."""

    name: str
    kind: FieldKind

    def is_named(self, name: str) -> bool:
        """Whether a name in a formula is this field."""
        return name.lower() == self.name.lower()

    def leads_to(self, name: str) -> bool:
        """Whether a name goes through this lookup to a field of the parent, which is blank where the lookup is."""
        if self.kind is not FieldKind.LOOKUP:
            return False
        folded = self.name.lower()
        relationship = f"{folded[:-1]}r" if folded.endswith("__c") else folded.removesuffix("id")
        return name.lower().startswith(f"{relationship}.")
