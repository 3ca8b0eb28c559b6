"""JSON records as a table of text, with parents flattened into dotted columns (`Owner.Name`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from sf_audit.connector.api.resources import garbled


def text_table(records: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pa.Table:
    """The columns of the records as text. Raises an ApiError when a record lacks one of them."""
    return pa.table({column: pa.array([_at(record, column) for record in records], pa.string()) for column in columns})


def _at(record: Mapping[str, Any], path: str) -> str | None:
    value: Any = record
    for step in path.split("."):
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise garbled("RECORD")
        value = _named(value, step)
    return _as_text(value)


def _named(record: Mapping[str, Any], step: str) -> Any:
    if step in record:
        return record[step]
    # A query may write a name in other letters than the org does; the answer uses the org's.
    folded = step.lower()
    for name, value in record.items():
        if name.lower() == folded:
            return value
    raise garbled("RECORD")


def _as_text(value: Any) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case dict() | list():
            return json.dumps(value, sort_keys=True, default=str)
    return str(value)
