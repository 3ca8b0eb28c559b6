"""How the records of a group become one: which stays, what is taken from which, how often somebody has to merge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pytest

from sf_audit.checks.no_duplicate import NoDuplicate
from sf_audit.model.review import FailingRows, Pillar, Severity, Verdict
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.settings.when import when
from tests.checks.looking import Rows, org

Merges = Sequence[Mapping[str, Any]]

_USERS = [{"Id": "005A", "IsActive": True}, {"Id": "005B", "IsActive": False}]
_EMPTY = dict.fromkeys(("FirstName", "LastName", "Email", "Phone", "AccountId", "MobilePhone", "MailingStreet",
                        "MailingPostalCode", "MailingCity", "EmailBouncedDate", "Description"))  # fmt: skip


def merges(check: NoDuplicate, rows: Rows, hidden: Sequence[str] = ()) -> Merges:
    """What the rule proposes."""
    rule = Rule("quality/x", "quality/x", "", "", "", Severity.LOW, "it", "", Pillar.DATA_QUALITY, check)
    with org(check, rows, {}, hidden) as snapshot:
        seen = examine([rule], snapshot)[rule.id]
        assert isinstance(seen, Verdict), seen
        if not isinstance(seen.breaches, FailingRows):
            return []
        answer = duckdb.connect().execute("SELECT * FROM read_parquet(?) ORDER BY ids", [str(seen.breaches.merges)])
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def taken(merge: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    return {each["fields"]: (each["id"], each["reason"]) for each in merge["taken"]}


def contact(record: str, **fields: Any) -> dict[str, Any]:
    same = {"FirstName": "Annegret", "LastName": "Wolkenstein", "OwnerId": "005A"}
    changed = {"LastModifiedDate": "2026-03-01T08:00:00Z", "CreatedDate": "2024-01-01T08:00:00Z"}
    return {"Id": record, **_EMPTY, **same, **changed, **fields}


_MAILBOX = {"Email": "annegret@wolke.example.com"}
_PLACE = {"MailingStreet": "12 Elm Street", "MailingPostalCode": "94110", "MailingCity": "Colma"}

_GROUP = [
    contact("003A", **_MAILBOX, FirstName="A.", EmailBouncedDate="2026-01-01T00:00:00Z", Phone="000", AccountId="001A"),
    contact(
        "003B",
        Email="annegret+fair@wolke.example.com",
        LastName="WOLKENSTEIN",
        MobilePhone="+1 415 555 0188",
        AccountId="001A",
        OwnerId="005B",
        MailingCity="Colma",
        Phone="+1 415 555 0100",
    ),
    contact(
        "003C",
        **_MAILBOX,
        **_PLACE,
        MobilePhone="+1 415 555 0188",
        AccountId="001B",
        OwnerId="005B",
        LastModifiedDate="2026-03-02T08:00:00Z",
    ),
]


@pytest.fixture(scope="module")
def group() -> Mapping[str, Any]:
    (found,) = merges(NoDuplicate(object="Contact"), {"Contact": _GROUP, "User": _USERS})
    return found


def test_one_record_stays_and_the_others_are_merged_into_it(group: Mapping[str, Any]) -> None:
    assert group["ids"] == ["003A", "003B", "003C"]
    assert (group["object"], group["stays_object"], group["how"]) == ("Contact", "Contact", "merge")
    assert (group["stays"], group["because"], group["merges"]) == ("003C", "it has most fields filled", 1)
    assert group["obstacle"] == ""


@pytest.mark.parametrize(
    ("fields", "record", "reason"),
    [
        ("Name", "003C", "the most complete"),
        ("E-mail", "003C", "2 of 3 agree"),
        ("Telephone", "003B", "the only number that can be one"),
        ("Mobile telephone", "003C", "the same in both"),
        ("Company", "003A", "2 of 3 agree"),
        ("Mailing address", "003C", "the most complete"),
        ("Owner", "003A", "the only owner who is active"),
    ],
)
def test_each_field_group_is_taken_from_the_best_record(
    group: Mapping[str, Any], fields: str, record: str, reason: str
) -> None:
    assert taken(group)[fields] == (record, reason)


def test_no_value_of_a_field_is_in_it(group: Mapping[str, Any]) -> None:
    for value in ("nnegret", "olkenstein", "olke.example", "555", "Elm", "94110", "Colma", "001A", "005A"):
        assert value.lower() not in str(group).lower()


def test_what_the_org_does_not_show_is_not_judged() -> None:
    hidden = ["Contact.EmailBouncedDate", "Contact.LastModifiedDate", "User"]

    (found,) = merges(NoDuplicate(object="Contact"), {"Contact": _GROUP}, hidden)

    assert taken(found)["Owner"] == ("003C", "2 of 3 agree")
    assert taken(found)["E-mail"] == ("003C", "the same in all 3")


def test_four_records_take_two_merges() -> None:
    rows = [contact(f"003{letter}", **_MAILBOX) for letter in "ABCD"]

    (found,) = merges(NoDuplicate(object="Contact"), {"Contact": rows})

    assert (len(found["ids"]), found["merges"]) == (4, 2)


def test_a_person_who_is_there_often_has_one_mailbox_all_the_same() -> None:
    rows = [contact(f"003{letter}", **_MAILBOX, OwnerId=f"005{letter}") for letter in "ABCDEFG"]

    (found,) = merges(NoDuplicate(object="Contact"), {"Contact": rows})

    assert (found["ids"], found["merges"]) == ([f"003{letter}" for letter in "ABCDEFG"], 3)


def test_a_mailbox_that_five_people_have_is_nobodys() -> None:
    names = ("Annegret", "Tilo", "Ole", "Maren", "Jule")
    rows = [contact(f"003{number}", **_MAILBOX, FirstName=name) for number, name in enumerate(names)]

    assert merges(NoDuplicate(object="Contact"), {"Contact": rows}) == []


def test_leads_are_converted_onto_the_contact_that_they_are_most_surely() -> None:
    person = {"FirstName": "Annegret", "LastName": "Wolkenstein", "Phone": None, **_MAILBOX}
    rows: Rows = {
        "Account": [{"Id": "001A", "Name": "Wolke"}],
        "Contact": [contact("003A", **_MAILBOX, AccountId="001A"), contact("003B", **_MAILBOX, FirstName="A.")],
        "Lead": [{"Id": "00QA", **person, "Company": "Wolke"}],
    }

    (from_leads,) = merges(NoDuplicate(object="Lead", other="Contact"), rows)
    (from_contacts,) = merges(NoDuplicate(object="Contact", other="Lead"), rows)

    assert from_leads == from_contacts
    assert (from_leads["object"], from_leads["stays_object"]) == ("Lead", "Contact")
    assert (from_leads["how"], from_leads["stays"], from_leads["ids"]) == ("convert", "003A", ["00QA", "003A"])
    assert from_leads["obstacle"] == "it is the same as several contacts, which should be merged before"
    assert from_leads["taken"] == []


def test_converted_leads_and_persons_beside_companies_are_in_the_way() -> None:
    person = {"FirstName": "Annegret", "LastName": "Wolkenstein", "Phone": None, **_MAILBOX, "Company": "Wolke"}
    place = {"BillingStreet": "12 Elm St", "BillingPostalCode": "94110", "BillingCity": "Colma"}
    company = {"Name": "Wolke GmbH", "Website": "wolke.example.com", "Phone": "+1 415 555 0100", **place}

    (leads,) = merges(
        NoDuplicate(object="Lead"),
        {"Lead": [{"Id": "00QA", **person, "IsConverted": False}, {"Id": "00QB", **person, "IsConverted": True}]},
    )
    (accounts,) = merges(
        NoDuplicate(object="Account"),
        {
            "Account": [
                {"Id": "001A", **company, "IsPersonAccount": False},
                {"Id": "001B", **company, "IsPersonAccount": True},
            ]
        },
    )

    assert leads["obstacle"] == "a converted lead cannot be merged: work with the contact that it became"
    assert accounts["obstacle"].startswith("a person account is merged with person accounts only")


def test_a_converted_lead_is_not_converted_again() -> None:
    person = {"FirstName": "Annegret", "LastName": "Wolkenstein", "Phone": None, **_MAILBOX, "Company": "Wolke"}
    rows: Rows = {
        "Account": [{"Id": "001A", "Name": "Wolke"}],
        "Contact": [contact("003A", **_MAILBOX, AccountId="001A")],
        "Lead": [{"Id": "00QA", **person, "IsConverted": True}, {"Id": "00QB", **person, "IsConverted": False}],
    }
    ways = [NoDuplicate(object="Lead", other="Contact"), NoDuplicate(object="Contact", other="Lead")]

    for check in ways:
        assert {found["ids"][0]: found["obstacle"] for found in merges(check, rows)} == {
            "00QA": "a converted lead cannot be converted again: work with the contact that it became",
            "00QB": "",
        }
        assert {found["obstacle"] for found in merges(check, rows, ["Lead.IsConverted"])} == {""}


@pytest.mark.parametrize(
    ("persons", "says"),
    [
        ((True, True), "they are contacts of person accounts: merge these accounts, and not the contacts"),
        (
            (True, False),
            "a person account is merged with person accounts only: decide which kind of account is right",
        ),
        ((False, False), ""),
        ((None, None), ""),
    ],
)
def test_contacts_of_person_accounts_are_not_merged_as_contacts(persons: Sequence[bool | None], says: str) -> None:
    rows = [contact(f"003{number}", **_MAILBOX, IsPersonAccount=is_person) for number, is_person in enumerate(persons)]

    (found,) = merges(NoDuplicate(object="Contact"), {"Contact": rows})

    assert found["obstacle"] == says


def test_only_records_in_scope_are_merged() -> None:
    rows = [contact("003A", **_MAILBOX), contact("003B", **_MAILBOX), contact("003C", **_MAILBOX, OwnerId="005Z")]
    check = NoDuplicate(object="Contact", when=when({"OwnerId": "005A"}))

    (found,) = merges(check, {"Contact": rows})

    assert found["ids"] == ["003A", "003B"]
