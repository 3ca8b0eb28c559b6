"""Whether a lookup names a record that is there, and that is as it should be."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import ALL_ROWS, Filter, Need, fields_of, parents_of
from sf_audit.snapshot.sql import quote_identifier, quote_literal


@dataclass(frozen=True, slots=True)
class NamesRecord(OfOneField, AskInSql):
    """Where filled, the value is the Id of a row of `table`.

    With `where`, that row keeps all its clauses, and nothing is said of a value that is the Id of no row. With a
    `prefix`, nothing is said of values that begin otherwise: they are ids of other objects.
    """

    field: str
    table: str
    where: Filter | None = None
    prefix: str = ""

    @property
    def other_tables(self) -> tuple[Need, ...]:
        conditions = self.where or ALL_ROWS
        return Need(self.table, fields_of(conditions) | {"Id"}), *parents_of(conditions)

    @property
    def blames_for_absence(self) -> str:
        return self.table if self.where is None else ""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        value, ids = (
            quote_identifier(self.field),
            f'SELECT "Id" FROM {quote_identifier(self.table)} WHERE "Id" IS NOT NULL',
        )
        there = f"{value} IN ({ids})"
        if self.where is not None:
            right = f"{value} IN ({ids} AND {records.clauses_of(self.table).all(self.where)})"
            there = f"CASE WHEN {there} THEN {right} END"
        begins = f"starts_with({value}, {quote_literal(self.prefix)})"
        return f"CASE WHEN {begins} THEN {there} END" if self.prefix else there
