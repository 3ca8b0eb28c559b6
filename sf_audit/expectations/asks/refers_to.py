"""Whether a value is the key of a row elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import ALL_ROWS, Filter, Need, reading
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class RefersTo(OfOneField, AskInSql):
    """Where filled, the value is the `key` of a row of `table` that keeps all clauses of `where`.

    When `forbidden`, it is not: an owner who is not among the inactive users, for example, because an
    owner that is no user at all (a queue) is not a breach.
    """

    field: str
    table: str
    where: Filter = ALL_ROWS
    key: str = "Id"
    forbidden: bool = False

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return reading(self.table, {self.key}, self.where)

    @property
    def blames_for_absence(self) -> str:
        return "" if self.forbidden else self.table

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        meant = records.clauses_of(self.table).all(self.where)
        column, table = quote_identifier(self.key), quote_identifier(self.table)
        within = "NOT IN" if self.forbidden else "IN"
        keys = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL AND {meant}"
        return f"{quote_identifier(self.field)} {within} ({keys})"
