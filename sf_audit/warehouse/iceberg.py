"""Records in an Iceberg table: of a catalog that PyIceberg knows, or of one metadata file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from sf_audit.warehouse.extras import door, translated
from sf_audit.warehouse.parquet import ROWS
from sf_audit.warehouse.source import RecordSource, SourceRefused

_METADATA = ".metadata.json"

_REMEDY = "See whether PyIceberg knows the catalog (pyiceberg list), and whether this user may read the files"


@contextmanager
def open_iceberg(source: RecordSource) -> Iterator[IcebergRows]:
    """The current snapshot of the table when it is opened."""
    errors = door("pyiceberg.exceptions", "iceberg")
    with translated(source, _REMEDY):
        try:
            table = _of_catalog(source) if source.table else _of_file(source)
        except (errors.NoSuchTableError, errors.NoSuchNamespaceError):
            says = f"the catalog {source.address} has no table {source.table}"
            raise SourceRefused(says, f"Look at {source.setting}") from None
        version = _version(table.current_snapshot())
    yield IcebergRows(source, table, version)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class IcebergRows:
    """One snapshot of a table."""

    source: RecordSource
    table: Any
    version: str

    @property
    def schema(self) -> pa.Schema:
        """The columns of the current schema."""
        found: pa.Schema = self.table.schema().as_arrow()
        return found

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows, one data file at a time: the library's own reader works ahead through all of them."""
        scans = door("pyiceberg.io.pyarrow", "iceberg")
        with translated(self.source, _REMEDY):
            scan = self.table.scan(selected_fields=tuple(columns))
            reader = scans.ArrowScan(self.table.metadata, self.table.io, scan.projection(), scan.row_filter)
            for task in scan.plan_files():
                for batch in reader.to_record_batches([task]):
                    yield from (batch.slice(start, ROWS) for start in range(0, batch.num_rows, ROWS))

    def cancel(self) -> None:
        """No file lets anybody wait for long."""


def _of_catalog(source: RecordSource) -> Any:
    """PyIceberg finds the catalog, and what signs in there, in `.pyiceberg.yaml` or the environment."""
    return door("pyiceberg.catalog", "iceberg").load_catalog(source.address).load_table(source.table)


def _of_file(source: RecordSource) -> Any:
    """A folder may hold metadata that no catalog took, so it has to name the right one, or the settings do."""
    where = source.path
    hint = os.path.join(where, "metadata", "version-hint.text")
    if not where.endswith(_METADATA) and "://" not in where and not os.path.isfile(hint):
        says = f"{source.address} does not say which metadata is current"
        raise SourceRefused(says, f"Name its catalog and table, or the file …{_METADATA}, in {source.setting}")
    return door("pyiceberg.table", "iceberg").StaticTable.from_metadata(where)


def _version(snapshot: Any) -> str:
    if snapshot is None:
        return ""
    when = datetime.fromtimestamp(snapshot.timestamp_ms / 1000, UTC)
    return f"snapshot {snapshot.snapshot_id}, written {when:%Y-%m-%d %H:%M} UTC"
