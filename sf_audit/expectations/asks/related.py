"""How many rows of another table name a record."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import ALL_ROWS, Column, Filter, Need, ParentField, own_field, parents_read, reading
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class Related(AskInSql):
    """Where the fields are filled, so many rows of `table` that keep all clauses of `where` have the same in the keys.

    `pairs` are fields of the record with the keys that they are compared with, a lookup and `Id` for example, or fields
    of parents of either. At least `low` rows are, and at most `high`, where that is a number.
    """

    table: str
    pairs: tuple[tuple[Column, Column], ...]
    where: Filter = ALL_ROWS
    low: int = 1
    high: int | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(own_field(field) for field, _ in self.pairs))

    @property
    def other_tables(self) -> tuple[Need, ...]:
        parents = parents_read(column for pair in self.pairs for column in pair)
        return (*reading(self.table, (own_field(key) for _, key in self.pairs), self.where), *parents)

    @property
    def blames_for_absence(self) -> str:
        return self.table if self.low else ""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        bounds = [self._among("IN", self.low, records)] if self.low else []
        if self.high is not None:
            bounds.append(self._among("NOT IN", self.high + 1, records))
        parents = [_value(field, records) for field, _ in self.pairs if isinstance(field, ParentField)]
        filled = " AND ".join(f"{parent} IS NOT NULL" for parent in parents) or "true"
        return f"CASE WHEN {filled} THEN {' AND '.join(bounds) or 'true'} END"

    def _among(self, within: str, count: int, records: Records) -> str:
        """Whether the record is among those that so many rows name, or more."""
        child = records.of(self.table)
        keys = [_value(key, child) for _, key in self.pairs]
        filled = " AND ".join(f"{key} IS NOT NULL" for key in keys)
        several = f" GROUP BY {', '.join(keys)} HAVING count(*) >= {count}" if count > 1 else ""
        rows = f"{child.table} WHERE {filled} AND {child.clauses.all(self.where)}{several}"
        fields = [_value(field, records) for field, _ in self.pairs]
        return f"{_one(fields)} {within} (SELECT {_one(keys)} FROM {rows})"


def _value(column: Column, records: Records) -> str:
    """What a record holds in a column, null where that is nothing, as SQL."""
    if isinstance(column, str):
        return records.clauses.value(column)
    parent = records.of(column.table)
    lookup, same = f"{records.table}.{quote_identifier(column.lookup)}", quote_identifier(column.written)
    value = parent.clauses.value(column.field)
    return f"(SELECT {value} FROM {parent.table} AS {same} WHERE {same}.{quote_identifier('Id')} = {lookup})"


def _one(columns: list[str]) -> str:
    """The columns as one value to compare."""
    return columns[0] if len(columns) == 1 else f"row({', '.join(columns)})"
