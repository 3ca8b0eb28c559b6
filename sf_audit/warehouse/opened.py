"""An opened place of records: its columns, and its rows in batches. Each kind of place has a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

import pyarrow as pa

from sf_audit.warehouse.delta import open_delta
from sf_audit.warehouse.duckdb_file import open_duckdb
from sf_audit.warehouse.iceberg import open_iceberg
from sf_audit.warehouse.parquet import open_parquet
from sf_audit.warehouse.postgresql import open_postgresql
from sf_audit.warehouse.source import Place, RecordSource


class Opened(Protocol):
    """One table of records, all of whose batches are of the same moment."""

    @property
    def schema(self) -> pa.Schema:
        """The columns, as they are called there."""

    @property
    def version(self) -> str:
        """Which state of the table is read, as the place itself counts; empty where it does not."""

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows in these columns. Raises SourceRefused."""

    def cancel(self) -> None:
        """End a wait for the next batch, from another thread."""


Open: TypeAlias = Callable[[RecordSource], AbstractContextManager[Opened]]

_OPEN: Mapping[Place, Open] = {
    Place.PARQUET: open_parquet,
    Place.DUCKDB: open_duckdb,
    Place.POSTGRESQL: open_postgresql,
    Place.DELTA: open_delta,
    Place.ICEBERG: open_iceberg,
}


def open_source(source: RecordSource) -> AbstractContextManager[Opened]:
    """The table, opened for reading alone until the block ends. Raises SourceRefused where it cannot be."""
    return _OPEN[source.place](source)
