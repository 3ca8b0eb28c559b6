"""Asks about how a record was before, of a table with several rows for each."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import ALL_ROWS, Need, Rows
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class HistoryRows:
    """The rows of a table that name a record in `lookup`; with `rows`, only some of them."""

    table: str
    lookup: str
    rows: Rows = ALL_ROWS

    def need(self, *columns: str) -> Need:
        """What is looked at."""
        return Need(self.table, frozenset({self.lookup, "CreatedDate", *columns}), self.rows)

    def where(self, records: Records) -> str:
        """The condition under which a row is meant, as SQL."""
        return f"{quote_identifier(self.lookup)} IS NOT NULL AND {records.clauses_of(self.table).all(self.rows)}"

    def oldest(self, records: Records) -> str:
        """When the oldest row was written, null where there is none: what was before is not in the history."""
        return f'(SELECT min("CreatedDate") FROM {quote_identifier(self.table)} WHERE {self.where(records)})'

    @property
    def in_time(self) -> str:
        """The window of the rows of one record, the oldest first; those of one second in the order of their ids."""
        return f'(PARTITION BY {quote_identifier(self.lookup)} ORDER BY "CreatedDate", "Id")'

    def join(
        self, key: str, records: Records, totals: dict[str, str], *, more: str = "", filled: str = ""
    ) -> dict[str, str]:
        """Join what the rows of a record come to; how each total is called, as SQL.

        Totals can name the columns of the table and `more`. Only rows with a value in the column `filled` are seen.
        """
        meant = f"{self.where(records)} AND {quote_identifier(filled)} IS NOT NULL" if filled else self.where(records)
        columns = f"*, {more}" if more else "*"
        source = f"(SELECT {columns} FROM {quote_identifier(self.table)} WHERE {meant})"
        return records.join_totals(key, self.lookup, totals, source)


class HistoryAsk(AskInSql):
    """An ask that says nothing of a record whose past is not known."""

    __slots__ = ()

    @abstractmethod
    def not_covered(self, key: str, records: Records) -> str:
        """The condition, as SQL, under which a record would be judged if more of its past were known."""
