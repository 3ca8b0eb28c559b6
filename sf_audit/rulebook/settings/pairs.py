"""Fields of two objects that must hold the same: `{AccountId: AccountId}`, the other object's field first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from sf_audit.rulebook.files.written_values import WrongValue
from sf_audit.rulebook.settings.api_names import column_parts
from sf_audit.salesforce.relationships import lookup_of, parent_of
from sf_audit.snapshot.needs import Column, ParentField

#: A field of the other object, and the field of the record that holds the same.
Pair: TypeAlias = tuple[Column, Column]


@dataclass(frozen=True, slots=True)
class NamesPairs:
    """Fields of the object that the setting `of` names, each with the field of that in `beside` that it equals."""

    of: str = "child"
    beside: str = "object"


def as_written(column: Column) -> str:
    """The column as a rule file names it."""
    return column if isinstance(column, str) else column.written


def _pairs(value: object, info: ValidationInfo) -> tuple[Pair, ...]:
    if isinstance(value, tuple):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("write fields of both objects, for example AccountId: AccountId")  # noqa: TRY004 (pydantic)
    owners = str(info.data.get("child", "")), str(info.data.get("object", ""))
    return tuple(_pair(str(key), value[key], owners) for key in sorted(value, key=str))


def _pair(key: str, field: object, owners: tuple[str, str]) -> Pair:
    try:
        return _column(key, owners[0]), _column(field, owners[1])
    except ValueError as problem:
        raise WrongValue((key,), str(problem)) from None


def _column(written: object, owner: str) -> Column:
    """As most orgs call the lookup and its object, until the org itself is asked."""
    parent, field = column_parts(written, owner)
    return ParentField(f"{parent}.{field}", lookup_of(parent), parent_of(parent, owner), field) if parent else field


_NAME = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)?$"}

#: Sorted by the other object's field.
FieldPairs = Annotated[
    tuple[Pair, ...],
    BeforeValidator(_pairs),
    WithJsonSchema({"type": "object", "title": "pairs", "additionalProperties": _NAME}),
    NamesPairs(),
]
