"""Whether a text has a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sf_audit.expectations.asks.ask import Ask, OfOneField
from sf_audit.expectations.records import Records

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation


@dataclass(frozen=True, slots=True)
class Matches(OfOneField, Ask):
    """Where filled, the field matches the RE2 pattern (or, when `forbidden`, does not)."""

    field: str
    pattern: str
    forbidden: bool = False

    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        import great_expectations.expectations as gxe

        kind = gxe.ExpectColumnValuesToNotMatchRegex if self.forbidden else gxe.ExpectColumnValuesToMatchRegex
        return kind(column=self.field, regex=self.pattern, **settings)
