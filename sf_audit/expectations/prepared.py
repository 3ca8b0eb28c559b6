"""The records of one object as expectations test them: one SELECT, with columns prepared.

Three kinds of columns: the fields that are asked about, null where they hold nothing; a column
`scope <n>` for conditions that Great Expectations has no words for; and for what looks across
records or needs a library a column `<rule id> holds`: true, false, or null where the ask says
nothing of the record. Unique compares the records in scope with each other: which other records
a snapshot holds depends on other rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from sf_audit.expectations import lookups
from sf_audit.expectations.clauses import Clauses
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.filled import folded, literal, quoted
from sf_audit.expectations.standard import (
    Ask,
    DaysFromToday,
    InOrder,
    OneOf,
    RefersTo,
    Standard,
    Unique,
    ValidEmail,
    ValidPhone,
)
from sf_audit.snapshot.needs import Comparison, Filter


@dataclass
class Prepared:
    """Columns of one object, by name, as SQL over its table. `lookups` are tables to register."""

    connection: duckdb.DuckDBPyConnection
    object: str
    calendar: Calendar
    kinds: Mapping[str, str]
    columns: dict[str, str] = field(default_factory=dict)
    scopes: dict[Filter, str] = field(default_factory=dict)
    lookups: dict[str, pa.Table] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The SELECT of all columns, with the ids of record and record owner."""
        owner = quoted("OwnerId") if "OwnerId" in self.kinds else "CAST(NULL AS VARCHAR)"
        columns = {"record id": quoted("Id"), "record owner": owner, **self.columns}
        listed = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in columns.items())
        return f"SELECT {listed} FROM {quoted(self.object)}"

    def add(self, key: str, standard: Standard) -> None:
        """Prepare what one standard needs. Raises duckdb.Error where its columns cannot be said so."""
        asked = fields(standard.ask)
        plain = {*asked, *(clause.field for clause in standard.scope)}
        prepared: dict[str, str] = {}
        if not self.in_plain_words(standard.scope):
            scope = self.scopes.setdefault(standard.scope, f"scope {len(self.scopes) + 1}")
            prepared[scope] = self.clauses.all(standard.scope)
        if holds := self._holds(key, standard):
            filled = " AND ".join(f"{self.clauses.value(name)} IS NOT NULL" for name in asked)
            prepared[holds_column(key)] = f"CASE WHEN {filled} THEN {holds} END"
        if isinstance(standard.ask, InOrder) and self.mixed(standard.ask):
            prepared |= {day_column(name): self._day(name) for name in asked}
        self._bind(prepared)
        self.columns |= {name: self.clauses.value(name) for name in sorted(plain)} | prepared

    @property
    def clauses(self) -> Clauses:
        """Writes conditions on the fields of the object."""
        return Clauses(self.kinds, self.calendar)

    def in_plain_words(self, scope: Filter) -> bool:
        """Whether Great Expectations' own row conditions can say it. They compare texts with regard to case."""
        return all(clause.comparison in {Comparison.FILLED, Comparison.EMPTY} for clause in scope)

    def mixed(self, ask: InOrder) -> bool:
        """Whether a date is compared with a datetime, which is by its day in the org's time zone."""
        return {self.kinds[ask.first], self.kinds[ask.then]} == {"DATE", "TIMESTAMP"}

    def _holds(self, key: str, standard: Standard) -> str:
        match standard.ask:
            case Unique():
                return self._unique(standard.ask, standard.scope)
            case RefersTo():
                return self._refers(standard.ask)
            case ValidEmail() | ValidPhone():
                return self._accepted(key, standard.ask, standard.scope)
            case OneOf(several=True):
                return _each_one_of(standard.ask)
            case DaysFromToday(name, low, high):
                first, last = (None if days is None else self.calendar.from_today(days) for days in (low, high))
                return self.clauses.between_days(name, first, last)
        return ""

    def _unique(self, ask: Unique, scope: Filter) -> str:
        parts = [self._comparable(name, ask) for name in ask.fields]
        key = parts[0] if len(parts) == 1 else f"row({', '.join(parts)})"
        filled = " AND ".join(f"{self.clauses.value(name)} IS NOT NULL" for name in ask.fields)
        return (
            f"{key} NOT IN (SELECT {key} FROM {quoted(self.object)} WHERE {filled} AND {self.clauses.all(scope)} "
            f"GROUP BY {', '.join(parts)} HAVING count(*) > 1)"
        )

    def _comparable(self, name: str, ask: Unique) -> str:
        return folded(quoted(name)) if ask.folded and self.kinds[name] == "VARCHAR" else quoted(name)

    def _refers(self, ask: RefersTo) -> str:
        target = Clauses(kinds(self.connection, ask.table), self.calendar)
        within = "NOT IN" if ask.forbidden else "IN"
        return (
            f"{quoted(ask.field)} {within} (SELECT {quoted(ask.key)} FROM {quoted(ask.table)} "
            f"WHERE {quoted(ask.key)} IS NOT NULL AND {target.all(ask.where)})"
        )

    def _accepted(self, key: str, ask: ValidEmail | ValidPhone, scope: Filter) -> str:
        value = quoted(ask.field)
        doubtful = (
            f"SELECT DISTINCT {value} FROM {quoted(self.object)} WHERE {self.clauses.value(ask.field)} IS NOT NULL "
            f"AND {self.clauses.all(scope)} AND NOT regexp_full_match({value}, {literal(lookups.plain(ask))})"
        )
        name = f"refused by {key}"
        self.lookups[name] = lookups.refused(lookups.distinct(self.connection, doubtful), ask)
        self.connection.register(name, self.lookups[name])
        return f"{value} NOT IN (SELECT value FROM {quoted(name)})"

    def _day(self, name: str) -> str:
        return quoted(name) if self.kinds[name] == "DATE" else self.calendar.day_of(quoted(name))

    def _bind(self, columns: Mapping[str, str]) -> None:
        """Nothing is read: a column that cannot be said so costs its own standard, not the scan."""
        if columns:
            self.connection.execute(
                f"DESCRIBE SELECT {', '.join(columns.values())} FROM {quoted(self.object)}"
            ).fetchall()

    def close(self) -> None:
        """Leave nothing behind in the snapshot's connection."""
        for name in self.lookups:
            self.connection.unregister(name)
        self.lookups.clear()


def kinds(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a table and their DuckDB types."""
    rows = connection.execute(f"DESCRIBE {quoted(table)}").fetchall()
    return {row[0]: row[1] for row in rows}


def fields(ask: Ask) -> tuple[str, ...]:
    """The fields of a record that an ask looks at."""
    match ask:
        case Unique(names):
            return names
        case InOrder(first, then):
            return (first, then)
        case _:
            return (ask.field,)


def holds_column(key: str) -> str:
    """The prepared column that says whether a record keeps the standard."""
    return f"{key} holds"


def day_column(name: str) -> str:
    """The prepared column of a field's day in the org's time zone."""
    return f"day of {name}"


def _each_one_of(ask: OneOf) -> str:
    allowed = "[" + ", ".join(literal(str(value)) for value in sorted(ask.values, key=str)) + "]::VARCHAR[]"
    chosen = f"string_split({quoted(ask.field)}, ';')"
    return f"NOT list_has_any({allowed}, {chosen})" if ask.forbidden else f"list_has_all({allowed}, {chosen})"
