"""One page of a table as a Parquet file in memory: compressed, with a checksum of every Parquet page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sf_audit.snapshot.cast import FieldType, arrow_type
from sf_audit.snapshot.disk import said_plainly
from sf_audit.snapshot.ids import NO_ID

#: Types whose values come again and again: a dictionary of them is smaller. Of others it is only slower.
_REPEATED = frozenset({"reference", "picklist", "multipicklist", "combobox", "boolean"})


def encoded(page: pa.Table, columns: Mapping[str, FieldType]) -> bytes:
    """The file's bytes; the same page gives the same bytes with the same version of arrow.

    Without statistics: all rows are looked at anyway, and the least and greatest value are field values too.
    """
    sink = pa.BufferOutputStream()
    repeated = [name for name, field in columns.items() if field.type in _REPEATED]
    pq.write_table(
        page,
        sink,
        compression="zstd",
        use_dictionary=repeated,
        write_statistics=False,
        write_page_checksum=True,
    )
    payload: bytes = sink.getvalue().to_pybytes()
    return payload


def decoded(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The page, its checksums verified. A file that cannot be opened is IntegrityBroken, a damaged page an OSError."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True, memory_map=False) as file:
            return file.read(columns)
    except OSError as problem:
        if problem.errno is None:
            raise
        with said_plainly(path):
            raise


def empty(columns: Mapping[str, FieldType]) -> pa.Table:
    """A page without rows."""
    return pa.schema([(name, arrow_type(field)) for name, field in columns.items()]).empty_table()


def identity_problems(files: Sequence[Path]) -> tuple[int, int]:
    """Over all pages of a table: rows without an Id, and rows whose Id another row has as well."""
    if not files:
        return 0, 0
    column = pa.chunked_array([chunk for file in files for chunk in decoded(file, ["Id"])["Id"].chunks], pa.string())
    present = column.filter(pc.not_equal(column, NO_ID))
    return column.null_count, len(present) - len(pc.unique(present))
