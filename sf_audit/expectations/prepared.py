"""The records of one object as expectations test them: one SELECT, with columns prepared.

Three kinds of columns: the fields that are asked about, null where they hold nothing; a column
`scope <n>` for conditions that Great Expectations has no words for; and the columns that an ask
prepares for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sf_audit.expectations.records import Records
from sf_audit.expectations.standard import Standard
from sf_audit.snapshot.needs import Clause, Comparison, Filter, fields_of
from sf_audit.snapshot.sql import quote_identifier


@dataclass
class Prepared:
    """Columns of one object, by name, as SQL over its table."""

    records: Records
    columns: dict[str, str] = field(default_factory=dict)
    scopes: dict[Filter, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The SELECT of all columns, with the ids of record and record owner, and whether the record is new."""
        owner = quote_identifier("OwnerId") if "OwnerId" in self.records.kinds else "CAST(NULL AS VARCHAR)"
        known = {"record owner": owner, "record is new": self.records.is_new or "false"}
        return _select({**known, **self.columns}, self.records.joined)

    def source_of(self, column: str, condition: str) -> str:
        """A SELECT of one column and the id, of those records for which the condition, on fields of the table, holds.

        No other column is in it: DuckDB answers a subquery of a column although nobody reads the column.
        """
        return _select({column: self.columns[column]}, self.records.joined_where(condition))

    def add(self, key: str, standard: Standard) -> None:
        """Prepare what one standard needs. Raises duckdb.Error where its columns cannot be said so, and
        ValueError where one would stand in the place of another standard's.
        """
        clauses = self.records.clauses
        plain = {*standard.ask.fields, *fields_of(standard.scope)}
        prepared: dict[str, str] = {}
        if not in_plain_words(standard.scope):
            scope = self.scopes.setdefault(standard.scope, f"scope {len(self.scopes) + 1}")
            prepared[scope] = clauses.all(standard.scope)
        own = standard.ask.columns(key, self.records, standard.scope)
        taken = {"record id", "record owner", "record is new", *self.records.kinds, *self.columns, *prepared}
        if not taken.isdisjoint(own):
            raise ValueError("a prepared column has the name of another column")
        prepared |= own
        self._bind(prepared)
        self.columns |= {name: clauses.value(name) for name in sorted(plain)} | prepared

    def _bind(self, columns: Mapping[str, str]) -> None:
        """Nothing is read: a column that cannot be said so costs its own standard, not the scan."""
        if columns:
            listed = ", ".join(columns.values())
            self.records.connection.execute(f"DESCRIBE SELECT {listed} FROM {self.records.joined}").fetchall()


def _select(columns: Mapping[str, str], joined: str) -> str:
    ids = {"record id": quote_identifier("Id")}
    listed = ", ".join(f"{sql} AS {quote_identifier(name)}" for name, sql in (ids | dict(columns)).items())
    return f"SELECT {listed} FROM {joined}"


def in_plain_words(scope: Filter) -> bool:
    """Whether Great Expectations' own row conditions can say it. They compare texts with regard to case."""
    said = {Comparison.FILLED, Comparison.EMPTY}
    return all(isinstance(condition, Clause) and condition.comparison in said for condition in scope)
