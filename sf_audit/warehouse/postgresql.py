"""Records in a table of a PostgreSQL database, read in one transaction that cannot write.

The driver is libpq's own: `~/.pgpass`, `PGPASSWORD` and the other PG variables, service files and TLS settings work as
for psql. Its messages are not repeated, because one may quote a value, or what stands in a connection string.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pyarrow as pa

from sf_audit.snapshot.sql import quote_identifier
from sf_audit.warehouse.duckdb_file import named
from sf_audit.warehouse.extras import door
from sf_audit.warehouse.source import RecordSource, SourceRefused

#: Every batch is of the same state of the database, and none of our statements can change it.
_BEGIN = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"

#: A row that a policy hides from the database user is an error, and not left out: "Row Security Policies".
_ALL_ROWS = "SET LOCAL row_security = off"

_STATE = "SELECT pg_current_snapshot()::text"

#: Seconds to wait for a connection, unless the address or PGCONNECT_TIMEOUT says otherwise.
_PATIENCE = 15

#: Bytes of a batch.
_BATCH = 4 << 20

#: "PostgreSQL Error Codes" → what happened, and what to do.
_BY_STATE: Mapping[str, tuple[str, str]] = {
    "42501": ("the database user may not read {table}", "GRANT SELECT ON {table}, and USAGE on its schema"),
    "42P01": ("there is no table {table}", "Look at {setting}: names are exact, letters count"),
    "3F000": ("there is no table {table}", "Look at {setting}: names are exact, letters count"),
    "42703": ("a column of {table} is gone", "Run again; see whether the loader changes the table just now"),
    "25006": ("reading {table} would write to the database, which is not done", "Name a table, or a view that reads"),
    "57014": ("the query of {table} took the database too long", "Allow it more time (statement_timeout)"),
    "57P01": ("the database ended the connection while {table} was read", "Run again when it is up"),
    "40001": ("the loader wrote {table} while it was read", "Let the loader finish, then run again"),
    "55P03": ("{table} is locked", "Let the loader finish, then run again"),
}

#: What the same code says of some tables alone, as an English database says it.
_OF_POLICIES = (
    "row-level security of {table} may hide rows from the database user",
    "Let a user read it who has BYPASSRLS, or is not under its policies",
)

#: Once rows come, there is no code, only what an English database says → the code.
_BY_ENDING = {
    "read-only transaction": "25006",
    "statement timeout": "57014",
    "permission denied": "42501",
    "lock timeout": "55P03",
    "terminating connection": "57P01",
    "closed the connection": "57P01",
}

#: What libpq says of a connection that it does not get, before any error code → what happened, and what to do.
_BY_WORDS = (
    ("password authentication failed", "it does not take the password", "Look at ~/.pgpass or PGPASSWORD"),
    ("no password supplied", "it wants a password", "Write it into ~/.pgpass, or set PGPASSWORD"),
    ("no pg_hba.conf entry", "it lets nobody in from here", "Ask its administrator for an entry in pg_hba.conf"),
    ("starting up", "it is starting", "Run again in a minute"),
    ("too many clients", "it takes no more connections", "Run again when fewer programs use it"),
    ("connection slots", "it takes no more connections", "Run again when fewer programs use it"),
    ("permission denied for database", "the user may not connect to it", "GRANT CONNECT ON the database"),
    ('role "', "it does not know the user", "Look at user in {setting}, or at PGUSER"),
    ('database "', "it has no database of that name", "Look at dbname in {setting}, or at PGDATABASE"),
    ("definition of service", "there is no such service", "Look at ~/.pg_service.conf, or at PGSERVICEFILE"),
    ("certificate", "its certificate is not trusted", "Look at sslrootcert, or at PGSSLROOTCERT"),
    ("translate host name", "its host is not known", "Look at host in {setting}, or at PGHOST"),
    ("refused", "nothing listens there", "See whether it is up, and look at host and port in {setting}"),
    ("timeout", "it does not answer", "See whether it can be reached from this machine"),
    ("connection info string", "its address is not one", "For example postgresql: host=warehouse dbname=analytics"),
    ("connection option", "its address is not one", "For example postgresql: host=warehouse dbname=analytics"),
)


@contextmanager
def open_postgresql(source: RecordSource) -> Iterator[PostgreSQLTable]:
    """The table, in a transaction that ends with the block."""
    driver = door("adbc_driver_postgresql.dbapi", "postgresql")
    errors = import_module("adbc_driver_manager")
    try:
        connection = driver.connect(_patient(source.address), autocommit=True)
    except errors.Error as problem:
        raise _not_connected(source, problem) from None
    with connection, connection.cursor() as cursor:
        table = PostgreSQLTable(source, cursor, errors.Error)
        table.begin()
        try:
            yield table
        finally:
            table.end()


@dataclass(slots=True, weakref_slot=True, eq=False)
class PostgreSQLTable:
    """One table of the database. `schema`, `version` and `texts` hold once the transaction has begun."""

    source: RecordSource
    cursor: Any
    error: type[Exception]
    schema: pa.Schema = None
    version: str = ""
    texts: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Begin the transaction, and look at the columns."""
        self.cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(_BATCH)})
        self._run(_BEGIN)
        self._run(_ALL_ROWS)
        state = self._rows(_STATE).read_all()
        self.version = f"snapshot {state.column(0)[0].as_py()}"
        schema = self._rows(f"SELECT * FROM {named(self.source.table)} LIMIT 0").schema
        try:
            self.texts = frozenset(name for name, field in zip(schema.names, schema, strict=True) if _as_text(field))
        except UnicodeDecodeError:
            raise SourceRefused(f"{self.source}: not every column has a name in UTF-8", "Name a view of it") from None
        self.schema = pa.schema([field.with_type(pa.string()) if _as_text(field) else field for field in schema])

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows, as the database sends them."""
        listed = ", ".join(f"{quote_identifier(name)}{'::text' if name in self.texts else ''}" for name in columns)
        try:
            yield from self._rows(f"SELECT {listed} FROM {named(self.source.table)}")
        except (self.error, pa.ArrowException, OSError) as problem:
            raise _refused(self.source, problem) from None

    def cancel(self) -> None:
        """Let the database end the query, if there still is one."""
        with suppress(self.error):
            self.cursor.adbc_cancel()

    def end(self) -> None:
        """Leave nothing behind; what is broken already is not worth a word."""
        with suppress(self.error):
            self.cursor.execute("ROLLBACK")

    def _run(self, statement: str) -> None:
        try:
            self.cursor.execute(statement)
        except (self.error, OSError) as problem:
            raise _refused(self.source, problem) from None

    def _rows(self, statement: str) -> pa.RecordBatchReader:
        self._run(statement)
        try:
            return self.cursor.fetch_record_batch()
        except (self.error, pa.ArrowException, OSError) as problem:
            raise _refused(self.source, problem) from None


def _as_text(field: pa.Field) -> bool:
    """Whether the database has to write the values.

    The driver knows no such type, drops the point of money, or keeps the spaces that fill up a `char(n)`.
    """
    opaque = isinstance(field.type, pa.BaseExtensionType) and pa.types.is_binary(field.type.storage_type)
    return opaque or (field.metadata or {}).get(b"POSTGRESQL:type") in {b"money", b"bpchar"}


def _patient(address: str) -> str:
    """The address, with an end to waiting for a connection, and a name by which an administrator knows who asks."""
    given = address.lower()
    wanted = {"fallback_application_name": "sf-audit"}
    if "PGCONNECT_TIMEOUT" not in os.environ:
        wanted["connect_timeout"] = str(_PATIENCE)
    missing = {name: value for name, value in wanted.items() if name not in given}
    if "://" in address:
        joined = "&".join(f"{name}={value}" for name, value in missing.items())
        return f"{address}{'&' if '?' in address else '?'}{joined}" if joined else address
    return " ".join([address, *(f"{name}={value}" for name, value in missing.items())])


def _not_connected(source: RecordSource, problem: Exception) -> SourceRefused:
    words = str(problem).lower()
    for known, why, remedy in _BY_WORDS:
        if known in words:
            says = f"the PostgreSQL database ({source.address}) cannot be read: {why}"
            return SourceRefused(says, remedy.format(setting=source.setting))
    says = f"the PostgreSQL database ({source.address}) cannot be read: it does not let this user in"
    return SourceRefused(says, "Try the same with psql, which says more")


def _refused(source: RecordSource, problem: Exception) -> SourceRefused:
    words = str(problem)
    state = getattr(problem, "sqlstate", None) or next((code for word, code in _BY_ENDING.items() if word in words), "")
    code = f" (SQLSTATE {state})" if state else ""
    ended = (f"the database ended the query of {{table}}{code}", "Try the same with psql, which says more")
    why, remedy = _OF_POLICIES if "row-level security" in words else _BY_STATE.get(state, ended)
    facts = {"table": source.table, "setting": source.setting}
    return SourceRefused(f"{source}: {why.format(**facts)}", remedy.format(**facts))
