"""How many rows of another table name a record."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import ALL_ROWS, Filter, Need, reading
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class Related(AskInSql):
    """Where the fields are filled, so many rows of `table` that keep all clauses of `where` have the same in the keys.

    `pairs` are fields of the record with the keys that they are compared with, a lookup and `Id` for example. At least
    `low` rows are, and at most `high`, where that is a number.
    """

    table: str
    pairs: tuple[tuple[str, str], ...]
    where: Filter = ALL_ROWS
    low: int = 1
    high: int | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(field for field, _ in self.pairs))

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return reading(self.table, (key for _, key in self.pairs), self.where)

    @property
    def blames_for_absence(self) -> str:
        return self.table if self.low else ""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        bounds = [self._among("IN", self.low, records)] if self.low else []
        if self.high is not None:
            bounds.append(self._among("NOT IN", self.high + 1, records))
        return " AND ".join(bounds) or "true"

    def _among(self, within: str, count: int, records: Records) -> str:
        """Whether the record is among those that so many rows name, or more."""
        clauses = records.clauses_of(self.table)
        keys = [quote_identifier(key) for _, key in self.pairs]
        filled = [f"{clauses.value(key)} IS NOT NULL" for _, key in self.pairs]
        several = f" GROUP BY {', '.join(keys)} HAVING count(*) >= {count}" if count > 1 else ""
        rows = f"{quote_identifier(self.table)} WHERE {' AND '.join(filled)} AND {clauses.all(self.where)}{several}"
        fields = [quote_identifier(field) for field, _ in self.pairs]
        return f"{_one(fields)} {within} (SELECT {_one(keys)} FROM {rows})"


def _one(columns: list[str]) -> str:
    """The columns as one value to compare."""
    return columns[0] if len(columns) == 1 else f"row({', '.join(columns)})"
