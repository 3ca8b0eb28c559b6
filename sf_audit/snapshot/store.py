"""A snapshot's files as tables to query: verified, in memory, and shut off from everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.errors import IntegrityBroken
from sf_audit.model.review import OrgIdentity, Reason, Unread
from sf_audit.model.time_zones import known_zone
from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.cast import FieldType, arrow_type
from sf_audit.snapshot.declared import define as define_registers
from sf_audit.snapshot.manifest import TableEntry, sealed
from sf_audit.snapshot.outside_causes import reraise_outside_cause
from sf_audit.snapshot.sql import quote_identifier, quote_literal
from sf_audit.snapshot.tables import Snapshot, Table
from sf_audit.snapshot.tombstone import pruned
from sf_audit.snapshot.verify import verify as verified

_SQL_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    pa.time64("us"): "TIME",
}

#: A table of no more values, in files of no more bytes, takes some 10 MB of memory at most.
_SMALL_CELLS = 500_000
_SMALL_BYTES = 1_000_000


def latest(root: Path, org_id: str) -> Path | None:
    """The folder of the org's newest snapshot, or None where there is none yet."""
    stored = layout.snapshots(layout.org_folder(root, org_id))
    return stored[-1].folder if stored else None


def open_snapshot(
    folder: Path, *, scratch: Path, verify: bool = True, memory_limit: str = "", threads: int = 0
) -> Snapshot:
    """The snapshot in the folder; IntegrityBroken, naming the file, if it is not what was written.

    Every page's hash is compared unless `verify` is False: then names and sizes are. `scratch` is where queries
    may spill and write; nothing else on the machine can be reached from its SQL but the snapshot. A table that
    was not read whole is not there, nor is a column that is unseen. `memory_limit` as DuckDB writes it, `2GB`.
    """
    folder = folder.resolve()
    verified(folder, within=None if verify else timedelta(0)).insist()
    manifest = sealed(folder)
    gone = pruned(folder)
    tables = {name: _table(entry, gone.get(name)) for name, entry in manifest.tables.items()}
    scratch = disk.private_folder(scratch).resolve()
    connection = _shut_in(folder, scratch, memory_limit, threads)
    for name, table in tables.items():
        if table.unread is None:
            _define(connection, folder, manifest.tables[name], tuple(table.columns))
    define_registers(connection, folder, manifest.declared)
    return Snapshot(
        org=manifest.org,
        taken=manifest.started,
        today=_day(manifest.started, manifest.org),
        tables=tables,
        connection=connection,
        scratch=scratch,
        declared=manifest.declared,
    )


def _table(entry: TableEntry, gone: date | None) -> Table:
    unread = entry.unread
    if gone is not None:
        unread = Unread(Reason.INCOMPLETE, f"The rows of {entry.name} were pruned on {gone}", "Collect again")
    return Table(
        name=entry.name,
        source=entry.source,
        columns={name: field.type for name, field in entry.columns.items() if name not in entry.unseen},
        rows=entry.rows,
        queries=entry.queries,
        unseen=entry.unseen,
        unread=unread,
        rows_hidden=entry.rows_hidden,
        covers=frozenset(entry.covers),
        uncovered=entry.uncovered,
        row_drop=entry.row_drop,
        record_count=entry.record_count,
        loaded_from=entry.loaded_from,
        row_filter=None if entry.row_filter is None else frozenset(entry.row_filter),
    )


def _day(moment: datetime, org: OrgIdentity) -> date:
    """The day that people in the org would have called it."""
    zone = known_zone(org.time_zone)
    if zone is None:
        raise IntegrityBroken(
            f"The org's time zone “{org.time_zone}” is not known on this machine",
            hint="Install the package tzdata, of the operating system or of Python.",
        )
    return moment.astimezone(zone).date()


