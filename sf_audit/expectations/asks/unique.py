"""Whether no other record has the same values."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.filled import folded
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class Unique(AskInSql):
    """Where all the fields are filled, no other record in scope has the same; all of a group break it.

    `folded` compares without regard to case and outer white space. Which records a snapshot holds beyond the scope
    depends on other rules, so those are not compared with.
    """

    names: tuple[str, ...]
    folded: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return self.names

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        parts = [self._comparable(name, records) for name in self.names]
        compared = parts[0] if len(parts) == 1 else f"row({', '.join(parts)})"
        meant = f"{records.all_filled(self.names)} AND {records.clauses.all(scope)}"
        twice = f"GROUP BY {', '.join(parts)} HAVING count(*) > 1"
        return f"{compared} NOT IN (SELECT {compared} FROM {records.table} WHERE {meant} {twice})"

    def _comparable(self, name: str, records: Records) -> str:
        column = quote_identifier(name)
        return folded(column) if self.folded and records.kinds[name] == "VARCHAR" else column
