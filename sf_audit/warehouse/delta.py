"""Records in a Delta table: the files of its newest version, whatever else lies in its folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pyarrow as pa

from sf_audit.warehouse.extras import door
from sf_audit.warehouse.parquet import ROWS
from sf_audit.warehouse.source import RecordSource, SourceRefused

#: One file after the other, and little of the next: memory is that of a row group.
_PACE: dict[str, Any] = {"batch_size": ROWS, "batch_readahead": 1, "fragment_readahead": 1, "use_threads": False}


@contextmanager
def open_delta(source: RecordSource) -> Iterator[DeltaRows]:
    """The newest version of the table when it is opened."""
    library = door("deltalake", "delta")
    errors = door("deltalake.exceptions", "delta")
    try:
        table = library.DeltaTable(located(source))
        rows = DeltaRows(source, table.to_pyarrow_dataset(), _version(table))
    except errors.TableNotFoundError:
        raise SourceRefused(f"there is no Delta table at {source.address}", f"Look at {source.setting}") from None
    except errors.DeltaProtocolError:
        says = f"{source} uses features of Delta that are not read, such as deletion vectors or column mapping"
        raise SourceRefused(says, "Write it without them (REORG TABLE … APPLY (PURGE)), or name a copy") from None
    except (errors.DeltaError, pa.ArrowException, OSError, ValueError):
        raise _damaged(source) from None
    yield rows


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class DeltaRows:
    """One version of a table."""

    source: RecordSource
    dataset: Any
    version: str

    @property
    def schema(self) -> pa.Schema:
        """The columns, partitions included."""
        found: pa.Schema = self.dataset.schema
        return found

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows, file by file."""
        datasets = import_module("pyarrow.dataset")  # which takes a while, and few need it
        streamed = datasets.ParquetFragmentScanOptions(use_buffered_stream=True, pre_buffer=False)
        try:
            scanner = self.dataset.scanner(columns=list(columns), fragment_scan_options=streamed, **_PACE)
            yield from scanner.to_batches()
        except (pa.ArrowException, OSError):
            raise _damaged(self.source) from None

    def cancel(self) -> None:
        """No file lets anybody wait for long."""


def located(source: RecordSource) -> str:
    """Where the table is: an address of a store as it is written, or a path of the workspace."""
    return source.address if "://" in source.address else str(source.folder / source.address)


def _version(table: Any) -> str:
    newest = table.history(1)
    when = newest[0].get("timestamp") if newest else None
    written = f", written {datetime.fromtimestamp(when / 1000, UTC):%Y-%m-%d %H:%M} UTC" if when else ""
    return f"version {table.version()}{written}"


def _damaged(source: RecordSource) -> SourceRefused:
    """The library's words may quote what it read, or how it signed in."""
    says = f"{source} cannot be read: a file of it is missing or damaged, or nobody may read it from here"
    return SourceRefused(says, "Let the job that writes it finish, then run again; see whether this user may read it")
