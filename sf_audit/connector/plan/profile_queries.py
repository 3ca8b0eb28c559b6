"""The aggregates from which the fields of an object are known: how often each is filled, and which values it has.

No record leaves the org: "COUNT(fieldName)" and "GROUP BY" in the "SOQL and SOSL Reference" count in the org. Records
are those that the auditor user sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sf_audit.connector.api.describe import DescribedField, DescribedObject
from sf_audit.connector.api.resources import Answer, garbled, is_count
from sf_audit.connector.api.soql import name
from sf_audit.connector.plan.fill_counts import AT_ONCE
from sf_audit.salesforce.customer_work import STATUS_FIELDS
from sf_audit.salesforce.query_rules import NOT_VALUES
from sf_audit.salesforce.record_types import RECORD_TYPE

#: Records that were created in so many days are new: what comes in today, apart from what was taken over.
NEW_DAYS = 90

_NEW = f" WHERE CreatedDate = LAST_N_DAYS:{NEW_DAYS}"
_NOT_FILLED_IN = frozenset({"boolean", "id", *NOT_VALUES})


@dataclass(frozen=True, slots=True)
class CountQuery:
    """One query that counts some fields, for each value of `group` unless it is empty, of new records where `new`."""

    soql: str
    fields: tuple[str, ...]
    group: str
    new: bool


def filled_in(described: DescribedObject) -> tuple[DescribedField, ...]:
    """The fields that people fill in and may leave empty, as far as the org can count them."""
    return tuple(
        field
        for field in described.fields.values()
        if field.updateable
        and field.nillable
        and field.aggregatable
        and not (field.calculated or field.compound or field.type in _NOT_FILLED_IN or field.name == RECORD_TYPE)
    )


def count_queries(described: DescribedObject, fields: Sequence[DescribedField]) -> Iterator[CountQuery]:
    """The queries that count these fields, of all records and of new ones, together and in groups."""
    for start in range(0, len(fields), AT_ONCE):
        some = tuple(field.name for field in fields[start : start + AT_ONCE])
        counted = ", ".join(f"COUNT({name(field)}) n{at}" for at, field in enumerate(("Id", *some)))
        for group in ("", *groups_of(described)):
            named, by = (f"{name(group)} g, ", f" GROUP BY {name(group)}") if group else ("", "")
            for new in (False, True):
                soql = f"SELECT {named}{counted} FROM {name(described.name)}{_NEW if new else ''}{by}"
                yield CountQuery(soql, some, group, new)


def groups_of(described: DescribedObject) -> tuple[str, ...]:
    """The fields by which records of the object are told apart: several record types, and how far they have come."""
    record_types = (RECORD_TYPE,) if RECORD_TYPE in described.fields and len(described.record_types) > 1 else ()
    status = STATUS_FIELDS.get(described.name, "")
    return (*record_types, *((status,) if status in described.fields else ()))


def counts_in(asked: CountQuery, answer: Answer) -> Mapping[str, Mapping[str, int]]:
    """By value of the group (empty without one) and field, how many are filled; all of them under an empty name.

    Raises an ApiError where the answer is not that: without a group it is one row, also where there is no record.
    """
    if not (answer.is_whole and (asked.group or answer.total == 1)):
        raise garbled("AGGREGATE")
    found: dict[str, dict[str, int]] = {}
    for record in answer.records:
        counted = {field: record.get(f"n{at}") for at, field in enumerate(("", *asked.fields))}
        if not all(map(is_count, counted.values())):
            raise garbled("AGGREGATE")
        found[str(record.get("g") or "")] = {field: int(number or 0) for field, number in counted.items()}
    return found


def values_query(table: str, field: DescribedField) -> str | None:
    """The query for the values of a picklist, and how many records hold each; None where nothing can be out of date."""
    if field.type != "picklist" or not field.picklist:
        return None
    return f"SELECT {name(field.name)} v, COUNT(Id) n FROM {name(table)} GROUP BY {name(field.name)}"


def stale_in(field: DescribedField, answer: Answer) -> tuple[int, int]:
    """How many values the picklist no longer offers, and how many records hold one of them."""
    active = {value.value for value in field.picklist if value.active}
    rows = [(record.get("v"), record.get("n")) for record in answer.records]
    if not (answer.is_whole and all(is_count(number) for _, number in rows)):
        raise garbled("AGGREGATE")
    stale = [int(number or 0) for value, number in rows if value is not None and value not in active]
    return len(stale), sum(stale)
