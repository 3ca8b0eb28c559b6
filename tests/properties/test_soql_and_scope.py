"""`when:` means the same wherever it is applied: sent to the org as SOQL, or on the rows afterwards.

Which of the two happens depends on the other rules of the same object, so any difference would make a rule's answer
depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sf_audit.connector.api.describe import DescribedField
from sf_audit.connector.api.soql import Today, select
from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.demo.soql.run import run
from sf_audit.expectations.clauses import Clauses
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.records import kinds
from sf_audit.snapshot.needs import Clause, Comparison, Rows

TODAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 18, tzinfo=UTC)
ZONES = ("UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu")
TYPES = {
    "Name": ("string", "VARCHAR"),
    "Stage__c": ("picklist", "VARCHAR"),
    "Regions__c": ("multipicklist", "VARCHAR"),
    "Active__c": ("boolean", "BOOLEAN"),
    "Size__c": ("int", "BIGINT"),
    "Amount__c": ("currency", "DECIMAL(18, 2)"),
    "Due__c": ("date", "DATE"),
    "Seen__c": ("datetime", "TIMESTAMP"),
}
FIELDS = {"Id": DescribedField("Id", "id")} | {name: DescribedField(name, kind) for name, (kind, _) in TYPES.items()}
BIKE = SObject(
    "Bike__c", "Bike", "Bikes", "a01", (Field("Id", "id"), *(Field(name, kind) for name, (kind, _) in TYPES.items()))
)

texts = st.sampled_from(["Gold", "GOLD", "gold", "Straße", "STRASSE", "É", "é", "O'Neil", 'a"b', "a\\b", "100%", "7"])
regions = st.sampled_from(["North", "North;South", "north", "South"])
numbers = st.sampled_from([-2, 0, 1, 2, 10])
amounts = st.sampled_from([Decimal("-0.50"), Decimal("0.00"), Decimal("1.10"), Decimal("1.11"), Decimal("1000000.00")])
days = st.integers(-4, 4).map(lambda number: TODAY + timedelta(days=number))
moments = st.builds(
    lambda number, minutes: datetime(2026, 3, 9) + timedelta(days=number, minutes=minutes),  # noqa: DTZ001 (UTC)
    st.integers(-4, 4),
    st.sampled_from([0, 1, 239, 240, 300, 599, 600, 1439]),
)
rows = st.lists(
    st.tuples(
        *(st.none() | one for one in (texts, texts, regions)),
        st.booleans(),
        *(st.none() | one for one in (numbers, amounts, days, moments)),
    ),
    min_size=1,
    max_size=12,
)


def listed(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Clause]:
    some = st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)
    return st.builds(Clause, st.just(name), st.sampled_from([Comparison.IN, Comparison.NOT_IN]), some)


def bounded(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Clause]:
    one = st.tuples(values)
    return st.builds(Clause, st.just(name), st.sampled_from([Comparison.AT_LEAST, Comparison.AT_MOST]), one)


def aged(name: str) -> st.SearchStrategy[Clause]:
    one = st.tuples(st.integers(0, 4))
    return st.builds(
        Clause, st.just(name), st.sampled_from([Comparison.OLDER_THAN_DAYS, Comparison.NEWER_THAN_DAYS]), one
    )


def in_period(name: str) -> st.SearchStrategy[Clause]:
    periods = [
        "yesterday",
        "today",
        "tomorrow",
        "last 2 days",
        "next 1 day",
        "this month",
        "next month",
        "last quarter",
    ]
    return st.builds(Clause, st.just(name), st.just(Comparison.IN_PERIOD), st.tuples(st.sampled_from(periods)))


isoday = days.map(date.isoformat)
isomoment = moments.map(lambda one: one.isoformat()) | moments.map(lambda one: one.isoformat() + "+05:30")
clauses = st.one_of(
    st.builds(Clause, st.sampled_from(sorted(TYPES)), st.sampled_from([Comparison.FILLED, Comparison.EMPTY])),
    listed("Name", texts),
    listed("Name", st.just(7)),
    listed("Stage__c", texts),
    listed("Regions__c", regions),
    listed("Active__c", st.booleans()),
    listed("Size__c", numbers),
    bounded("Size__c", numbers),
    listed("Amount__c", amounts.map(float)),
    bounded("Amount__c", amounts.map(float)),
    listed("Due__c", isoday),
    bounded("Due__c", isoday),
    aged("Due__c"),
    in_period("Due__c"),
    in_period("Seen__c"),
    listed("Seen__c", isomoment),
    bounded("Seen__c", isoday | isomoment),
    aged("Seen__c"),
)


@pytest.fixture(scope="module")
def org() -> Iterator[OrgData]:
    """An org with one object and no rows yet."""
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{name}" {sql}' for name, (_, sql) in TYPES.items())
        connection.execute(f'CREATE TABLE "Bike__c" ("Id" VARCHAR, {columns})')
        yield OrgData("00D000000000001AAA", "005000000000001AAA", "ana@acme.test", {"Bike__c": BIKE}, connection, {})


def sent(org: OrgData, wanted: Rows, zone: str) -> list[str]:
    """The records that the org gives."""
    today = Today(TODAY, ZoneInfo(zone))
    query = select("Bike__c", ["Id"], wanted, FIELDS, today)
    with run(org, str(query), now=NOW) as answer:
        return sorted(str(record["Id"]) for record in answer.records(0, 2000, version="66.0"))


def applied(org: OrgData, wanted: Rows, zone: str) -> list[object]:
    """The records that are in scope of the rule."""
    kinds_of = partial(kinds, org.rows)
    scope = Clauses(kinds_of("Bike__c"), Calendar.of(zone, TODAY), kinds_of).all(wanted)
    return [row[0] for row in org.rows.execute(f'SELECT "Id" FROM "Bike__c" WHERE {scope} ORDER BY 1').fetchall()]


@settings(max_examples=250)
@given(rows, st.frozensets(clauses, min_size=1, max_size=3), st.sampled_from(ZONES))
@example(
    [("gold", None, None, True, None, None, None, None)], frozenset({Clause("Name", Comparison.IN, ("Gold",))}), "UTC"
)
def test_conditions_mean_the_same_in_the_org_and_on_its_rows(
    org: OrgData, stored: list[tuple[Any, ...]], wanted: Rows, zone: str
) -> None:
    marks = ", ".join("?" * (len(TYPES) + 1))
    org.rows.execute('DELETE FROM "Bike__c"')
    named = [(f"a01{number:012d}AAA", *row) for number, row in enumerate(stored)]
    org.rows.executemany(f'INSERT INTO "Bike__c" VALUES ({marks})', named)

    assert applied(org, wanted, zone) == sent(org, wanted, zone)
