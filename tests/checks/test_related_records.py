"""Records that must have, or must not have, others that belong to them."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from sf_audit.checks.has_related import HasRelated
from sf_audit.checks.no_related import NoRelated
from sf_audit.model.review import FailingRows, Reason, Verdict
from sf_audit.rulebook.files.validate import adapter_of
from sf_audit.rulebook.settings.when import when
from tests.checks.access_rows import Row
from tests.checks.looking import Rows, look, unread, verdict
from tests.checks.verb_rows import HIDDEN_ROWS

ACCOUNTS: tuple[Row, ...] = ({"Id": "001A"}, {"Id": "001B"}, {"Id": "001C"})
CASES: tuple[Row, ...] = (
    {"Id": "500A", "AccountId": "001A", "Status": "Closed", "ClosedDate": datetime(2026, 3, 1, tzinfo=UTC)},
    {"Id": "500B", "AccountId": "001A", "Status": "Closed", "ClosedDate": datetime(2025, 3, 1, tzinfo=UTC)},
    {"Id": "500C", "AccountId": "001B", "Status": "closed", "ClosedDate": datetime(2025, 3, 1, tzinfo=UTC)},
    {"Id": "500D", "AccountId": "001B", "Status": "New", "ClosedDate": None},
    {"Id": "500E", "AccountId": None, "Status": "Closed", "ClosedDate": datetime(2026, 3, 1, tzinfo=UTC)},
    {"Id": "500F", "AccountId": " ", "Status": None, "ClosedDate": None},
)
ORG: Rows = {"Account": ACCOUNTS, "Case": CASES}


def has(**more: Any) -> HasRelated:
    return HasRelated(**{"object": "Account", "child": "Case", "by": "AccountId", **more})


def has_no(**more: Any) -> NoRelated:
    return NoRelated(**{"object": "Account", "child": "Case", "by": "AccountId", **more})


@pytest.mark.parametrize(
    ("settings", "broken", "because"),
    [
        ({}, ["001C"], "no Case names it in AccountId"),
        (
            {"where": when({"Status": "Closed"})},
            ["001C"],
            "no Case names it in AccountId and meets the condition on Status",
        ),
        (
            {"where": when({"Status": "Closed", "ClosedDate": {"newer_than": "90 days"}})},
            ["001B", "001C"],
            "no Case names it in AccountId and meets the conditions on ClosedDate and Status",
        ),
        ({"where": when({"ClosedDate": {"is": "empty"}})}, ["001A", "001C"], ""),
        ({"at_least": 2}, ["001C"], "fewer than 2 records of Case name it in AccountId"),
        ({"at_least": 2, "where": when({"Status": "Closed"})}, ["001B", "001C"], ""),
        ({"at_least": 3}, ["001A", "001B", "001C"], ""),
        ({"at_most": 1}, ["001A", "001B"], "more than 1 record of Case names it in AccountId"),
        ({"at_least": 1, "at_most": 1}, ["001A", "001B", "001C"], "not exactly 1 record of Case names it in AccountId"),
        (
            {"at_least": 1, "at_most": 1, "where": when({"Status": "Closed"})},
            ["001A", "001C"],
            "not exactly 1 record of Case names it in AccountId and meets the condition on Status",
        ),
        ({"at_least": 1, "at_most": 2}, ["001C"], "fewer than 1 or more than 2 records of Case name it in AccountId"),
    ],
)
def test_records_without_enough_children_are_named(settings: dict[str, Any], broken: list[str], because: str) -> None:
    seen, found = look(has(**settings), ORG)

    assert found == broken
    assert isinstance(seen.breaches, FailingRows)  # type: ignore[union-attr]
    assert seen.breaches.because == because or not because  # type: ignore[union-attr]


def test_records_with_no_child_are_not_too_many() -> None:
    assert (verdict(has(at_most=2), ORG).checked, verdict(has(at_most=2), ORG).broken) == (3, 0)
    assert (verdict(has(at_most=1), {"Account": ACCOUNTS, "Case": ()}).broken) == 0


@pytest.mark.parametrize(
    ("settings", "broken"),
    [
        ({}, ["001A", "001B"]),
        ({"where": when({"Status": "Closed", "ClosedDate": {"newer_than": "90 days"}})}, ["001A"]),
        ({"where": when({"Status": "New"})}, ["001B"]),
        ({"where": when({"Status": {"not": ["New", "Closed"]}})}, []),
    ],
)
def test_records_with_a_child_that_they_must_not_have_are_named(settings: dict[str, Any], broken: list[str]) -> None:
    assert look(has_no(**settings), ORG)[1] == broken


def test_what_is_said_of_a_child_that_must_not_be() -> None:
    found = verdict(has_no(where=when({"Status": "New"})), ORG).breaches

    assert isinstance(found, FailingRows)
    assert found.because == "a record of Case names it in AccountId and meets the condition on Status"


def test_without_children_all_are_alone_and_none_has_what_it_must_not() -> None:
    org = {"Account": ACCOUNTS, "Case": ()}

    assert look(has(), org)[1] == ["001A", "001B", "001C"]
    assert (verdict(has_no(), org).checked, verdict(has_no(), org).broken) == (3, 0)
    assert verdict(has(), {"Account": (), "Case": CASES}).checked == 0


def test_of_hidden_children_nobody_is_blamed_for_having_none_and_nobody_has_none_for_sure() -> None:
    hidden = {"Case": HIDDEN_ROWS}
    must_not = has_no(where=when({"Status": "New"}))
    found = verdict(must_not, ORG, hidden)

    assert unread(has(), ORG, hidden).reason is Reason.ROWS_HIDDEN
    assert unread(has(at_most=1), ORG, hidden).unlocked_by == "View All Records on Case, or View All Data"
    assert (found.broken, found.unread.reason if found.unread else None) == (1, Reason.ROWS_HIDDEN)
    assert unread(has_no(where=when({"Status": "Escalated"})), ORG, hidden).reason is Reason.ROWS_HIDDEN
    assert unread(has_no(), {"Account": ACCOUNTS, "Case": ()}, hidden).reason is Reason.ROWS_HIDDEN


@pytest.mark.parametrize("field", ["Case.AccountId", "Case.Status"])
def test_a_hidden_field_of_the_child_proves_nothing(field: str) -> None:
    for check in (has(where=when({"Status": "New"})), has_no(where=when({"Status": "New"}))):
        assert unread(check, ORG, hidden=[field]).reason is Reason.FIELD_NOT_VISIBLE
    assert unread(has_no(), ORG, hidden=["Case"]).reason is Reason.OBJECT_NOT_READABLE


@pytest.mark.parametrize("check", [has, has_no])
def test_a_text_that_no_child_has_is_a_mistake_of_the_rule(check: Any) -> None:
    texts = {"columns": {"Id": "id", "AccountId": "reference", "Status": "string"}}
    found = unread(check(where=when({"Status": "Clsoed"})), ORG, {"Case": texts})

    assert found.reason is Reason.RULE_DOES_NOT_FIT
    assert "where.Status: none of 6 Case records has “Clsoed” in Status" in found.detail
    assert unread(has_no(where=when({"Status": "Clsoed"})), ORG, {"Case": texts | HIDDEN_ROWS}).reason is (
        Reason.ROWS_HIDDEN
    )


DEALS: tuple[Row, ...] = (
    {"Id": "006A", "AccountId": "001A"},
    {"Id": "006B", "AccountId": "001B"},
    {"Id": "006C", "AccountId": None},
)
ROLES: tuple[Row, ...] = (
    {"Id": "00KA", "OpportunityId": "006A", "Company__c": "001A"},
    {"Id": "00KB", "OpportunityId": "006B", "Company__c": "001A"},
    {"Id": "00KC", "OpportunityId": "006C", "Company__c": "001A"},
)


def test_a_child_has_the_same_in_a_field_as_the_record() -> None:
    check = HasRelated(
        object="Opportunity", child="Role__c", by="OpportunityId", matching=(("Company__c", "AccountId"),)
    )
    seen = verdict(check, {"Opportunity": DEALS, "Role__c": ROLES})

    assert isinstance(seen.breaches, FailingRows)
    assert seen.breaches.because == "no Role__c names it in OpportunityId and has its AccountId in Company__c"
    assert (seen.checked, seen.broken) == (2, 1)


def test_children_may_be_found_by_a_field_of_the_record_alone() -> None:
    people: tuple[Row, ...] = (
        {"Id": "003A", "IndividualId": "0PKA"},
        {"Id": "003B", "IndividualId": "0PKB"},
        {"Id": "003C", "IndividualId": None},
    )
    consents: tuple[Row, ...] = (
        {"Id": "0cxA", "PartyId": "0PKA", "PrivacyConsentStatus": "OptIn"},
        {"Id": "0cxB", "PartyId": "0PKB", "PrivacyConsentStatus": "OptOut"},
    )
    check = NoRelated(
        object="Contact",
        child="ContactPointTypeConsent",
        matching=(("PartyId", "IndividualId"),),
        where=when({"PrivacyConsentStatus": "OptIn"}),
    )
    rows = {"Contact": people, "ContactPointTypeConsent": consents}

    assert look(check, rows)[1] == ["003A"]
    assert verdict(check, rows).checked == 2


PEOPLE: tuple[Row, ...] = (
    {"Id": "003A", "AccountId": "001A"},
    {"Id": "003B", "AccountId": "001A"},
    {"Id": "003C", "AccountId": None},
)
OF_CONTACTS: tuple[Row, ...] = (
    {"Id": "500A", "AccountId": "001A", "ContactId": "003A"},
    {"Id": "500B", "AccountId": "001B", "ContactId": "003B"},
    {"Id": "500C", "AccountId": "001C", "ContactId": "003C"},
    {"Id": "500D", "AccountId": "001C", "ContactId": None},
    {"Id": "500E", "AccountId": "001C", "ContactId": "003X"},
)


def pairs(**written: str) -> tuple[Any, ...]:
    """`matching`, as a rule file says it; `Contact__` stands for `Contact.`."""
    adapter = adapter_of(HasRelated)
    names = {key.replace("Contact__", "Contact."): value for key, value in written.items()}
    settings = {"object": "Account", "child": "Case", "matching": names}
    return adapter.validate_python(settings).matching


def test_a_case_has_a_contact_of_that_account() -> None:
    check = has(matching=pairs(Contact__AccountId="Id"))
    rows = {"Account": ACCOUNTS, "Case": OF_CONTACTS, "Contact": PEOPLE}
    seen = verdict(check, rows)

    assert look(check, rows)[1] == ["001B", "001C"]
    assert isinstance(seen.breaches, FailingRows)
    assert seen.breaches.because == "no Case names it in AccountId and has its Id in Contact.AccountId"
    assert look(has_no(matching=pairs(Contact__AccountId="Id")), rows)[1] == ["001A"]
    assert {need.table: need.columns for need in check.needs()} == {
        "Account": {"Id"},
        "Case": {"Id", "AccountId", "ContactId"},
        "Contact": {"Id", "AccountId"},
    }


def test_a_record_is_compared_by_a_field_of_its_parent() -> None:
    accounts: tuple[Row, ...] = (
        {"Id": "001A", "ParentId": "001C", "Region__c": "south"},
        {"Id": "001B", "ParentId": "001C", "Region__c": "south"},
        {"Id": "001C", "ParentId": None, "Region__c": "north"},
        {"Id": "001D", "ParentId": "001E", "Region__c": "north"},
        {"Id": "001E", "ParentId": None, "Region__c": None},
    )
    cases: tuple[Row, ...] = (
        {"Id": "500A", "AccountId": "001A", "Region__c": "north"},
        {"Id": "500B", "AccountId": "001B", "Region__c": "south"},
        {"Id": "500D", "AccountId": "001D", "Region__c": "north"},
    )
    check = has(matching=pairs(Region__c="Parent.Region__c"))
    seen, broken = look(check, {"Account": accounts, "Case": cases})

    assert broken == ["001B"]
    assert isinstance(seen, Verdict)
    assert seen.checked == 2


def test_of_hidden_parents_any_may_be_the_one() -> None:
    rows = {"Account": ACCOUNTS, "Case": OF_CONTACTS, "Contact": PEOPLE}

    for check in (has(matching=pairs(Contact__AccountId="Id")), has_no(matching=pairs(Contact__AccountId="Id"))):
        assert unread(check, rows, {"Contact": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN
        assert unread(check, rows, hidden=["Contact.AccountId"]).reason is Reason.FIELD_NOT_VISIBLE
        assert unread(check, rows, hidden=["Case.ContactId"]).reason is Reason.FIELD_NOT_VISIBLE


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"by": None}, "write by, the field of Case that names the record, or matching, or both"),
        ({"at_most": 0}, "at_most is 0: write the verb no_related, without at_most"),
        ({"at_least": 3, "at_most": 2}, "no value is at_least 3 and at_most 2 at once: change the two round"),
    ],
)
def test_settings_that_say_nothing_are_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=f"^{says}"):
        has(**settings)


@pytest.mark.parametrize("seed", range(6))
def test_counts_are_those_of_plain_python(seed: int) -> None:
    chance = random.Random(seed)
    names: list[Any] = [f"001{number:03}" for number in range(60)]
    accounts: list[dict[str, Any]] = [{"Id": name, "Region__c": chance.choice(["a", "b", "", None])} for name in names]
    cases = [
        {
            "Id": f"500{number:03}",
            "AccountId": chance.choice([*names[:40], None]),
            "Region__c": chance.choice(["a", "b", "", None]),
            "Open__c": chance.choice([True, False, None]),
        }
        for number in range(200)
    ]
    low, high = chance.choice([(1, None), (2, None), (1, 3), (3, 5), (2, 2)])
    check = has(at_least=low, at_most=high, matching=(("Region__c", "Region__c"),), where=when({"Open__c": True}))

    def own(account: dict[str, Any]) -> int:
        same = (account["Id"], account["Region__c"], True)
        return sum((case["AccountId"], case["Region__c"], case["Open__c"]) == same for case in cases)

    judged = [account for account in accounts if account["Region__c"]]
    wanted = [account["Id"] for account in judged if not low <= own(account) <= (high or 999)]
    unwanted = [account["Id"] for account in judged if own(account)]

    assert look(check, {"Account": accounts, "Case": cases})[1] == sorted(wanted)
    assert look(
        has_no(matching=(("Region__c", "Region__c"),), where=when({"Open__c": True})),
        {"Account": accounts, "Case": cases},
    )[1] == sorted(unwanted)
