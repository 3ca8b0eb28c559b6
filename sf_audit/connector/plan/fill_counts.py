"""How often each custom field is filled, counted by the org: COUNT(field) instead of millions of rows.

"COUNT(fieldName)" in the "SOQL and SOSL Reference" counts rows with a value. A field that cannot be
aggregated is counted by a query of its own where it can be filtered. A checkbox always has a value, so
it counts as filled where it is ticked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sf_audit.connector.api.describe import DescribedField
from sf_audit.connector.api.resources import Answer, garbled, query
from sf_audit.connector.api.soql import name
from sf_audit.connector.http.client import Client
from sf_audit.salesforce.query_rules import NOT_VALUES

#: Aggregates in one query; far below what the address holds, and small enough to finish on a large object.
AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class FillQuery:
    """One query that counts: several fields by aggregates, or one field by a condition."""

    soql: str
    fields: tuple[str, ...]
    aggregates: bool


def fill_queries(
    table: str, fields: Mapping[str, DescribedField], created_in_days: int | None = None
) -> tuple[FillQuery, ...]:
    """The queries that count an object's rows and the filled custom fields in them, of all rows or of new ones."""
    custom = [field for field in fields.values() if _can_be_unused(field)]
    summed = [field.name for field in custom if field.aggregatable and field.type != "boolean"]
    new = "" if created_in_days is None else f"CreatedDate = LAST_N_DAYS:{created_in_days}"
    return (*_aggregated(table, summed, new), *_one_by_one(table, custom, new))


def uncountable(fields: Mapping[str, DescribedField]) -> tuple[str, ...]:
    """Custom fields that the org can neither aggregate nor filter."""
    return tuple(
        field.name
        for field in fields.values()
        if field.custom and not field.calculated and not field.aggregatable and not field.filterable
    )


def _can_be_unused(field: DescribedField) -> bool:
    """What a formula or a roll-up summary shows is worked out and never filled in: it says nothing about use."""
    return field.custom and not field.calculated and field.type not in NOT_VALUES


def ask_fill(client: Client, asked: FillQuery) -> dict[str, int]:
    """Filled rows by field; all rows of the object under the empty name when the query counts by aggregates."""
    return fill_of(asked, query(client, asked.soql))


def fill_of(asked: FillQuery, answer: Answer) -> dict[str, int]:
    """The same from an answer that came together with others."""
    if not asked.aggregates:
        return {asked.fields[0]: answer.total}
    if len(answer.records) != 1:
        raise garbled("AGGREGATE")
    (record,) = answer.records
    names = ["", *asked.fields]
    counted = {field: record.get(f"n{at}") for at, field in enumerate(names)}
    if not all(isinstance(value, int) for value in counted.values()):
        raise garbled("AGGREGATE")
    return {field: int(value or 0) for field, value in counted.items()}


def _aggregated(table: str, fields: Sequence[str], new: str) -> Iterator[FillQuery]:
    where = f" WHERE {new}" if new else ""
    # Also without any field: the number of all rows is part of every answer.
    for start in range(0, max(len(fields), 1), AT_ONCE):
        some = tuple(fields[start : start + AT_ONCE])
        counted = [f"COUNT({name(field)}) n{at}" for at, field in enumerate(("Id", *some))]
        yield FillQuery(f"SELECT {', '.join(counted)} FROM {name(table)}{where}", some, aggregates=True)


def _one_by_one(table: str, custom: Sequence[DescribedField], new: str) -> Iterator[FillQuery]:
    also = f" AND {new}" if new else ""
    for field in custom:
        if field.filterable and (field.type == "boolean" or not field.aggregatable):
            filled = f"{name(field.name)} = true" if field.type == "boolean" else f"{name(field.name)} != null"
            yield FillQuery(f"SELECT COUNT() FROM {name(table)} WHERE {filled}{also}", (field.name,), aggregates=False)
