"""Records in a table of a DuckDB file, which is opened for reading alone and shut off from everything else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from sf_audit.snapshot.sql import quote_identifier
from sf_audit.warehouse.parquet import ROWS
from sf_audit.warehouse.source import RecordSource, SourceRefused

#: A name in double quotes, or what stands between dots.
_PART = re.compile(r'"[^"]*"(?=\.|$)|[^.]+')

#: What is kept of a table while its rows go by.
_MEMORY = "256MB"


@contextmanager
def open_duckdb(source: RecordSource) -> Iterator[DuckDBTable]:
    """The table, until the block ends."""
    if not os.path.isfile(source.path):
        raise SourceRefused(f"there is no DuckDB file {source.path}", f"Look at {source.setting}")
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "enable_external_access": "false",
        "python_enable_replacements": "false",
        "memory_limit": _MEMORY,
        "threads": "1",
    }
    try:
        connection = duckdb.connect(source.path, read_only=True, config=config)
    except duckdb.Error as problem:
        raise _refused(source, problem) from None
    with connection:
        try:
            schema = connection.sql(f"SELECT * FROM {named(source.table)} LIMIT 0").to_arrow_table().schema
        except duckdb.Error as problem:
            raise _refused(source, problem) from None
        yield DuckDBTable(source, connection, schema)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class DuckDBTable:
    """One table of the file."""

    source: RecordSource
    connection: duckdb.DuckDBPyConnection
    schema: pa.Schema
    version: str = ""

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows, as one query brings them."""
        listed = ", ".join(map(quote_identifier, columns))
        try:
            yield from self.connection.sql(f"SELECT {listed} FROM {named(self.source.table)}").to_arrow_reader(ROWS)
        except (duckdb.Error, pa.ArrowException, OSError) as problem:
            raise _refused(self.source, problem) from None

    def cancel(self) -> None:
        """End the query, if there still is one."""
        with suppress(duckdb.Error):
            self.connection.interrupt()


def named(table: str) -> str:
    """`schema.table` as SQL; each part is a name as it is written, with or without double quotes."""
    return ".".join(quote_identifier(part[1:-1] if part[:1] == '"' else part) for part in _PART.findall(table))


def _refused(source: RecordSource, problem: Exception) -> SourceRefused:
    """By the kind of the problem: the library's words may quote what it read."""
    if isinstance(problem, duckdb.CatalogException):
        return SourceRefused(f"{source.address} has no table {source.table}", f"Look at {source.setting}")
    if isinstance(problem, duckdb.InterruptException):
        return SourceRefused(f"the query of {source.table} was ended")
    if isinstance(problem, duckdb.PermissionException):
        says = f"{source.table} in {source.address} is a view on other files, which are not opened"
        return SourceRefused(says, "Name a table, or the files themselves (parquet: …)")
    if isinstance(problem, duckdb.IOException) and "lock" in str(problem).lower():
        return SourceRefused(f"another program is writing {source.address}", "Let the loader finish, then run again")
    says = f"{source.address} cannot be read: it is damaged, or not a DuckDB file of this version"
    return SourceRefused(says, f"Look at {source.setting}, and at the loader")