def _shut_in(folder: Path, scratch: Path, memory_limit: str, threads: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    allowed = ", ".join(quote_literal(path) for path in (folder, _literally(folder), scratch, _literally(scratch)))
    connection.execute(f"SET allowed_directories = [{allowed}]")
    connection.execute(f"SET temp_directory = {quote_literal(scratch)}")
    if memory_limit:
        connection.execute(f"SET memory_limit = {quote_literal(memory_limit)}")
    if threads:
        connection.execute(f"SET threads = {threads:d}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _define(connection: duckdb.DuckDBPyConnection, folder: Path, entry: TableEntry, columns: tuple[str, ...]) -> None:
    """A small table is taken in; of another there is a view, so that memory does not grow with the org.

    A page that cannot be read although its hash is right is the concern of who asks for it, so it stays in a view.
    """
    name, select = quote_identifier(entry.name), _select(folder, entry, columns)
    if entry.rows * len(columns) <= _SMALL_CELLS and sum(page.bytes for page in entry.pages) <= _SMALL_BYTES:
        try:
            connection.execute(f"CREATE TABLE {name} AS {select}")
        except duckdb.Error as problem:
            reraise_outside_cause(problem)
        else:
            return
    connection.execute(f"CREATE VIEW {name} AS {select}")


def _select(folder: Path, entry: TableEntry, columns: tuple[str, ...]) -> str:
    """One SELECT for all pages whose numbers are stored alike, each cast to what holds them all.

    Left to itself DuckDB takes the first page's types, and cuts off the decimals of the others.
    """
    schemas = {page.file: _stored_types(folder / page.file, entry.columns) for page in entry.pages}
    types = {name: _common(entry.columns[name], [schema[name] for schema in schemas.values()]) for name in columns}
    selects = [
        f"SELECT {_casts(types)} FROM {_files([folder / file for file, schema in schemas.items() if schema == alike])}"
        for alike in _distinct(schemas.values())
    ]
    if not selects:
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {quote_identifier(name)}" for name, kind in types.items())
        selects = [f"SELECT {nothing} WHERE false"]
    return " UNION ALL ".join(selects)


def _stored_types(page: Path, columns: Mapping[str, FieldType]) -> dict[str, pa.DataType]:
    """The types in the file; IntegrityBroken where they are not those that the manifest declares."""
    try:
        schema = pq.read_schema(page)
    except (pa.ArrowException, OSError) as damage:
        raise _damaged(page, f"no Parquet file ({type(damage).__name__})") from None
    for name, field in columns.items():
        if name not in schema.names or not _fits(schema.field(name).type, arrow_type(field)):
            raise _damaged(page, f"it has no column {name} of the type that the manifest declares")
    return {name: schema.field(name).type for name in columns}


def _fits(stored: pa.DataType, declared: pa.DataType) -> bool:
    """Decimals are stored as wide as a page needs them, or as floating point where they do not fit."""
    if pa.types.is_decimal(declared):
        return bool(pa.types.is_decimal(stored) or pa.types.is_floating(stored))
    return bool(stored == declared)


def _damaged(page: Path, why: str) -> IntegrityBroken:
    return IntegrityBroken(f"{page} is not what was written: {why}", hint="Restore it from a backup, or collect again.")


def _common(field: FieldType, stored: list[pa.DataType]) -> str:
    widest = arrow_type(field)
    if pa.types.is_decimal(widest) and all(pa.types.is_decimal(stored_type) for stored_type in stored):
        return f"DECIMAL(38, {max([widest.scale, *(stored_type.scale for stored_type in stored)])})"
    return _SQL_TYPES[pa.float64() if pa.types.is_decimal(widest) else widest]


def _distinct(schemas: Iterable[dict[str, pa.DataType]]) -> list[dict[str, pa.DataType]]:
    distinct: list[dict[str, pa.DataType]] = []
    for schema in schemas:
        if schema not in distinct:
            distinct.append(schema)
    return distinct


def _casts(types: Mapping[str, str]) -> str:
    return ", ".join(
        f"CAST({quote_identifier(name)} AS {kind}) AS {quote_identifier(name)}" for name, kind in types.items()
    )


def _files(paths: list[Path]) -> str:
    listed = ", ".join(quote_literal(_literally(path)) for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def _literally(path: Path) -> Path:
    """DuckDB takes file names for patterns; a workspace may well be called `crm [2026]`."""
    return Path("".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path)))
