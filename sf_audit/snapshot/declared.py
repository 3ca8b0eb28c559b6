"""What people declared, beside what was read: registers as tables of the snapshot, each with its hash.

They are frozen with the snapshot, so that it can be judged again by itself. A register that was refused is named with
what was wrong; it has no table. They are kept for as long as the manifest is: they are what people said, not records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot import disk
from sf_audit.snapshot.plain_names import is_plain
from sf_audit.snapshot.sql import quote_identifier

#: The folder in a snapshot, and the schema in which their tables are.
DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A register that is to be frozen. `written_in` is the file that people wrote, relative to their workspace."""

    name: str
    table: pa.Table | None
    written_in: str = ""
    written_sha256: str = ""
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclaredEntry:
    """One register in the manifest. `file` is relative to the snapshot, and empty where the register was refused."""

    name: str
    file: str = ""
    rows: int = 0
    bytes: int = 0
    sha256: str = ""
    written_in: str = ""
    written_sha256: str = ""
    refused: tuple[str, ...] = ()


def declared_file(name: str) -> str:
    """Where the table of a register is, relative to its snapshot."""
    return f"{DECLARED}/{name}.parquet"


def is_consistent(name: str, entry: DeclaredEntry) -> bool:
    """Whether an entry of a manifest names the file of its own register, or none: then it may be called anything."""
    return entry.name == name and (not entry.file or (is_plain(name) and entry.file == declared_file(name)))


def freeze(folder: Path, declarations: Iterable[Declaration]) -> dict[str, DeclaredEntry]:
    """Write the tables into a snapshot in the making, instead of those of an attempt before; their entries by name."""
    disk.remove_folder(folder / DECLARED)
    return {declaration.name: _frozen(folder, declaration) for declaration in declarations}


def define(connection: duckdb.DuckDBPyConnection, folder: Path, entries: Mapping[str, DeclaredEntry]) -> None:
    """Make a table of each register that was not refused: `declared."raci"`."""
    connection.execute(f"CREATE SCHEMA {DECLARED}")
    for name, entry in entries.items():
        if entry.file:
            connection.register("frozen_register", _read(folder / entry.file))
            connection.execute(f"CREATE TABLE {table_name(name)} AS SELECT * FROM frozen_register")
            connection.unregister("frozen_register")


def table_name(name: str) -> str:
    """The table of a register in SQL."""
    return f"{DECLARED}.{quote_identifier(name)}"


def _frozen(folder: Path, declaration: Declaration) -> DeclaredEntry:
    entry = DeclaredEntry(
        declaration.name,
        written_in=declaration.written_in,
        written_sha256=declaration.written_sha256,
        refused=declaration.refused,
    )
    if declaration.table is None:
        return entry
    sink = pa.BufferOutputStream()
    pq.write_table(declaration.table, sink, compression="zstd", write_statistics=False, write_page_checksum=True)
    payload: bytes = sink.getvalue().to_pybytes()
    file = declared_file(declaration.name)
    disk.private_folder((folder / file).parent)
    disk.write_whole(folder / file, payload)
    rows, digest = declaration.table.num_rows, hashlib.sha256(payload).hexdigest()
    return replace(entry, file=file, rows=rows, bytes=len(payload), sha256=digest)


def _read(path: Path) -> pa.Table:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True, memory_map=False) as file:
            return file.read()
    except (pa.ArrowException, OSError):
        hint = "Restore it from a backup, or collect again."
        raise IntegrityBroken(f"{path} is not what was written: no Parquet file", hint=hint) from None
