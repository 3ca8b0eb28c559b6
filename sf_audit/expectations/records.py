"""The records of one object, as an ask writes SQL about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

import duckdb
import pyarrow as pa

from sf_audit.expectations.clauses import Clauses
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.kept_tables import KeptTables
from sf_audit.salesforce.features import CREATED
from sf_audit.snapshot.periods import first_new_day
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

#: DuckDB types of numbers, by their beginning.
_NUMBERS = ("DECIMAL", "DOUBLE", "BIGINT", "INTEGER", "HUGEINT", "FLOAT")


@dataclass
class Records:
    """The table `object` of a connection, of so many `rows`; `kinds` are the DuckDB types of its columns.

    `registered` are tables that an ask made, by name: they are gone from the connection after `close`. `joins` are
    clauses that bring columns of them to each record, and never another record. `kept` are those that asks share.
    """

    connection: duckdb.DuckDBPyConnection
    object: str
    calendar: Calendar
    kinds: Mapping[str, str]
    registered: dict[str, pa.Table] = field(default_factory=dict)
    joins: list[str] = field(default_factory=list)
    rows: int = 0
    kept: KeptTables = field(default_factory=KeptTables)

    @classmethod
    def at(cls, snapshot: Snapshot, name: str) -> Records:
        """The records of an object in a snapshot."""
        return cls(snapshot.connection, name, Calendar.at(snapshot), kinds(snapshot.connection, name))

    @property
    def table(self) -> str:
        """The table, as SQL."""
        return quote_identifier(self.object)

    @property
    def joined(self) -> str:
        """The table with all joins, as SQL."""
        return " ".join([self.table, *self.joins])

    def joined_where(self, condition: str) -> str:
        """The same for those records alone for which the condition holds; the others are never joined."""
        return " ".join([f"(SELECT * FROM {self.table} WHERE {condition}) AS {self.table}", *self.joins])

    @property
    def clauses(self) -> Clauses:
        """Writes conditions on the fields of the object."""
        return Clauses(self.kinds, self.calendar, partial(kinds, self.connection))

    def of(self, table: str) -> Records:
        """The records of another table of the snapshot; what is registered for them goes when these are closed."""
        kinds_of_it = kinds(self.connection, table)
        return Records(self.connection, table, self.calendar, kinds_of_it, self.registered, kept=self.kept)

    def clauses_of(self, table: str) -> Clauses:
        """Writes conditions on the fields of another table of the snapshot."""
        return Clauses(kinds(self.connection, table), self.calendar, partial(kinds, self.connection))

    def all_filled(self, names: tuple[str, ...]) -> str:
        """The condition under which a record has a value in each of the fields."""
        return " AND ".join(f"{self.clauses.value(name)} IS NOT NULL" for name in names)

    def day(self, name: str) -> str:
        """The day of a date or datetime field in the org, as SQL."""
        column = quote_identifier(name)
        return self.calendar.day_of(column) if self.kinds[name] == "TIMESTAMP" else f"CAST({column} AS DATE)"

    def register(self, name: str, table: pa.Table) -> str:
        """Make a table known to SQL; its name, as SQL."""
        self.registered[name] = table
        self.connection.register(name, table)
        return quote_identifier(name)

    def register_texts(self, name: str, texts: Iterable[str]) -> str:
        """Make texts known as a table of `value`; its name, as SQL."""
        return self.register(name, pa.table({"value": pa.array(texts, pa.string())}))

    def register_meaning(self, name: str, column: str, table: pa.Table) -> str:
        """Make known what values of a column mean, in a table of `value` and `meaning`; the clause that joins it."""
        registered = self.register(name, table)
        value, meaning = quote_identifier(f"{name} of"), meaning_of(name)
        return f"LEFT JOIN (SELECT value AS {value}, meaning AS {meaning} FROM {registered}) ON {value} = {column}"

    def join_totals(self, key: str, lookup: str, totals: Mapping[str, str], source: str) -> dict[str, str]:
        """Join what the rows of a source that name a record in a lookup come to; how each total is called, as SQL."""
        names = {name: quote_identifier(f"{key} {name}") for name in totals}
        of, by = quote_identifier(f"{key} of"), quote_identifier(lookup)
        listed = ", ".join(f"{sql} AS {names[name]}" for name, sql in totals.items())
        select = f"SELECT {by} AS {of}, {listed} FROM {source} GROUP BY {by}"
        self.joins.append(f'LEFT JOIN ({select}) ON {of} = {self.table}."Id"')
        return names

    @property
    def is_new(self) -> str:
        """The condition under which a record is new, as SQL; empty where nobody knows when records were created."""
        if self.kinds.get(CREATED) not in {"DATE", "TIMESTAMP"}:
            return ""
        since = self.clauses.between_days(CREATED, first_new_day(self.calendar.today), None)
        return f"coalesce({since}, false)"

    def close(self) -> None:
        """Leave nothing behind in the snapshot's connection."""
        for name in self.registered:
            self.connection.unregister(name)
        self.registered.clear()


def meaning_of(name: str) -> str:
    """The column that the clause of `register_meaning` brings to each record, null where there is none, as SQL."""
    return quote_identifier(f"{name} to")


def is_number(kind: str) -> bool:
    """Whether this is a DuckDB type of numbers."""
    return kind.startswith(_NUMBERS)


def kinds(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a table and their DuckDB types."""
    rows = connection.execute(f"DESCRIBE {quote_identifier(table)}").fetchall()
    return {row[0]: row[1] for row in rows}
