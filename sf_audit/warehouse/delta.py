"""Records in a Delta table: those of its newest version, whatever else lies in its folder.

They are asked for in SQL, because that reads tables with deletion vectors, and holds few rows at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from sf_audit.snapshot.sql import quote_identifier
from sf_audit.warehouse.extras import door, translated
from sf_audit.warehouse.source import RecordSource, SourceRefused

_TABLE = "records"

_REMEDY = "Let the job that writes it finish, then run again; see whether this user may read it"


@contextmanager
def open_delta(source: RecordSource) -> Iterator[DeltaRows]:
    """The newest version of the table when it is opened."""
    library = door("deltalake", "delta")
    errors = door("deltalake.exceptions", "delta")
    with translated(source, _REMEDY):
        try:
            table = library.DeltaTable(source.path)
            query = library.QueryBuilder().register(_TABLE, table)
            schema = pa.schema(query.execute(f"SELECT * FROM {_TABLE} LIMIT 0").schema)
            rows = DeltaRows(source, query, schema, _version(table))
        except errors.TableNotFoundError:
            raise SourceRefused(f"there is no Delta table at {source.address}", f"Look at {source.setting}") from None
        except errors.DeltaProtocolError:
            says = f"{source} uses features of Delta that deltalake does not read"
            raise SourceRefused(says, "Use a later version of deltalake, or name a copy without them") from None
    yield rows


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class DeltaRows:
    """One version of a table."""

    source: RecordSource
    query: Any
    schema: pa.Schema
    version: str

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows, as the library reads them; not as one stream for Arrow, in which a panic would end the process."""
        listed = ", ".join(map(quote_identifier, columns))
        with translated(self.source, _REMEDY):
            for batch in self.query.execute(f"SELECT {listed} FROM {_TABLE}"):
                yield _without_views(pa.record_batch(batch))

    def cancel(self) -> None:
        """No file lets anybody wait for long."""


def _without_views(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Arrow cannot choose rows of texts that are views on others."""
    plain = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
    return pa.RecordBatch.from_arrays(
        [column.cast(plain.get(column.type, column.type)) for column in batch.columns], names=batch.schema.names
    )


def _version(table: Any) -> str:
    newest = table.history(1)
    when = newest[0].get("timestamp") if newest else None
    written = f", written {datetime.fromtimestamp(when / 1000, UTC):%Y-%m-%d %H:%M} UTC" if when else ""
    return f"version {table.version()}{written}"
