"""What is said of a broken rule: how much of what is wrong, in the singular or in the plural."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from sf_audit.rulebook.files.yaml_file import strict_keys

#: Stands for the number of findings. Nothing else is filled in: these are texts, not templates.
NUMBER = "{n}"

_LONGEST = 200


def _text(value: object) -> object:
    """A line of text in which braces stand around `n` alone."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        raise ValueError("is empty")
    if "\n" in value.strip() or len(value) > _LONGEST:
        raise ValueError(f"write one line of at most {_LONGEST} characters")
    if re.search(r"[{}]", value.replace(NUMBER, "")):
        raise ValueError(f"only {NUMBER}, the number of findings, may stand in braces")
    return value.strip()


def _whole(value: object) -> object:
    """One text for any number of findings, where it names none; the two texts otherwise."""
    if not isinstance(value, str):
        return value
    if NUMBER in value:
        raise ValueError(f"write two texts, one: for a single finding and other: for {NUMBER} findings")
    return {"one": value, "other": value}


_Text = Annotated[str, BeforeValidator(_text)]


@strict_keys
@dataclass(frozen=True)
class Headline:
    """What is wrong where a rule is broken: `one` is said of a single finding, `other` of several."""

    one: _Text
    other: _Text

    def of(self, findings: int) -> str:
        """The line for so many findings."""
        return (self.one if findings == 1 else self.other).replace(NUMBER, f"{findings:,}")


_TEXT_SCHEMA = {"type": "string", "minLength": 1, "maxLength": _LONGEST}

BrokenText = Annotated[
    Headline,
    BeforeValidator(_whole),
    WithJsonSchema(
        {
            "description": "What is wrong where the rule is broken; {n} is the number of findings.",
            "anyOf": [
                _TEXT_SCHEMA,
                {
                    "type": "object",
                    "properties": {"one": _TEXT_SCHEMA, "other": _TEXT_SCHEMA},
                    "required": ["one", "other"],
                    "additionalProperties": False,
                },
            ],
        }
    ),
]
