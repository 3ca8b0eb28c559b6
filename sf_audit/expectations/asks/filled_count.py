"""How many of some fields hold something."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskOfEveryRecord
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter


@dataclass(frozen=True, slots=True)
class FilledCount(AskOfEveryRecord):
    """Of the fields at least `low` and at most `high` hold something; None is no bound."""

    names: tuple[str, ...]
    low: int | None = None
    high: int | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        return self.names

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """That so many are not null, where null is also what is blank."""
        filled = " + ".join(f"({records.clauses.value(name)} IS NOT NULL)::INTEGER" for name in self.names)
        bounds = [f"({filled}) >= {self.low}"] if self.low is not None else []
        bounds += [f"({filled}) <= {self.high}"] if self.high is not None else []
        return " AND ".join(bounds) or "true"
