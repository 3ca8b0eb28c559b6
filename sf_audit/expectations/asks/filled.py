"""Whether a field holds something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sf_audit.expectations.asks.ask import Ask, OfOneField
from sf_audit.expectations.records import Records

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation


@dataclass(frozen=True, slots=True)
class Filled(OfOneField, Ask):
    """The field holds something: not null, and not white space alone."""

    field: str

    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        import great_expectations.expectations as gxe

        return gxe.ExpectColumnValuesToNotBeNull(column=self.field, **settings)
