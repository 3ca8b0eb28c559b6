"""How many days lie between two dates."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter


@dataclass(frozen=True, slots=True)
class DaysApart(AskInSql):
    """Where both are filled, `then` is so many days after `first`, both bounds included; None is no bound.

    Days are those of the org's time zone: what happened at 23:00 and what happened two hours later are a day apart.
    """

    first: str
    then: str
    low: int = 0
    high: int | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.first, self.then)

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        days = f"date_diff('day', {records.day(self.first)}, {records.day(self.then)})"
        return f"{days} >= {self.low}" if self.high is None else f"{days} BETWEEN {self.low} AND {self.high}"
