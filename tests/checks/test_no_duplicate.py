"""The verb that finds duplicates: its settings, what must be seen, and what it says."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sf_audit.checks.no_duplicate import NoDuplicate
from sf_audit.duplicates.certainty import Certainty
from sf_audit.model.review import FailingRows, Reason, Verdict
from sf_audit.rulebook.settings.when import when
from tests.checks.access_rows import Row
from tests.checks.looking import look, unread, verdict
from tests.checks.verb_rows import HIDDEN_ROWS
from tests.duplicates.judged import blamed


def contact(record: str, given: str | None, family: str | None, **fields: Any) -> Row:
    return {"Id": record, "FirstName": given, "LastName": family, **_EMPTY, **fields}


_EMPTY = dict.fromkeys(
    ("Email", "Phone", "MobilePhone", "AccountId", "MailingStreet", "MailingPostalCode", "MailingCity")
)

ROBERT = contact("003A", "Robert", "Smithers", Email="r.smithers@acme.com", Phone="+1 415 555 0100", AccountId="001A")
BOB = contact("003B", "Bob", "SMITHERS", Email="R.Smithers@acme.com", Phone="(415) 555-0111", AccountId="001A")
OTHER = contact("003C", "Ann", "Jones", Email="info@acme.com", AccountId="001A")
NOBODY = contact("003D", None, "Unknown")
CONTACTS: tuple[Row, ...] = (ROBERT, BOB, OTHER, NOBODY)
ALL_SEEN = {"Contact": [{**row, "Birthdate": None} for row in CONTACTS]}

CHECK = NoDuplicate(object="Contact")

_NO_ADDRESS = dict.fromkeys(("Phone", "BillingStreet", "BillingPostalCode", "BillingCity"))


def test_all_of_a_group_break_it_and_each_says_why() -> None:
    found = blamed(CHECK, {"Contact": CONTACTS})

    assert list(found) == ["003A", "003B"]
    assert found["003B"].other == "003A"
    assert found["003B"].because == (
        "is certainly the same as 003A: Email the same (+17.6), LastName the same (+9.2), AccountId the same (+9.1), "
        "FirstName a short form of the other (+5.9); against it Phone another extension (−1.0); of 2 records "
        "003A is suggested to stay, because it has the lowest id"
    )


def test_records_without_a_name_are_not_judged_and_that_is_said() -> None:
    found = verdict(CHECK, ALL_SEEN)

    assert (found.checked, found.broken) == (3, 2)
    assert found.notes == ("1 record in scope has no name, or nothing beside it to be compared by, and was not judged",)
    assert isinstance(found.breaches, FailingRows)
    assert found.breaches.fields == ("Id",)


@pytest.mark.parametrize("field", ["Email", "LastName", "FirstName", "Phone", "AccountId"])
def test_without_what_tells_people_apart_nothing_is_judged(field: str) -> None:
    found = unread(CHECK, {"Contact": CONTACTS}, hidden=[f"Contact.{field}"])

    assert (found.reason, found.unlocked_by) == (Reason.FIELD_NOT_VISIBLE, f"Read on Contact.{field}")


def test_what_only_adds_to_it_may_be_hidden_and_is_named() -> None:
    found = verdict(CHECK, ALL_SEEN, hidden=["Contact.MobilePhone", "Contact.Birthdate"])

    assert found.broken == 2
    assert found.notes[0] == "compared without Contact.Birthdate, Contact.MobilePhone, which cannot be seen"


def test_hidden_contacts_may_be_the_same() -> None:
    found = verdict(CHECK, {"Contact": CONTACTS}, {"Contact": HIDDEN_ROWS})

    assert (found.broken, found.unread and found.unread.reason) == (2, Reason.ROWS_HIDDEN)
    assert unread(CHECK, {"Contact": [OTHER]}, {"Contact": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN


def test_only_records_in_scope_are_compared() -> None:
    rows = [{**ROBERT, "Left__c": False}, {**BOB, "Left__c": True}]

    assert look(NoDuplicate(object="Contact", when=when({"Left__c": False})), {"Contact": rows})[1] == []


@pytest.mark.parametrize("rows", [[], [contact("003A", None, None), contact("003B", " ", "\u200b")]])
def test_nothing_to_compare_is_no_duplicate(rows: list[Row]) -> None:
    found = verdict(CHECK, {"Contact": rows})

    assert (found.checked, found.broken) == (0, 0)
    assert found.proof


def test_order_and_threads_do_not_matter() -> None:
    rows = [
        contact(
            f"003{number:03}", given, family, Email=f"{family}{number % 7}@x.example.com", AccountId=f"001{number % 3}"
        )
        for number, (given, family) in enumerate(
            zip(["Ana", "Anna", "Ben"] * 20, ["Aldinger", "Brodbeck"] * 30, strict=True)
        )
    ]
    shuffled = random.Random(4).sample(rows, len(rows))

    found = blamed(CHECK, {"Contact": rows}, {"threads": 1})

    assert len(found) > 10
    assert blamed(CHECK, {"Contact": shuffled}, {"threads": 4}) == found


def lead(record: str, given: str, family: str, email: str, company: str) -> Row:
    return {"Id": record, "FirstName": given, "LastName": family, "Email": email, "Phone": None, "Company": company}


LEADS = [
    lead("00QA", "Bob", "Smithers", "r.smithers@acme.com", "ACME Inc"),
    lead("00QB", "Ann", "Jones", "ann@other.example.com", "Other"),
    lead("00QC", "Bob", "Smithers", "r.smithers@acme.com", "Acme"),
]
ACCOUNTS = [{"Id": "001A", "Name": "Acme Corporation"}]


def test_leads_are_compared_with_contacts_and_not_with_each_other() -> None:
    check = NoDuplicate(object="Lead", other="Contact")
    found = blamed(check, {"Lead": LEADS, "Contact": CONTACTS, "Account": ACCOUNTS})

    assert sorted(found) == ["00QA", "00QC"]
    assert (found["00QA"].other, found["00QA"].more) == ("", 1)
    assert found["00QA"].because.startswith("is certainly the same as Contact 003B: Email the same")
    assert "Company the same" in found["00QA"].because


def test_of_a_contact_the_name_of_its_account_is_compared_with_the_company_of_a_lead() -> None:
    check = NoDuplicate(object="Contact", other="Lead")

    found = blamed(check, {"Lead": LEADS, "Contact": CONTACTS, "Account": ACCOUNTS})

    assert sorted(found) == ["003A", "003B"]
    assert "Account.Name the same" in found["003A"].because
    assert "AccountId" not in found["003A"].because


def test_a_field_that_cannot_be_seen_is_not_named() -> None:
    row = contact("003A", "Robert", "Smithers", OtherStreet="1 Elm Road", OtherCity="Colma", OtherPostalCode="94014")
    hidden = ["Contact.MailingStreet", "Contact.MailingPostalCode", "Contact.MailingCity"]

    found = blamed(CHECK, {"Contact": [row, {**row, "Id": "003B"}]}, hidden=hidden)

    assert ": OtherStreet the same (" in found["003A"].because
    assert "Mailing" not in found["003A"].because


def test_what_is_said_of_a_field_is_true_of_it() -> None:
    person = contact("003A", "Robert", "Smithers Jr.", MobilePhone="+1 415 555 0100", MailingCity="Colma")
    company = {"Id": "001A", "Name": "Alpine Bikes 12", "Website": "alpine-bikes.com", **_NO_ADDRESS}

    people = blamed(CHECK, {"Contact": [person, {**person, "Id": "003B"}]})
    companies = blamed(NoDuplicate(object="Account"), {"Account": [company, {**company, "Id": "001B"}]})

    assert people["003A"].because == (
        "is certainly the same as 003B: MobilePhone the same (+16.3), LastName the same (+9.2), "
        "FirstName the same (+7.3), MailingCity the same town (+5.6), Name with the same suffix (+0.7); "
        "of 2 records it is suggested to stay, "
        "because it has the lowest id"
    )
    assert ", Name with the same numbers (+" in companies["001A"].because


def test_of_the_others_only_those_that_keep_where_count() -> None:
    check = NoDuplicate(object="Lead", other="Contact", where=when({"Phone": ["nothing"]}))
    rows = {"Lead": LEADS, "Contact": [{**ROBERT, "Phone": "nothing"}, BOB], "Account": ACCOUNTS}

    found = blamed(check, rows)

    assert sorted(found) == ["00QA", "00QC"]
    assert all(" the same as Contact 003A: " in some.because and "003B" not in some.because for some in found.values())


def test_hidden_contacts_or_accounts_cost_the_verdict() -> None:
    check = NoDuplicate(object="Lead", other="Contact")
    rows = {"Lead": LEADS[1:2], "Contact": CONTACTS, "Account": ACCOUNTS}

    assert unread(check, rows, {"Contact": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN
    assert unread(check, rows, hidden=["Contact.Email"]).unlocked_by == "Read on Contact.Email"
    assert unread(check, rows, hidden=["Account.Name"]).unlocked_by == "Read on Account.Name"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (
            {"object": "Opportunity"},
            r"^duplicates are found among Account, Contact, Lead: for records of Opportunity write the verb unique$",
        ),
        ({"object": "Account", "other": "Contact"}, r"^other is for leads and contacts"),
        ({"object": "Contact", "other": "contact"}, r"^other is for leads and contacts"),
        ({"object": "Lead", "where": when({"Email": "filled"})}, r"^where is about the records of other"),
    ],
)
def test_what_cannot_be_meant_is_a_mistake(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        NoDuplicate(**settings)


def test_how_sure_it_must_be_can_be_said() -> None:
    alike = [
        contact("003A", "Ana", "Brodbeck", AccountId="001A"),
        contact("003B", "Anna", "Brodbeck", AccountId="001A"),
    ]

    found = {
        some: look(NoDuplicate(object="Contact", at_least=some.value), {"Contact": alike})[0] for some in Certainty
    }

    assert {some: isinstance(seen, Verdict) and seen.broken for some, seen in found.items()} == {
        Certainty.POSSIBLE: 2,
        Certainty.LIKELY: 2,
        Certainty.CERTAIN: 0,
    }
