"""`some_filled`, and `filled` without placeholders: which records of a tiny org break them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.some_filled import SomeFilled
from sf_audit.errors import UsageProblem
from sf_audit.model.review import Reason, Verdict
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.settings.when import when
from tests.checks.looking import Rows, look, unread, verdict

RULE = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck:\n  {}\n"
WAYS = ("Phone", "MobilePhone", "Email")


def people(*rows: tuple[str | None, str | None, str | None]) -> dict[str, list[dict[str, Any]]]:
    return {"Contact": [{"Id": str(place), **dict(zip(WAYS, row, strict=True))} for place, row in enumerate(rows)]}


def texts(*values: str | None, field: str = "Reason__c", on: str = "Account") -> dict[str, list[dict[str, Any]]]:
    return {on: [{"Id": str(place), field: value} for place, value in enumerate(values)]}


def broken_by(check: AnyCheck, rows: Rows) -> list[str]:
    return look(check, rows)[1]


REACHED = people((None, None, None), ("1", "", " "), ("1", "2", None), ("1", "2", "a@b.co"), ("\u200b", "\u3000", ""))


@pytest.mark.parametrize(
    ("bounds", "broken", "says"),
    [
        ({"at_least": 1}, ["0", "4"], "none of Phone, MobilePhone and Email is filled"),
        ({"at_least": 2}, ["0", "1", "4"], "fewer than 2 of Phone, MobilePhone and Email are filled"),
        ({"at_most": 1}, ["2", "3"], "more than 1 of Phone, MobilePhone and Email are filled"),
        ({"at_most": 0}, ["1", "2", "3"], "more than 0 of Phone, MobilePhone and Email are filled"),
        ({"exactly": 1}, ["0", "2", "3", "4"], "not exactly 1 of Phone, MobilePhone and Email is filled"),
        ({"at_least": 1, "at_most": 2}, ["0", "3", "4"], "fewer than 1 or more than 2 of Phone, MobilePhone and Email"),
    ],
)
def test_so_many_fields_are_filled(bounds: dict[str, Any], broken: list[str], says: str) -> None:
    seen, found = look(SomeFilled(object="Contact", fields=WAYS, **bounds), REACHED)

    assert found == broken
    assert isinstance(seen, Verdict)
    assert seen.checked == 5
    assert getattr(seen.breaches, "because", "").startswith(says)


def test_numbers_and_dates_count_where_they_are_there() -> None:
    org: Rows = {"Account": [{"Id": "0", "A__c": 0, "B__c": None}, {"Id": "1", "A__c": None, "B__c": None}]}

    assert broken_by(SomeFilled(object="Account", fields=("A__c", "B__c"), at_least=1), org) == ["1"]


def test_no_records_are_not_applicable_and_a_hidden_field_is_not_checked() -> None:
    check = SomeFilled(object="Contact", fields=WAYS, at_least=1)

    assert verdict(check, people()).checked == 0
    seen, broken = look(check, REACHED, hidden=["Contact.Email"])
    assert (getattr(seen, "reason", None), broken) == (Reason.FIELD_NOT_VISIBLE, [])


def test_a_checkbox_is_always_filled_so_it_does_not_count() -> None:
    org: Rows = {
        "Contact": [{"Id": "0", "Phone": None, "Flag__c": False}],
        "describe_fields": [{"object": "Contact", "field": "Flag__c", "type": "boolean"}],
    }
    seen = unread(SomeFilled(object="Contact", fields=("Phone", "Flag__c"), at_least=1), org)

    assert seen.reason is Reason.RULE_DOES_NOT_FIT
    assert "Contact.Flag__c is of type boolean, and some_filled is for fields that can be empty" in seen.detail


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("fields: [A, B]", "write at_least, at_most or both, or exactly alone"),
        ("fields: [A, B], at_least: 1, exactly: 1", "write at_least, at_most or both, or exactly alone"),
        ("fields: [A], at_least: 1", "write at least"),
        ("fields: [A, a], at_least: 1", "a field is there twice: write each once"),
        ("fields: [A, B], at_least: 3", "there are only 2 fields: write a number up to that"),
        ("fields: [A, B], exactly: 3", "there are only 2 fields: write a number up to that"),
        ("fields: [A, B], at_least: 0", "every record keeps that"),
        ("fields: [A, B], at_most: 2", "every record keeps that"),
        ("fields: [A, B, C], at_least: 2, at_most: 1", "no value is at_least 2 and at_most 1 at once"),
        ("fields: [A, B], at_least: '1'", "write a number without quotes"),
    ],
)
def test_settings_that_are_wrong_are_told(tmp_path: Path, written: str, says: str) -> None:
    assert says in refused(tmp_path, f"some_filled: {{object: Contact, {written}}}")


def refused(folder: Path, check: str) -> str:
    path = folder / "x.yaml"
    path.write_text(RULE.format(check))
    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "own/quality/x")
    assert str(caught.value).startswith(f"{path}:7: check.")
    return str(caught.value)


def test_the_same_is_found_as_by_counting_in_python() -> None:
    choose = random.Random(5)
    rows = [tuple(choose.choice([None, "", " ", "x", "\u00a0", "ü"]) for _ in WAYS) for _ in range(300)]
    filled = [sum(1 for value in row if value and value.strip("\u00a0 ")) for row in rows]

    found = broken_by(SomeFilled(object="Contact", fields=WAYS, exactly=2), people(*rows))  # type: ignore[arg-type]

    assert found == sorted(str(place) for place, number in enumerate(filled) if number != 2)


def test_placeholders_are_not_filled() -> None:
    org = texts("N/A", "tbd", "test", "xxx", "000", "aaaa", "asdf", "12345", None, " ", "Price", "Null GmbH", "3M")
    check = Filled(object="Account", field="Reason__c", placeholders=False)
    seen, broken = look(check, org)

    assert broken == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
    assert isinstance(seen, Verdict)
    assert (seen.checked, getattr(seen.breaches, "because", "")) == (13, "Reason__c is empty or a placeholder")
    assert broken_by(Filled(object="Account", field="Reason__c"), org) == ["8", "9"]


@pytest.mark.parametrize(("on", "field"), [("Contact", "LastName"), ("Lead", "FirstName"), ("User", "Name")])
def test_people_called_so_are_filled(on: str, field: str) -> None:
    org = texts("Null", "Na", "None", "Test", "Tester", "N/A", "Test Test", None, field=field, on=on)

    assert broken_by(Filled(object=on, field=field, placeholders=False), org) == ["5", "6", "7"]


def test_companies_and_texts_are_not_called_so() -> None:
    org = texts("Null", "Na", "None", "Test", "Tester", field="Name")

    assert broken_by(Filled(object="Account", field="Name", placeholders=False), org) == ["0", "1", "2", "3", "4"]


def test_the_rule_may_know_other_words() -> None:
    check = Filled(object="Account", field="Reason__c", placeholders=False, words=("later",), names=("Test",))

    assert broken_by(check, texts("Later", "test", "tbd")) == ["0", "2"]


def test_filled_where_another_field_is() -> None:
    org: Rows = {
        "Account": [
            {"Id": "0", "Reason__c": None, "Other__c": "x"},
            {"Id": "1", "Reason__c": None, "Other__c": " "},
            {"Id": "2", "Reason__c": "tbd", "Other__c": "x"},
            {"Id": "3", "Reason__c": "Price", "Other__c": "x"},
        ]
    }
    check = Filled(object="Account", field="Reason__c", placeholders=False, when=when({"Other__c": {"is": "filled"}}))

    assert verdict(check, org).checked == 3
    assert broken_by(check, org) == ["0", "2"]


def test_no_number_is_a_placeholder() -> None:
    org: Rows = {
        "Account": [{"Id": "0", "AnnualRevenue": 0}],
        "describe_fields": [{"object": "Account", "field": "AnnualRevenue", "type": "currency"}],
    }

    seen = unread(Filled(object="Account", field="AnnualRevenue", placeholders=False), org)
    assert seen.reason is Reason.RULE_DOES_NOT_FIT
    assert "Account.AnnualRevenue is of type currency, and filled is for texts and picklists" in seen.detail
    assert verdict(Filled(object="Account", field="AnnualRevenue"), org).broken == 0


def test_words_without_placeholders_are_a_mistake(tmp_path: Path) -> None:
    said = refused(tmp_path, "filled: {object: Account, field: Name, words: [later]}")

    assert "words, generic and names go with placeholders: false" in said
