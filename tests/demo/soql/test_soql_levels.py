"""Children of children, and picklists in the order of Setup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from sf_audit.demo.schema import OrgData, PicklistValue
from sf_audit.demo.soql.errors import SoqlError
from sf_audit.demo.soql.run import run
from tests.demo.soql.conftest import NOW, OBJECTS, ROWS

DEEP = (
    "SELECT Name, (SELECT LastName, (SELECT Name, (SELECT Amount FROM Opportunities) FROM Accounts ORDER BY Name) "
    "FROM Contacts ORDER BY LastName) FROM Account WHERE Name LIKE 'Acme%'"
)


@pytest.fixture
def org() -> Iterator[OrgData]:
    """The small org, where each contact has accounts below it, and industries have an order."""
    rows = duckdb.connect()
    rows.execute(ROWS)
    rows.execute('ALTER TABLE "Account" ADD COLUMN "ContactId" VARCHAR')
    rows.execute('UPDATE "Account" SET "ContactId" = \'003000000000001AAA\' WHERE "Name" LIKE \'beta%\'')
    contact = OBJECTS["Account"].field("ParentId")
    assert contact is not None
    ordered = tuple(PicklistValue(value) for value in ("Tech", "Steel", "Agri"))
    fields = [
        replace(field, picklist=ordered) if field.name == "Industry" else field for field in OBJECTS["Account"].fields
    ]
    below = replace(contact, name="ContactId", references=("Contact",), relationship="Contact")
    account = replace(OBJECTS["Account"], fields=(*fields, below))
    person = replace(OBJECTS["Contact"], children={"Accounts": ("Account", "ContactId")})
    yield OrgData("", "", "", {**OBJECTS, "Account": account, "Contact": person}, rows, {})
    rows.close()


def test_children_have_children(org: OrgData) -> None:
    with run(org, DEEP, now=NOW) as answer:
        (acme,) = answer.records(0, 10, version="66.0")

    dee, low = acme["Contacts"]["records"]  # type: ignore[index]
    assert (dee["LastName"], dee["Accounts"]) == ("Dee", None)
    assert low["Accounts"] == {
        "totalSize": 1,
        "done": True,
        "records": [
            {
                "attributes": {
                    "type": "Account",
                    "url": "/services/data/v66.0/sobjects/Account/001000000000002AAA",
                },
                "Name": "beta 100%",
                "Opportunities": {
                    "totalSize": 1,
                    "done": True,
                    "records": [
                        {
                            "attributes": {
                                "type": "Opportunity",
                                "url": "/services/data/v66.0/sobjects/Opportunity/006000000000003AAA",
                            },
                            "Amount": None,
                        }
                    ],
                },
            }
        ],
    }


def test_before_version_58_children_are_one_level_deep(org: OrgData) -> None:
    with pytest.raises(SoqlError) as refused:
        run(org, DEEP, now=NOW, version=57.0)

    assert (refused.value.code, refused.value.message) == (
        "MALFORMED_QUERY",
        "SOQL statements cannot query aggregate relationships more than 1 level away from the root entity object.",
    )


@pytest.mark.parametrize(
    ("order", "industries"),
    [
        ("Industry", [None, "Tech", "Agri"]),
        ("Industry DESC", [None, "Agri", "Tech"]),
        ("Industry NULLS LAST", ["Tech", "Agri", None]),
    ],
)
def test_a_picklist_is_sorted_as_its_values_are_listed(org: OrgData, order: str, industries: list[str | None]) -> None:
    with run(org, f"SELECT Industry FROM Account ORDER BY {order}", now=NOW) as answer:
        found = [record["Industry"] for record in answer.records(0, 10, version="66.0")]

    assert found == industries


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("00100000000000a", 1),
        ("00100000000000A", 0),
        ("00100000000000aAAA", 1),
        ("00100000000000AAAA", 1),
        ("00100000000000aaaa", 1),
        ("00100000000000AAAQ", 0),
    ],
)
def test_the_suffix_of_an_id_tells_the_case_that_was_lost(org: OrgData, written: str, found: int) -> None:
    with run(org, f"SELECT COUNT() FROM Account WHERE Id = '{written}'", now=NOW) as answer:
        assert answer.total == found
