"""The records that REST shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.demo.soql.answer import Answer, Column
from sf_audit.demo.soql.run import run

Ask = Callable[..., Answer]
NOW = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)


def attributes(kind: str, identity: str, *, under: str = "v66.0/sobjects") -> dict[str, str]:
    return {"type": kind, "url": f"/services/data/{under}/{kind}/{identity}"}


def test_names_come_back_in_canonical_spelling_and_values_as_json(ask: Ask) -> None:
    answer = ask(
        "select id, NAME, annualrevenue, numberofemployees, active__C, createddate from ACCOUNT where name like 'b%'"
    )

    assert (answer.object, answer.total, answer.is_count, answer.is_aggregate) == ("Account", 1, False, False)
    assert answer.records(0, 2000, version="66.0") == [
        {
            "attributes": attributes("Account", "001000000000002AAA"),
            "Id": "001000000000002AAA",
            "Name": "beta 100%",
            "AnnualRevenue": 1234.5,
            "NumberOfEmployees": None,
            "Active__c": False,
            "CreatedDate": "2026-03-11T23:59:59.500+0000",
        }
    ]


def test_dates_have_no_time_and_whole_numbers_no_fraction(ask: Ask) -> None:
    (contact,) = ask("SELECT Birthdate FROM Contact WHERE LastName = 'Low'").records(0, 1, version="66.0")
    (account,) = ask("SELECT NumberOfEmployees, AnnualRevenue FROM Account LIMIT 1").records(0, 1, version="66.0")

    assert contact["Birthdate"] == "1980-02-29"
    assert (repr(account["NumberOfEmployees"]), repr(account["AnnualRevenue"])) == ("5", "100.0")


def test_parents_are_nested_and_null_where_there_is_none(ask: Ask) -> None:
    answer = ask("SELECT Account.Name, Account.Owner.Name, Account.Parent.Id FROM Contact ORDER BY Id")

    first, _, orphan = answer.records(0, 3, version="v66.0")

    assert first["Account"] == {
        "attributes": attributes("Account", "001000000000001AAA"),
        "Name": 'Acme "Farms"',
        "Owner": {"attributes": attributes("User", "005000000000001AAA"), "Name": "Ana Ruiz"},
        "Parent": None,
    }
    assert orphan["Account"] is None


def test_a_polymorphic_parent_says_what_it_is(ask: Ask) -> None:
    answer = ask("SELECT Owner.Name, Owner.Type, Owner.Id, Owner.Username FROM Account WHERE Owner.Type = 'Group'")

    assert [record["Owner"] for record in answer.records(0, 3, version="66.0")] == [
        {
            "attributes": attributes("Group", "00G000000000001AAA"),
            "Name": "Inbound",
            "Type": "Group",
            "Id": "00G000000000001AAA",
            "Username": None,
        }
    ]


def test_typeof_gives_each_object_its_own_fields(ask: Ask) -> None:
    answer = ask(
        "SELECT TYPEOF What WHEN Account THEN Industry WHEN Opportunity THEN Amount ELSE Id END, Subject FROM Event"
    )

    assert [record["What"] for record in answer.records(0, 3, version="66.0")] == [
        {"attributes": attributes("Account", "001000000000001AAA"), "Industry": "Agri"},
        {"attributes": attributes("Opportunity", "006000000000001AAA"), "Amount": 10.5},
        None,
    ]


def test_typeof_else(ask: Ask) -> None:
    answer = ask("SELECT TYPEOF What WHEN Account THEN Industry ELSE Name END FROM Event WHERE Subject = 'call'")

    (event,) = answer.records(0, 3, version="66.0")

    assert event["What"] == {"attributes": attributes("Opportunity", "006000000000001AAA"), "Name": "Seeds"}


def test_addresses_are_nested_whole_or_null(ask: Ask) -> None:
    acme, beta, _ = ask("SELECT BillingAddress FROM Account").records(0, 3, version="66.0")

    assert acme["BillingAddress"] == {
        "city": "Graz",
        "country": None,
        "geocodeAccuracy": None,
        "latitude": 47.07,
        "longitude": None,
        "postalCode": None,
        "state": None,
        "street": "Ring 1",
    }
    assert beta["BillingAddress"] is None


def test_children_are_a_result_of_their_own_or_null(ask: Ask) -> None:
    answer = ask("SELECT Name, (SELECT Name, Account.Name FROM Contacts WHERE Email = null) FROM Account ORDER BY Name")

    acme, beta, _ = answer.records(0, 3, version="66.0")

    assert acme["Contacts"] == {
        "totalSize": 1,
        "done": True,
        "records": [
            {
                "attributes": attributes("Contact", "003000000000002AAA"),
                "Name": "Dee",
                "Account": {"attributes": attributes("Account", "001000000000001AAA"), "Name": 'Acme "Farms"'},
            }
        ],
    }
    assert beta["Contacts"] is None


def test_order_limit_and_offset_of_children_count_for_each_parent(ask: Ask) -> None:
    def deals(tail: str) -> list[object]:
        answer = ask(f"SELECT Id, (SELECT Name FROM Opportunities {tail}) FROM Account ORDER BY Id")
        found = [record["Opportunities"] for record in answer.records(0, 3, version="66.0")]
        return [[deal["Name"] for deal in one["records"]] if one else None for one in found]  # type: ignore[index]

    assert deals("ORDER BY CloseDate") == [["Ploughs", "Seeds"], ["Chips"], None]
    assert deals("ORDER BY CloseDate DESC LIMIT 1") == [["Seeds"], ["Chips"], None]
    assert deals("ORDER BY CloseDate LIMIT 1 OFFSET 1") == [["Seeds"], None, None]


def test_a_page_is_a_range_of_rows(ask: Ask) -> None:
    answer = ask("SELECT Name, (SELECT Id FROM Contacts) FROM Account ORDER BY Name")

    assert [record["Name"] for record in answer.records(1, 1, version="66.0")] == ["beta 100%"]
    assert [record["Name"] for record in answer.records(2, 5, version="66.0")] == ["Citrön_Co"]
    assert answer.records(3, 5, version="66.0") == []


def test_fields_are_what_the_user_sees(ask: Ask) -> None:
    (everything,) = ask("SELECT FIELDS(ALL) FROM Account LIMIT 1").records(0, 1, version="66.0")
    (custom,) = ask("SELECT FIELDS(CUSTOM) FROM Account LIMIT 1").records(0, 1, version="66.0")
    standard = ask("SELECT FIELDS(STANDARD) FROM Contact").csv_columns()

    assert "Secret__c" not in everything
    assert "BillingAddress" in everything
    assert list(custom) == ["attributes", "Regions__c", "Active__c"]
    assert standard == ["Id", "Name", "FirstName", "LastName", "Email", "Birthdate", "AccountId"]


def test_labels_and_formats_are_text(ask: Ask) -> None:
    answer = ask("SELECT toLabel(Industry), FORMAT(AnnualRevenue) money, FORMAT(CreatedDate) made FROM Account")

    records = [list(record.values())[1:] for record in answer.records(0, 3, version="66.0")]

    assert records == [
        ["Farming", "100.00", "3/18/2026, 9:00 AM"],
        ["Tech", "1,234.50", "3/11/2026, 11:59 PM"],
        [None, None, "12/31/2025, 12:00 AM"],
    ]


def test_a_name_that_is_not_stored_is_first_and_last_name(ask: Ask) -> None:
    answer = ask("SELECT Name FROM Contact WHERE Name LIKE 'cy l%'")

    assert [record["Name"] for record in answer.records(0, 3, version="66.0")] == ["Cy Low"]


def test_an_object_without_a_table_has_no_rows(ask: Ask) -> None:
    assert ask("SELECT Id, MasterLabel FROM CaseStatus").records(0, 3, version="66.0") == []
    assert ask("SELECT COUNT() FROM CaseStatus").total == 0


def test_columns_tell_path_field_and_label(ask: Ask) -> None:
    answer = ask("SELECT id, owner.name, FORMAT(AnnualRevenue) money FROM Account")

    columns = [(column.path, column.field.name if column.field else None, column.label) for column in answer.columns]

    assert isinstance(answer.columns[0], Column)
    assert columns == [
        (("Id",), "Id", "Id"),
        (("Owner", "Name"), "Name", "Owner.Name"),
        (("money",), "AnnualRevenue", "money"),
    ]


def test_threads_may_ask_at_once(org: OrgData) -> None:
    found: list[int] = []

    def asks() -> None:
        for _ in range(5):
            with run(org, "SELECT Id, Owner.Name FROM Account WHERE Name != 'x'", now=NOW) as answer:
                found.append(len(answer.records(0, 10, version="66.0")))

    threads = [threading.Thread(target=asks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [3] * 20


def test_two_polymorphic_references_do_not_share_fields(org: OrgData) -> None:
    task = SObject(
        "Task",
        "Task",
        "Tasks",
        "00T",
        (
            Field("WhatId", "reference", references=("Account", "Opportunity"), relationship="What"),
            Field("OwnerId", "reference", references=("User", "Group"), relationship="Owner"),
        ),
    )
    user = org.objects["User"]
    user = replace(
        user, fields=(*user.fields, Field("ProfileId", "reference", references=("User",), relationship="Profile"))
    )
    world = replace(org, objects={**org.objects, "Task": task, "User": user})

    with run(world, "SELECT What.Name, Owner.Profile.Name, Owner.IsActive FROM Task", now=NOW) as answer:
        assert answer.csv_columns() == ["What.Name", "Owner.Profile.Name", "Owner.IsActive"]


def test_scope_mine_is_what_the_user_owns(ask: Ask) -> None:
    answer = ask("SELECT Name FROM Account USING SCOPE mine")

    assert [record["Name"] for record in answer.records(0, 3, version="66.0")] == ['Acme "Farms"']
