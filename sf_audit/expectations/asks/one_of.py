"""Whether a field has one of some values, or each value of a multi-select picklist is one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sf_audit.expectations.asks.ask import Ask, AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter, Value
from sf_audit.snapshot.sql import quote_identifier, quote_literal

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation


@dataclass(frozen=True, slots=True)
class OneOf(OfOneField, Ask):
    """Where filled, the field has one of the values (or, when `forbidden`, none of them)."""

    field: str
    values: frozenset[Value]
    forbidden: bool = False

    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        import great_expectations.expectations as gxe

        kind = gxe.ExpectColumnValuesToNotBeInSet if self.forbidden else gxe.ExpectColumnValuesToBeInSet
        return kind(column=self.field, value_set=sorted(self.values, key=repr), **settings)


@dataclass(frozen=True, slots=True)
class EachOneOf(OfOneField, AskInSql):
    """Where a multi-select picklist is filled, each of its values is one of these (or, when `forbidden`, none is)."""

    field: str
    values: frozenset[Value]
    forbidden: bool = False

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        listed = "[" + ", ".join(quote_literal(value) for value in sorted(self.values, key=str)) + "]::VARCHAR[]"
        chosen = f"string_split({quote_identifier(self.field)}, ';')"
        return f"NOT list_has_any({listed}, {chosen})" if self.forbidden else f"list_has_all({listed}, {chosen})"
