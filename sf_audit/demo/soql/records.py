"""Rows of an answer as REST gives them: nested parents, `attributes`, dates and numbers as JSON has them.

"Query" in the "REST API Developer Guide". A `Shape` says which cell of a flat row goes where in the record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

# What the platform writes into the URL of a record that has no id.
_NO_ID: Final = "000000000000000AAA"
_FRACTIONS: Final = frozenset({"double", "currency", "percent"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: its position and describe type."""

    index: int
    type: str


@dataclass(frozen=True, slots=True)
class Compound:
    """An address or a location: null when all its parts are."""

    parts: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Offspring:
    """A child subquery: which of the answer's, and the cell that children refer to."""

    slot: int
    parent: Cell


@dataclass(frozen=True, slots=True)
class Choice:
    """TYPEOF: the shape depends on the object."""

    kind: Cell
    branches: Mapping[str, Shape]
    otherwise: Shape


@dataclass(slots=True)
class Shape:
    """A record: its object (or the cell that names it), the cell with its id, and its entries in SELECT order."""

    name: str
    identity: Cell | None = None
    kind: Cell | None = None
    entries: dict[str, Entry] = field(default_factory=dict)


Entry = Cell | Compound | Offspring | Choice | Shape
Row = Sequence[object]
# For one child subquery: the records by the id of their parent.
Family = Mapping[object, list[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Records:
    """Makes records for one API version; `root` is the path in front of an object's name in a record's URL."""

    root: str
    families: Sequence[Family] = ()

    def record(self, shape: Shape, row: Row) -> dict[str, object]:
        """One record of an object."""
        name = shape.name if shape.kind is None else str(row[shape.kind.index])
        identity = row[shape.identity.index] if shape.identity else None
        found: dict[str, object] = {
            "attributes": {"type": name, "url": f"{self.root}/{name}/{identity or _NO_ID}"},
        }
        for key, entry in shape.entries.items():
            found[key] = self._entry(entry, row)
        return found

    def aggregate(self, shape: Shape, row: Row) -> dict[str, object]:
        """One group; it has no URL."""
        found: dict[str, object] = {"attributes": {"type": "AggregateResult"}}
        for key, entry in shape.entries.items():
            found[key] = self._entry(entry, row)
        return found

    def _entry(self, entry: Entry, row: Row) -> object:
        if isinstance(entry, Cell):
            return spelled(row[entry.index], entry.type)
        if isinstance(entry, Shape):
            absent = entry.identity is None or row[entry.identity.index] is None
            return None if absent else self.record(entry, row)
        if isinstance(entry, Compound):
            parts = {key: spelled(row[cell.index], cell.type) for key, cell in entry.parts}
            return parts if any(value is not None for value in parts.values()) else None
        if isinstance(entry, Choice):
            chosen = entry.branches.get(str(row[entry.kind.index]), entry.otherwise)
            return self._entry(chosen, row)
        children = self.families[entry.slot].get(row[entry.parent.index])
        return {"totalSize": len(children), "done": True, "records": children} if children else None


def spelled(value: object, kind: str) -> object:
    """One value as JSON has it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='milliseconds')}+0000"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value.isoformat(timespec='milliseconds')}Z"
    if isinstance(value, Decimal | int | float):
        return float(value) if kind in _FRACTIONS or isinstance(value, float) else int(value)
    return json.loads(str(value)) if kind == "complexvalue" else value
