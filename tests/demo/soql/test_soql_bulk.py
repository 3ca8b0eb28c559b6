"""What Bulk API 2.0 takes, and the CSV it gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf_audit.demo.soql.answer import Answer
from sf_audit.demo.soql.errors import SoqlError

Ask = Callable[..., Answer]


def test_values_are_quoted_and_spelled_as_bulk_spells_them(ask: Ask) -> None:
    answer = ask(
        "SELECT Id, name, Owner.Name, AnnualRevenue, BillingLatitude, NumberOfEmployees, Active__c, CreatedDate "
        "FROM Account ORDER BY Name",
        bulk=True,
    )

    (page,) = answer.csv_pages(10)

    assert answer.csv_columns()[:3] == ["Id", "Name", "Owner.Name"]
    assert page.decode() == (
        '"Id","Name","Owner.Name","AnnualRevenue","BillingLatitude","NumberOfEmployees","Active__c","CreatedDate"\n'
        '"001000000000001AAA","Acme ""Farms""","Ana Ruiz","100.0","47.07","5","true","2026-03-18T09:00:00.000Z"\n'
        '"001000000000002AAA","beta 100%","Ben Okoye","1234.5","","","false","2026-03-11T23:59:59.500Z"\n'
        '"00100000000000aAAA","Citrön_Co","Inbound","","","70","true","2025-12-31T00:00:00.000Z"\n'
    )


def test_dates_are_iso_and_parents_that_are_not_there_empty(ask: Ask) -> None:
    (page,) = ask("SELECT Birthdate, Account.Owner.Name FROM Contact ORDER BY LastName", bulk=True).csv_pages(10)

    assert page == b'"Birthdate","Account.Owner.Name"\n"","Ana Ruiz"\n"1980-02-29","Ana Ruiz"\n"1990-01-01",""\n'


def test_every_page_has_a_header(ask: Ask) -> None:
    pages = list(ask("SELECT Name FROM Account ORDER BY Name", bulk=True).csv_pages(2))

    assert pages == [b'"Name"\n"Acme ""Farms"""\n"beta 100%"\n', '"Name"\n"Citrön_Co"\n'.encode()]


def test_no_rows_are_a_header(ask: Ask) -> None:
    assert list(ask("SELECT Name FROM Account WHERE Name = null", bulk=True).csv_pages(2)) == [b'"Name"\n']


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT Id FROM CaseStatus", "INVALIDENTITY: Entity 'CaseStatus' is not supported by the Bulk API."),
        ("SELECT Id, BillingAddress FROM Account", "API_ERROR: Selecting compound data not supported in Bulk Query"),
        ("SELECT Parent.BillingAddress FROM Account", "API_ERROR: Selecting compound data not supported in Bulk Query"),
        ("SELECT Id, (SELECT Id FROM Contacts) FROM Account",
         "API_ERROR: Aggregate Relationships not supported in Bulk V2 Query with CSV content type"),
        ("SELECT COUNT() FROM Account", "API_ERROR: Aggregate functions are not supported in Bulk Query"),
        ("SELECT Name FROM Account GROUP BY Name", "API_ERROR: GROUP BY is not supported in Bulk Query"),
        ("SELECT Id FROM Account OFFSET 1", "API_ERROR: OFFSET is not supported in Bulk Query"),
        ("SELECT FIELDS(ALL) FROM Account LIMIT 2",
         "API_ERROR: The SOQL FIELDS function is not supported in Bulk Query"),
        ("SELECT TYPEOF What WHEN Account THEN Id END FROM Event", "API_ERROR: TYPEOF is not supported in Bulk Query"),
    ],
)  # fmt: skip
def test_what_is_not_for_bulk(ask: Ask, query: str, message: str) -> None:
    with pytest.raises(SoqlError) as refused:
        ask(query, bulk=True)

    assert f"{refused.value.code}: {refused.value}" == message
