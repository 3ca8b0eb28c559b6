"""Whether no other record has the same values."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.fold import FoldedColumn
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class Unique(AskInSql):
    """Where all the fields are filled, no other record in scope has the same; all of a group break it.

    `folded` compares texts as `fold` does. Which records a snapshot holds beyond the scope
    depends on other rules, so those are not compared with.
    """

    names: tuple[str, ...]
    folded: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return self.names

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        meant = f"{records.all_filled(self.names)} AND {records.clauses.all(scope)}"
        folds = {name: FoldedColumn.of(key, name, records, meant) for name in self._texts(records)}
        records.joins.extend(fold.join for fold in folds.values())
        parts = [folds[name].sql if name in folds else quote_identifier(name) for name in self.names]
        compared = parts[0] if len(parts) == 1 else f"row({', '.join(parts)})"
        table = " ".join([records.table, *(fold.join for fold in folds.values())])
        twice = f"GROUP BY {', '.join(parts)} HAVING count(*) > 1"
        return f"{compared} NOT IN (SELECT {compared} FROM {table} WHERE {meant} {twice})"

    def _texts(self, records: Records) -> tuple[str, ...]:
        """The fields that are folded."""
        return tuple(name for name in self.names if self.folded and records.kinds[name] == "VARCHAR")
