"""What another ask says, but for records that are exempt."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter, Need


@dataclass(frozen=True, slots=True)
class Unless(AskInSql):
    """Says what `ask` says, and nothing of a record that keeps `exempt`. The record may lack the fields of `exempt`."""

    ask: AskInSql
    exempt: AskInSql

    @property
    def fields(self) -> tuple[str, ...]:
        return self.ask.fields

    @property
    def other_tables(self) -> tuple[Need, ...]:
        return (*self.ask.other_tables, *self.exempt.other_tables)

    @property
    def blames_for_absence(self) -> str:
        return self.ask.blames_for_absence

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        exempt, asked = self.exempt.holds(key, records, scope), self.ask.holds(key, records, scope)
        return f"CASE WHEN {exempt} THEN NULL ELSE {asked} END"
