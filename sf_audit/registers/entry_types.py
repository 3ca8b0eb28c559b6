"""The values of a register as people write them: texts, people, and lists in one cell of a spreadsheet.

A text and a list of texts are the same here: `dana; tom`, `dana, tom`, a line for each, and `[dana, tom]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from sf_audit.rulebook.files.written_values import refuse_misread_number

#: Looks a person or a team up by the word that was written, which stands at this place of an entry; its key.
Find: TypeAlias = Callable[[str, tuple[str | int, ...]], str]

#: Characters of one text: a page.
_LONGEST = 2000


def text(value: object) -> object:
    """A text that says something, without white space around it. A number stands for itself, as in a cell."""
    if isinstance(value, int) and not isinstance(value, bool):
        refuse_misread_number(value)
        return str(value)
    if isinstance(value, str):
        if not value.strip():
            raise ValueError("is empty")
        return value.strip()
    return value


def several(value: object) -> object:
    """A list, from a list or from one text."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in re.split(r"[;,\n]", value)]
    return [part for part in parts if part]


def just_one(value: object) -> object:
    """One person or team. ValueError where several are named."""
    named = several(value)
    if isinstance(named, list | tuple) and len(named) > 1:
        names = " and ".join(map(str, named))
        raise ValueError(f"exactly one is accountable, and here are {len(named)}: {names}")
    return named[0] if isinstance(named, list | tuple) and named else value


_TEXT_SCHEMA = {"type": ["string", "integer"], "maxLength": _LONGEST}
#: One text or a list of them, in JSON Schema.
SEVERAL_SCHEMA = {"anyOf": [_TEXT_SCHEMA, {"type": "array", "items": _TEXT_SCHEMA}]}

Text = Annotated[str, BeforeValidator(text), Field(max_length=_LONGEST), WithJsonSchema(_TEXT_SCHEMA)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(several), WithJsonSchema(SEVERAL_SCHEMA)]
#: A key or a name of somebody declared in `sf-audit.yaml`.
Party = Text
Parties = Texts
SomeParties = Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(several), WithJsonSchema(SEVERAL_SCHEMA)]
OneParty = Annotated[str, BeforeValidator(text), BeforeValidator(just_one)]
