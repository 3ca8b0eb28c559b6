"""The current records in a loaded table, page by page, as text; deleted ones and earlier states are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from sf_audit.model.counts import count
from sf_audit.snapshot.cast import FieldType, cast
from sf_audit.warehouse.names import Matched, marker
from sf_audit.warehouse.opened import Opened
from sf_audit.warehouse.source import RecordSource, SourceRefused
from sf_audit.warehouse.texts import as_text, unfit

#: A page is stored as soon as it has so many rows, or so many bytes of text.
PAGE_ROWS, PAGE_BYTES = 32_768, 16 << 20

_FLAG, _MOMENT = FieldType("boolean"), FieldType("datetime")
_NOT_SET = pa.array(["false", ""])


@dataclass(slots=True)
class Tally:
    """What went by: records that are left out, the newest stamp of the others, and the newest load of all."""

    rows: int = 0
    deleted: int = 0
    historic: int = 0
    newest: datetime | None = None
    loaded: datetime | None = None

    @property
    def notes(self) -> Iterator[str]:
        """What was left out, for the record."""
        if self.deleted:
            yield f"{count(self.deleted, 'deleted row was', 'deleted rows were')} left out"
        if self.historic:
            yield f"{count(self.historic, 'row of an earlier state was', 'rows of earlier states were')} left out"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each wanted field is in the table, and why others are not there."""

    source: RecordSource
    columns: Mapping[str, str]
    missing: Mapping[str, str]
    deleted: tuple[str, ...]
    active: str
    loaded: str

    @property
    def read(self) -> tuple[str, ...]:
        """Every column that has to be read."""
        markers = (*self.deleted, self.active, self.loaded)
        return tuple(dict.fromkeys([*self.columns.values(), *(column for column in markers if column)]))


def layout(
    source: RecordSource, opened: Opened, matched: Matched, types: Mapping[str, FieldType], left_out_by: Sequence[str]
) -> Layout:
    """Where the fields of these types are. Records in which a field of `left_out_by` is true are left out.

    Raises SourceRefused where a marker that is named is not there, or where nobody can tell which columns those are.
    """
    for name in left_out_by:
        if name in matched.ambiguous:
            says = f"nobody can tell which records of {source} are {name}: {matched.ambiguous[name]}"
            raise SourceRefused(says, f"Name the column of {name} in columns of {source.setting}")
    found: dict[str, str] = {}
    missing: dict[str, str] = {}
    for name, kind in types.items():
        column = matched.columns.get(name)
        if column is None:
            missing[name] = matched.ambiguous.get(name, "no column of that name")
        elif why := unfit(opened.schema.field(column), kind):
            missing[name] = f"its column {column} {why}"
        else:
            found[name] = column
    named = opened.schema.names
    marked = (*(matched.columns.get(name, "") for name in left_out_by), marker(source, source.markers.deleted, named))
    return Layout(
        source,
        found,
        missing,
        tuple(column for column in marked if column),
        marker(source, source.markers.active, named),
        marker(source, source.markers.loaded, named),
    )


@dataclass(slots=True)
class CurrentRows:
    """The rows of an opened table. `tally` holds when all pages were taken; `stamp` is the field of the last change."""

    opened: Opened
    where: Layout
    types: Mapping[str, FieldType]
    stamp: str
    tally: Tally = field(default_factory=Tally)

    def pages(self) -> Iterator[pa.Table]:
        """The current rows in the columns of `types`, all text. Raises SourceRefused."""
        waiting: list[pa.Table] = []
        for batch in self.opened.batches(self.where.read):
            for start in range(0, batch.num_rows, PAGE_ROWS):
                waiting.append(self._text(self._current(batch.slice(start, PAGE_ROWS))))
                if self._is_full(waiting):
                    yield pa.concat_tables(waiting)
                    waiting = []
        if waiting:
            yield pa.concat_tables(waiting)

    def _is_full(self, waiting: Sequence[pa.Table]) -> bool:
        rows, size = sum(table.num_rows for table in waiting), sum(table.nbytes for table in waiting)
        return bool(rows >= PAGE_ROWS or size >= PAGE_BYTES)

    def _current(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if self.where.loaded:
            self.tally.loaded = _later(self.tally.loaded, self._as(batch, self.where.loaded, _MOMENT))
        if self.where.active:
            kept = pc.equal(self._as(batch, self.where.active, _FLAG), "true")
            before, batch = batch.num_rows, batch.filter(pc.fill_null(kept, False))
            self.tally.historic += before - batch.num_rows
        for column in self.where.deleted:
            is_set = pc.invert(pc.is_in(self._as(batch, column, _FLAG), value_set=_NOT_SET))
            kept = pc.invert(pc.and_(is_set, pc.is_valid(batch[column])))
            before, batch = batch.num_rows, batch.filter(kept)
            self.tally.deleted += before - batch.num_rows
        self.tally.rows += batch.num_rows
        return batch

    def _text(self, batch: pa.RecordBatch) -> pa.Table:
        self._require_types(batch.schema)
        text = {
            name: self._as(batch, self.where.columns[name], kind)
            if name in self.where.columns
            else pa.nulls(batch.num_rows, pa.string())
            for name, kind in self.types.items()
        }
        if self.stamp:
            self.tally.newest = _later(self.tally.newest, text[self.stamp])
        return pa.table(text)

    def _require_types(self, schema: pa.Schema) -> None:
        """Files of one table may have been written with other types than the first."""
        for name, column in self.where.columns.items():
            if why := unfit(schema.field(column), self.types[name]):
                raise SourceRefused(f"in a part of the table its column {column} {why}", "Load the table anew")

    def _as(self, batch: pa.RecordBatch, column: str, kind: FieldType) -> pa.Array:
        try:
            return as_text(batch[column], kind, self.where.source.time_zone)
        except pa.ArrowInvalid:  # its words quote the value
            raise SourceRefused(f"not every value of the column {column} is text (UTF-8)") from None
        except pa.ArrowNotImplementedError:  # a list or a structure, as a column that marks rows
            says = f"the column {column} is held as {batch.schema.field(column).type}, which marks no row"
            raise SourceRefused(says, f"Name another column in {self.where.source.setting}") from None


def _later(known: datetime | None, text: pa.Array) -> datetime | None:
    """The latest moment, in UTC."""
    moments, _ = cast(pa.table({"moment": text}), {"moment": _MOMENT})
    newest = pc.max(moments["moment"]).as_py()
    found = None if newest is None else newest.replace(tzinfo=UTC)
    return max((moment for moment in (known, found) if moment is not None), default=None)
