"""What a query is expected to cost: bytes, API calls and seconds, from the number of rows and the field types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from sf_audit.connector.api.describe import DescribedField
from sf_audit.connector.api.query_reader import BATCH
from sf_audit.connector.plan.strategy import ReadStrategy

SECONDS_PER_CALL = 0.4

#: Who is looking: userinfo, its permissions, what it sees.
CALLS_OF_A_RUN = 4

#: Rows of one page of bulk results, and what a job costs besides its pages: make, look a few times, delete.
_BULK_PAGE = 50_000
_BULK_CALLS = 6
_BULK_SECONDS = 20.0
_BYTES_PER_SECOND = 3_000_000

_WIDTHS = {
    "id": 21,
    "reference": 21,
    "boolean": 8,
    "date": 13,
    "datetime": 27,
    "int": 8,
    "double": 12,
    "currency": 12,
    "percent": 8,
    "picklist": 16,
    "email": 28,
    "phone": 18,
}

#: Text is rarely as long as it may be.
_LONGEST_TEXT = 200
_LONG_TEXT = 1000

#: Text of one page; it is in memory about four times (received, unpacked, parsed, stored).
_PAGE_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """Uncompressed bytes, API calls, and seconds if nothing else runs."""

    bytes: int
    calls: int
    seconds: float


def of(how: ReadStrategy, rows: int | None, fields: Iterable[DescribedField], *, counted: bool) -> Cost:
    """The cost of one query. Where nobody knows the rows, that of one batch."""
    known = rows or 0
    columns = list(fields)
    size = known * sum(map(_width, columns))
    counts = 2 if counted else 0
    if how is ReadStrategy.BULK:
        calls = _BULK_CALLS + max(ceil(known / rows_per_page(columns, _BULK_PAGE)), 1) + counts
        return Cost(size, calls, _BULK_SECONDS + size / _BYTES_PER_SECOND)
    calls = max(ceil(known / BATCH), 1) + counts
    return Cost(size, calls, calls * SECONDS_PER_CALL + size / _BYTES_PER_SECOND)


class TypedField(Protocol):
    """What decides how wide a column is: its describe type, and its length in characters."""

    @property
    def type(self) -> str: ...

    @property
    def length(self) -> int: ...


def rows_per_page(fields: Iterable[TypedField], at_most: int) -> int:
    """How many rows of a page stay within memory, several tables being read at a time."""
    return max(min(_PAGE_BYTES // max(sum(map(_room, fields)), 1), at_most), 1)


def _room(field: TypedField) -> int:
    """What to be prepared for: descriptions and comments are long in some orgs."""
    return max(_width(field), _LONG_TEXT if field.length >= _LONG_TEXT else 0)


def _width(field: TypedField) -> int:
    return _WIDTHS.get(field.type) or 3 + min(field.length // 4, _LONGEST_TEXT)
