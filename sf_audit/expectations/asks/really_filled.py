"""Whether a field holds something that means something."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskOfEveryRecord
from sf_audit.expectations.asks.no_placeholder import NoPlaceholder
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter


@dataclass(frozen=True, slots=True)
class ReallyFilled(AskOfEveryRecord):
    """The field holds something, and that is no placeholder."""

    name: NoPlaceholder

    @property
    def fields(self) -> tuple[str, ...]:
        return self.name.fields

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        return f"{records.all_filled(self.fields)} AND {self.name.holds(key, records, scope)}"
