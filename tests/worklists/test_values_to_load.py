"""Values that a verb knows to be right: beside the record, and in a file for Data Loader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sf_audit.checks.country import Country
from sf_audit.checks.email import Email
from sf_audit.model.example import FieldValue
from sf_audit.model.worklist import Correction
from sf_audit.report.worklists.csv import data_loader_csv
from tests.worklists.lists import Reviewed, judged

EMAIL = Email(object="Contact", field="Email", mistyped=False)


def contact(email: str, **more: object) -> dict[str, object]:
    return {"Id": "003A", "Name": "Ada", "OwnerId": "005A", "Email": email, **more}


@pytest.mark.parametrize(
    ("check", "value", "right"),
    [
        (EMAIL, "ada@gmial.com", "ada@gmail.com"),
        (EMAIL, "Ada@GMIAL.com", "Ada@gmail.com"),
        (EMAIL, " ada@acme.com", "ada@acme.com"),
        (EMAIL, "ada@acme.com.", "ada@acme.com"),
        (EMAIL, "ada", ""),
        (EMAIL, "", ""),
        (EMAIL, "ada@acme", ""),
        (replace(EMAIL, mistyped=True), "ada@gmial.com", ""),
        (replace(EMAIL, free_mail=False), "ada@gmial.com", ""),
        (replace(EMAIL, role=False), "info@gmial.com", ""),
        (replace(EMAIL, role=False), "info+de@gmial.com", ""),
        (replace(EMAIL, refused_domains=("gmail.com",)), "ada@gmial.com", ""),
        (Country(object="Contact", field="C", form="code"), "Deutschland", "DE"),
        (Country(object="Contact", field="C", form="code"), "de", "DE"),
        (Country(object="Contact", field="C", form="code"), "Atlantis", ""),
        (Country(object="Contact", field="C", form="name"), "DE", ""),
        (Country(object="Contact", field="C"), "Atlantis", ""),
    ],
)
def test_what_a_verb_knows_to_be_right(check: Email | Country, value: str, right: str) -> None:
    assert check.suggested(value) == right


def test_a_right_value_stands_beside_the_record_and_in_a_file(tmp_path: Path) -> None:
    reviewed = Reviewed(tmp_path, [judged(EMAIL)], {"Contact": (contact("ada@gmial.com"),)})

    with reviewed.lists() as lists:
        (worklist,) = lists.of_each()
        assert worklist.fixes[0].records[0].suggested == (FieldValue("Email", "ada@gmail.com"),)
        assert lists.corrections == {
            ("Contact", "Email"): (Correction("Contact", "Email", "003A", "ada@gmail.com"),),
        }


@pytest.mark.parametrize("kept", [True, False])
def test_nothing_is_suggested_where_values_are_withheld_or_not_here(tmp_path: Path, kept: bool) -> None:
    reviewed = Reviewed(tmp_path, [judged(EMAIL)], {"Contact": (contact("ada@gmial.com"),)})

    with reviewed.lists(kept=kept, redact=kept) as lists:
        (worklist,) = lists.of_each()
        assert worklist.fixes[0].records[0].suggested == ()
        assert lists.corrections == {}


def test_a_rule_that_asks_something_else_now_suggests_nothing(tmp_path: Path) -> None:
    reviewed = Reviewed(tmp_path, [judged(EMAIL)], {"Contact": (contact("ada@gmial.com"),)})
    reviewed.rules = [replace(reviewed.rules[0], text="another")]

    with reviewed.lists() as lists:
        assert lists.corrections == {}


def test_a_value_that_a_rule_keeps_to_itself_is_not_suggested(tmp_path: Path) -> None:
    rule = replace(judged(EMAIL), show_value=False)
    reviewed = Reviewed(tmp_path, [rule], {"Contact": (contact("ada@gmial.com"),)})

    with reviewed.lists() as lists:
        assert lists.corrections == {}


def test_a_value_that_would_be_a_formula_is_left_out_and_never_changed() -> None:
    wrong = Correction("Contact", "Email", "003A", "=cmd@gmail.com")
    right = Correction("Contact", "Email", "003B", "ada@gmail.com")

    assert "".join(data_loader_csv("Email", [wrong, right])) == '"Id","Email"\r\n"003B","ada@gmail.com"\r\n'
