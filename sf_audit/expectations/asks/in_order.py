"""Whether one date is not after another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sf_audit.expectations.asks.ask import Ask
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation


@dataclass(frozen=True, slots=True)
class InOrder(Ask):
    """Where both are filled, `first` is not after `then`. A date and a datetime are compared by day in the org."""

    first: str
    then: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.first, self.then)

    def columns(self, key: str, records: Records, scope: Filter) -> dict[str, str]:
        """The days of both fields, where one is a date and the other a datetime."""
        return {_day_column(name): records.day(name) for name in self.fields} if self._mixed(records) else {}

    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        import great_expectations.expectations as gxe

        first, then = map(_day_column, self.fields) if self._mixed(records) else self.fields
        return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=then, column_B=first, or_equal=True, ignore_row_if="either_value_is_missing", **settings
        )

    def _mixed(self, records: Records) -> bool:
        return {records.kinds[self.first], records.kinds[self.then]} == {"DATE", "TIMESTAMP"}


def _day_column(name: str) -> str:
    return f"day of {name}"
