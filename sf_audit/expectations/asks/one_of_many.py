"""Whether a field has one of so many values that a condition which lists them would be long."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter, Value
from sf_audit.snapshot.sql import quote_identifier

_MANY = 200


def are_many(values: Collection[Value]) -> bool:
    """Whether they are better looked up in a table; only texts are."""
    return len(values) > _MANY and all(isinstance(value, str) for value in values)


@dataclass(frozen=True, slots=True)
class OneOfMany(OfOneField, AskInSql):
    """Where filled, the field has one of the values, all texts (or, when `forbidden`, none of them)."""

    field: str
    values: frozenset[Value]
    forbidden: bool = False

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        values = records.register_texts(f"values of {key}", sorted(map(str, self.values)))
        within = "NOT IN" if self.forbidden else "IN"
        value = f"CAST({quote_identifier(self.field)} AS VARCHAR)"
        return f"{value} {within} (SELECT value FROM {values})"
