"""Whether no record of another object has the same text."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.fold import folded_sql, join_folds
from sf_audit.snapshot.needs import ALL_ROWS, Filter, Need, reading
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class NotElsewhere(OfOneField, AskInSql):
    """Where filled, no row of `table` that keeps all clauses of `where` has the same text in `key`.

    `folded` compares texts as `fold` does, as `Unique` does.
    """

    field: str
    table: str
    key: str
    where: Filter = ALL_ROWS
    folded: bool = True

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return reading(self.table, (self.key,), self.where)

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        other = records.of(self.table)
        theirs = f"{other.all_filled((self.key,))} AND {other.clauses.all(self.where)}"
        elsewhere = self._compared(f"{key} elsewhere", self.key, other, theirs)
        ours = self.judged(records, scope)
        own = self._compared(key, self.field, records, ours)
        return f"{own} NOT IN (SELECT {elsewhere} FROM {other.joined} WHERE {theirs})"

    def _compared(self, key: str, field: str, records: Records, meant: str) -> str:
        """The field as it is compared, over the table with its joins."""
        if not self.folded:
            return quote_identifier(field)
        if join := join_folds(key, field, records, meant):
            records.joins.append(join)
        return folded_sql(key, field, records)
