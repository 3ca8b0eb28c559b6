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

    def join(self, key: str, records: Records, columns: dict[str, str], source: str) -> dict[str, str]:
        """Join aggregates over the rows of `source` to each record; how each is called, as SQL."""
        names = {name: quote_identifier(f"{key} {name}") for name in columns}
        of = quote_identifier(f"{key} of")
        listed = ", ".join(f"{sql} AS {names[name]}" for name, sql in columns.items())
        lookup = quote_identifier(self.lookup)
        select = f"SELECT {lookup} AS {of}, {listed} FROM ({source}) GROUP BY {lookup}"
        records.joins.append(f'LEFT JOIN ({select}) ON {of} = {records.table}."Id"')
        return names


class HistoryAsk(AskInSql):
    """An ask that says nothing of a record whose past is not known."""

    __slots__ = ()

    @abstractmethod
    def not_covered(self, key: str, records: Records) -> str:
        """The condition, as SQL, under which a record would be judged if more of its past were known."""
