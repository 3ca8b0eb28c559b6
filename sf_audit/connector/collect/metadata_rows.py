"""Tables that are made of the column Metadata: the rows are listed first, then each is asked for by its id.

25 of them go into one call. What the org refuses of one row costs that row: it is not covered, as `Object.id`. Where
the list itself is refused, nothing is known of the objects in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa

from sf_audit.connector.api import composite
from sf_audit.connector.api.metadata_shapes import Facts, facts_of
from sf_audit.connector.api.query_reader import RestReader
from sf_audit.connector.api.resources import metadata_row
from sf_audit.connector.api.soql import Query
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, access_to, incomplete, refused
from sf_audit.connector.collect import described_tables as tables
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.metadata_rows import rows_of_objects
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.model.review import Unread
from sf_audit.salesforce.metadata_columns import (
    FLOW_WORDS,
    LAYOUT_FIELDS,
    METADATA_TABLES,
    OF_OBJECT,
    PAGE_FIELDS,
    VALIDATION_FORMULAS,
)
from sf_audit.snapshot.cast import FieldType

COLUMNS: Mapping[str, Mapping[str, FieldType]] = {
    VALIDATION_FORMULAS: tables.VALIDATION_FORMULAS,
    LAYOUT_FIELDS: tables.FIELDS_ON_PAGES,
    PAGE_FIELDS: tables.FIELDS_ON_PAGES,
    FLOW_WORDS: tables.FLOW_WORDS,
}


class _Row(NamedTuple):
    """A row that is asked for by its id, the object that it is about, and its name."""

    object: str
    key: str
    name: str


#: An org that refused so many rows one after the other refuses the others too.
_REFUSED_IN_A_ROW = 3


def metadata_rows(client: Client, table: PlannedTable, uncovered: dict[str, Unread]) -> pa.Table:
    """The rows; `uncovered` gets the objects of which no list came, and by `Object.id` the rows that were refused."""
    kind = METADATA_TABLES[table.need.table]
    reading = _Reading(client, table.need.table, uncovered)
    asked = rows_of_objects(kind, table.objects.names)
    listed = [row for objects, query in asked for row in reading.listed(query, objects)]
    return tables.as_text(COLUMNS[table.need.table], list(reading.rows(listed)))


@dataclass(slots=True)
class _Pages:
    """A sink that keeps the pages of a list."""

    all: list[pa.Table] = field(default_factory=list)

    def __call__(self, _: str, table: pa.Table, /, **__: str | int | None) -> None:
        self.all.append(table)


class _Reading:
    """One table as it comes."""

    def __init__(self, client: Client, table: str, uncovered: dict[str, Unread]) -> None:
        self._client = client
        self._table = table
        self._kind = METADATA_TABLES[table]
        self._uncovered = uncovered
        self._refusals: list[ApiError] = []

    def listed(self, asked: Query, objects: Sequence[str]) -> list[_Row]:
        """Object, id and name of each row of these objects."""
        pages = _Pages()
        try:
            wrong = RestReader(self._client, asked, pages, key="Id", tooling=True).pages().wrong
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            self._uncovered |= dict.fromkeys(objects, refused(self._kind.object, refusal))
            return []
        if wrong:
            self._uncovered |= dict.fromkeys(objects, incomplete(self._kind.object, wrong))
        rows = (row for page in pages.all for row in page.to_pylist())
        return [_Row(row.get(OF_OBJECT) or "", row["Id"] or "", row[self._kind.name] or "") for row in rows]

    def rows(self, listed: Sequence[_Row]) -> Iterator[tuple[str | None, ...]]:
        """What each of them says."""
        for start in range(0, len(listed), composite.ROWS):
            some = listed[start : start + composite.ROWS]
            answers = self._together([row.key for row in some])
            for row, answer in zip(some, answers, strict=True):
                yield from ((row.object, row.key, row.name, *facts) for facts in self._facts(row, answer))

    def _together(self, ids: Sequence[str]) -> list[Any]:
        if len(self._refusals) >= _REFUSED_IN_A_ROW:
            return [None] * len(ids)
        return composite.metadata_rows(self._client, self._kind.object, ids)

    def _facts(self, row: _Row, answer: Any) -> list[Facts]:
        """Nothing of a row that was refused; one that did not come together with others is asked for now."""
        try:
            return facts_of(self._table, self._came(answer) if isinstance(answer, dict) else self._alone(row.key))
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            self._uncovered[f"{row.object}.{row.key}"] = self._unread(row, refusal)
            return []

    def _alone(self, key: str) -> Mapping[str, Any]:
        if len(self._refusals) >= _REFUSED_IN_A_ROW:
            raise self._refusals[-1]
        try:
            return self._came(metadata_row(self._client, self._kind.object, key))
        except ApiError as refusal:
            self._refusals.append(refusal)
            raise

    def _came(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A row that the org gave, whatever is in it: those of packages come without their Metadata."""
        self._refusals.clear()
        return row

    def _unread(self, row: _Row, refusal: ApiError) -> Unread:
        reason = refused(self._kind.object, refusal)
        of = f" of {row.object}" if row.object else ""
        says = f"the org did not show what {self._kind.called} {row.name}{of} says ({refusal.code})"
        return Unread(reason.reason, says, reason.unlocked_by or access_to(self._kind.object))
