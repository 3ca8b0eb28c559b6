"""Fields of two objects that must hold the same: `{AccountId: AccountId}`, the other object's field first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from sf_audit.rulebook.files.written_values import WrongValue
from sf_audit.rulebook.settings.api_names import API_NAME, plain_field_name


@dataclass(frozen=True, slots=True)
class NamesPairs:
    """Fields of the object that the setting `of` names, each with the field of that in `beside` that it equals."""

    of: str = "child"
    beside: str = "object"


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if isinstance(value, tuple):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("write fields of both objects, for example AccountId: AccountId")  # noqa: TRY004 (pydantic)
    return tuple(sorted(_pair(str(key), field) for key, field in value.items()))


def _pair(key: str, field: object) -> tuple[str, str]:
    try:
        return plain_field_name(key), plain_field_name(field)
    except ValueError as problem:
        raise WrongValue((key,), str(problem)) from None


_NAME = {"type": "string", "pattern": API_NAME}

#: Sorted, the other object's field first.
FieldPairs = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_pairs),
    WithJsonSchema({"type": "object", "title": "pairs", "additionalProperties": _NAME}),
    NamesPairs(),
]
