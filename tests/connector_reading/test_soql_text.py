"""What a Need asks is written so that nothing else can be asked with it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.connector.api import soql
from sf_audit.connector.api.describe import DescribedField
from sf_audit.connector.api.soql import Query, Today
from sf_audit.connector.http.select_only import writes
from sf_audit.errors import UsageProblem
from sf_audit.snapshot.needs import ALL_ROWS, Clause, Comparison

TODAY = Today(date(2026, 3, 10), ZoneInfo("America/New_York"))

FIELDS = {
    one.name: one
    for one in (
        DescribedField("Id", "id"),
        DescribedField("Name", "string"),
        DescribedField("StageName", "picklist"),
        DescribedField("IsClosed", "boolean"),
        DescribedField("Amount", "currency"),
        DescribedField("CloseDate", "date"),
        DescribedField("CreatedDate", "datetime"),
        DescribedField("Tags__c", "multipicklist"),
        DescribedField("Notes__c", "textarea", filterable=False),
    )
}


def condition(field: str, comparison: Comparison, *values: str | int | float | bool) -> str:
    return soql.condition(Clause(field, comparison, values), FIELDS[field], TODAY)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (condition("IsClosed", Comparison.IN, False), "IsClosed = false"),
        (condition("IsClosed", Comparison.IN, False, True), "(IsClosed = false OR IsClosed = true)"),
        (condition("StageName", Comparison.IN, "Won", "Lost"), "StageName IN ('Won','Lost')"),
        (condition("StageName", Comparison.NOT_IN, "Won"), "StageName != 'Won'"),
        (condition("StageName", Comparison.NOT_IN, "Won", "Lost"), "StageName NOT IN ('Won','Lost')"),
        (condition("Tags__c", Comparison.IN, "a", "b"), "(Tags__c = 'a' OR Tags__c = 'b')"),
        (condition("Name", Comparison.FILLED), "Name != null"),
        (condition("Name", Comparison.EMPTY), "Name = null"),
        (condition("Amount", Comparison.AT_LEAST, 1e6), "Amount >= 1000000"),
        (condition("Amount", Comparison.AT_MOST, 0.1), "Amount <= 0.1"),
        (condition("CloseDate", Comparison.AT_LEAST, "2026-01-31"), "CloseDate >= 2026-01-31"),
        (condition("CloseDate", Comparison.OLDER_THAN_DAYS, 30), "CloseDate < 2026-02-08"),
        (condition("CloseDate", Comparison.NEWER_THAN_DAYS, 30), "CloseDate > 2026-02-08"),
        # Daylight saving began on 8 March 2026 in New York: midnight is at 5:00 before it and at 4:00 after.
        (condition("CreatedDate", Comparison.OLDER_THAN_DAYS, 30), "CreatedDate < 2026-02-08T05:00:00Z"),
        (condition("CreatedDate", Comparison.NEWER_THAN_DAYS, 1), "CreatedDate >= 2026-03-10T04:00:00Z"),
        (condition("CreatedDate", Comparison.AT_LEAST, "2026-03-01"), "CreatedDate >= 2026-03-01T05:00:00Z"),
        (condition("CreatedDate", Comparison.AT_MOST, "2026-03-01"), "CreatedDate < 2026-03-02T05:00:00Z"),
    ],
)
def test_a_clause_in_soql(written: str, expected: str) -> None:
    assert written == expected


def test_the_key_comes_first_and_the_rest_in_order() -> None:
    query = soql.select(
        "Opportunity",
        {"StageName", "Amount", "Id"},
        frozenset({Clause("IsClosed", Comparison.IN, (False,)), Clause("Amount", Comparison.FILLED)}),
        FIELDS,
        TODAY,
    )

    assert str(query) == ("SELECT Id,Amount,StageName FROM Opportunity WHERE Amount != null AND IsClosed = false")
    assert query.count() == "SELECT COUNT() FROM Opportunity WHERE Amount != null AND IsClosed = false"
    assert str(query.narrowed("Id > '006'").ordered("Id", 2000)).endswith("AND Id > '006' ORDER BY Id LIMIT 2000")


def test_a_clause_that_cannot_be_sent_widens_the_query() -> None:
    rows = frozenset({Clause("Notes__c", Comparison.FILLED), Clause("Hidden__c", Comparison.FILLED)})

    query = soql.select("Opportunity", {"Name"}, rows, FIELDS, TODAY)

    assert str(query) == "SELECT Id,Name FROM Opportunity"
    assert [one.field for one in soql.unsendable(rows, FIELDS)] == ["Hidden__c", "Notes__c"]


@given(st.text())
def test_no_value_leaves_its_quotes(value: str) -> None:
    query = f"SELECT Id FROM Account WHERE Name = {soql.text(value)}"

    assert writes(query) is None


@pytest.mark.parametrize("bad", ["Name FROM User", "a,b", "", "1a", "a..b", "a.b.c.d.e.f.g", "Naïve__c", "x'"])
def test_a_name_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(UsageProblem):
        str(Query("Account", ("Id", bad)))


def test_a_wide_query_is_split_into_addresses_that_fit() -> None:
    columns = tuple(f"PermissionsNumber{at:04d}" for at in range(900))
    query = soql.select("PermissionSet", columns, ALL_ROWS, {"Id": FIELDS["Id"]}, TODAY)

    parts = soql.split(query)

    assert all(soql.address_length(part) <= soql.LONGEST_ADDRESS for part in parts)
    assert [part.columns[0] for part in parts] == ["Id"] * len(parts)
    assert [column for part in parts for column in part.columns[1:]] == list(columns)


def test_a_list_of_ids_stays_below_the_longest_condition() -> None:
    ids = [f"001{at:012d}AAA" for at in range(401)]

    some = list(soql.chunks(ids, 150))

    assert [len(one) for one in some] == [150, 150, 101]
    assert len(soql.one_of("Id", some[0])) < 4000
