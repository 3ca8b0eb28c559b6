"""Texts with numbers of cards, accounts and people in them, on records."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.checks.no_personal_data import NoPersonalData
from sf_audit.errors import UsageProblem
from sf_audit.model.review import FailingRows, Reason
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.settings.when import when
from tests.checks.access_rows import Row
from tests.checks.looking import look, unread, verdict
from tests.checks.verb_rows import HIDDEN_ROWS

CASES: tuple[Row, ...] = (
    {"Id": "500A", "Description": "card 4111-1111-1111-1111", "IsClosed": True},
    {"Id": "500B", "Description": "IBAN DE89 3704 0044 0532 0130 00", "IsClosed": True},
    {"Id": "500C", "Description": "SSN 536-90-4399", "IsClosed": True},
    {"Id": "500D", "Description": "card 4111-1111-1111-1112, +49 30 1234567, order 2026031612345678", "IsClosed": True},
    {"Id": "500E", "Description": None, "IsClosed": True},
    {"Id": "500F", "Description": " ", "IsClosed": True},
    {"Id": "500G", "Description": "card 4111-1111-1111-1111", "IsClosed": False},
)


def check(*kinds: str, **more: frozenset[object]) -> NoPersonalData:
    settings = {"kinds": kinds} if kinds else {}
    return NoPersonalData(object="Case", field="Description", **settings, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kinds", "broken"),
    [
        ((), ["500A", "500B", "500G"]),
        (("card",), ["500A", "500G"]),
        (("iban", "us_ssn"), ["500B", "500C"]),
        (("pl_pesel",), []),
    ],
)
def test_records_with_a_number_of_the_kinds_are_named(kinds: tuple[str, ...], broken: list[str]) -> None:
    assert look(check(*kinds), {"Case": CASES})[1] == broken
    assert verdict(check(*kinds), {"Case": CASES}).checked == 5


def test_only_records_in_scope_are_looked_at() -> None:
    found = verdict(check("us_ssn", "card", when=when({"IsClosed": False})), {"Case": CASES})

    assert isinstance(found.breaches, FailingRows)
    assert (found.checked, found.broken) == (1, 1)
    assert found.breaches.because == "Description holds a number of the kinds card, us_ssn"


def test_what_cannot_be_seen_holds_anything() -> None:
    assert verdict(check(), {"Case": ()}).checked == 0
    assert verdict(check(), {"Case": CASES[4:6]}).checked == 0
    assert unread(check(), {"Case": CASES}, hidden=["Case.Description"]).reason is Reason.FIELD_NOT_VISIBLE
    assert unread(check(), {"Case": CASES[3:5]}, {"Case": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        ("[crad]", "kinds.0: “crad” is none of card, iban, be_nn"),
        ("[card, 7]", "kinds.1: “7” is none of card, iban"),
        ("[]", "kinds: write at least one"),
        ("card", "kinds: write a list, for example"),
    ],
)
def test_a_kind_that_nobody_knows_is_a_mistake_of_the_file(tmp_path: Path, kinds: str, says: str) -> None:
    file = tmp_path / "x.yaml"
    settings = f"object: Case, field: Description, kinds: {kinds}"
    file.write_text(f"title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck:\n  no_personal_data: {{{settings}}}\n")

    with pytest.raises(UsageProblem) as caught:
        load_rule(file, "own/quality/x")

    assert f"7: check.no_personal_data.{says}" in str(caught.value)
