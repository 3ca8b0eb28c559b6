"""What is kept in two objects: a lead whose address a contact has."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sf_audit.checks.not_elsewhere import NotElsewhere
from sf_audit.expectations.texts.fold import fold
from sf_audit.model.review import FailingRows, Reason
from sf_audit.rulebook.settings.when import when
from tests.checks.access_rows import Row
from tests.checks.looking import Rows, look, unread, verdict
from tests.checks.verb_rows import HIDDEN_ROWS

LEADS: tuple[Row, ...] = (
    {"Id": "00QA", "Email": "ana@acme.com", "IsConverted": False},
    {"Id": "00QB", "Email": "ANA@Acme.com", "IsConverted": True},
    {"Id": "00QC", "Email": "STRASSE@acme.com", "IsConverted": False},
    {"Id": "00QD", "Email": "ben@acme.com", "IsConverted": False},
    {"Id": "00QE", "Email": None, "IsConverted": False},
    {"Id": "00QF", "Email": " ", "IsConverted": False},
    {"Id": "00QG", "Email": "ﬁona@acme.com", "IsConverted": False},
)
CONTACTS: tuple[Row, ...] = (
    {"Id": "003A", "Email": " Ana@acme.com ", "Left__c": False},
    {"Id": "003B", "Email": "straße@acme.com", "Left__c": False},
    {"Id": "003C", "Email": None, "Left__c": False},
    {"Id": "003D", "Email": "fiona@acme.com", "Left__c": True},
    {"Id": "003E", "Email": "", "Left__c": None},
)
ORG: Rows = {"Lead": LEADS, "Contact": CONTACTS}


def check(**more: Any) -> NotElsewhere:
    return NotElsewhere(**{"object": "Lead", "field": "Email", "other": "Contact", "other_field": "Email", **more})


@pytest.mark.parametrize(
    ("settings", "broken", "checked"),
    [
        ({}, ["00QA", "00QB", "00QC", "00QG"], 5),
        ({"when": when({"IsConverted": False})}, ["00QA", "00QC", "00QG"], 4),
        ({"where": when({"Left__c": False})}, ["00QA", "00QB", "00QC"], 5),
        ({"case_sensitive": True}, [], 5),
    ],
)
def test_texts_are_compared_as_a_person_reads_them(settings: dict[str, Any], broken: list[str], checked: int) -> None:
    assert look(check(**settings), ORG)[1] == broken
    assert verdict(check(**settings), ORG).checked == checked


def test_with_regard_to_case_only_the_same_characters_are_the_same() -> None:
    org = {"Lead": LEADS, "Contact": ({"Id": "003A", "Email": "ana@acme.com"},)}

    assert look(check(case_sensitive=True), org)[1] == ["00QA"]
    assert look(check(), {"Lead": LEADS, "Contact": ()})[1] == []


def test_what_is_said_of_a_lead_that_is_a_contact() -> None:
    found = verdict(check(), ORG).breaches

    assert isinstance(found, FailingRows)
    assert found.because == "a record of Contact has the same in Email"


def test_hidden_contacts_may_have_the_same() -> None:
    hidden = {"Contact": HIDDEN_ROWS}
    found = verdict(check(), ORG, hidden)

    assert (found.broken, found.unread.reason if found.unread else None) == (4, Reason.ROWS_HIDDEN)
    assert unread(check(), {"Lead": LEADS, "Contact": ()}, hidden).reason is Reason.ROWS_HIDDEN
    assert unread(check(), ORG, hidden=["Contact.Email"]).reason is Reason.FIELD_NOT_VISIBLE
    assert unread(check(), ORG, hidden=["Contact"]).reason is Reason.OBJECT_NOT_READABLE


def test_within_one_object_it_is_another_verb() -> None:
    with pytest.raises(ValueError, match=r"^other is Lead too: for records of one object write the verb unique$"):
        check(other="lead")


@pytest.mark.parametrize("seed", range(6))
def test_they_are_those_of_plain_python(seed: int) -> None:
    chance = random.Random(seed)
    parts = ["a", "A", "ß", "SS", "ﬁ", "fi", "İ", "ı", " ", "\u200b", "’", "'", "Ω", "Ω", "-", "–"]

    def text() -> str | None:
        return chance.choice([None, "", "".join(chance.choice(parts) for _ in range(chance.choice([1, 2, 3])))])

    leads: list[dict[str, Any]] = [{"Id": f"00Q{number:03}", "Email": text()} for number in range(200)]
    contacts: list[dict[str, Any]] = [{"Id": f"003{number:03}", "Email": text()} for number in range(100)]
    theirs = {fold(contact["Email"]) for contact in contacts if contact["Email"] and fold(contact["Email"])}

    wanted = [lead["Id"] for lead in leads if lead["Email"] and fold(lead["Email"]) in theirs]
    assert look(check(), {"Lead": leads, "Contact": contacts})[1] == wanted
