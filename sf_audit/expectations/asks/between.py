"""Whether a number, or the length of a text, lies between bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sf_audit.expectations.asks.ask import Ask, OfOneField
from sf_audit.expectations.records import Records

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation


@dataclass(frozen=True, slots=True)
class Between(OfOneField, Ask):
    """Where filled, a number is between the bounds, both included; None is no bound."""

    field: str
    low: float | None = None
    high: float | None = None

    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        import great_expectations.expectations as gxe

        return gxe.ExpectColumnValuesToBeBetween(column=self.field, min_value=self.low, max_value=self.high, **settings)


@dataclass(frozen=True, slots=True)
class LengthBetween(OfOneField, Ask):
    """Where filled, the text has this many characters, both bounds included; None is no bound."""

    field: str
    low: int | None = None
    high: int | None = None

    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        import great_expectations.expectations as gxe

        return gxe.ExpectColumnValueLengthsToBeBetween(
            column=self.field, min_value=self.low, max_value=self.high, **settings
        )
