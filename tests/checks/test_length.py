"""How long a text is: which records of a tiny org break the verb `length`, and what is wrong with a rule of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.length import Length
from sf_audit.errors import UsageProblem
from sf_audit.model.review import Reason, Verdict
from sf_audit.rulebook.rules.load import load_rule
from tests.checks.looking import Rows, look, unread, verdict

RULE = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck:\n  length: {{object: Account, field: Name, {}}}\n"


def texts(*values: str | None, holds: int | None = 20, kind: str = "string") -> dict[str, list[dict[str, Any]]]:
    field = {"object": "Account", "field": "Name", "type": kind, "length": holds}
    return {
        "Account": [{"Id": str(place), "Name": value} for place, value in enumerate(values)],
        "describe_fields": [field],
    }


def broken_by(check: Length, rows: Rows) -> list[str]:
    return look(check, rows)[1]


def test_both_bounds_are_included_and_empty_is_not_judged() -> None:
    org = texts("a", "ab", "abcde", "abcdef", "", "   ", None, "Ünï", "日本", "🚲🚲", "\u00a0")
    check = Length(object="Account", field="Name", at_least=2, at_most=5)

    assert verdict(check, org).checked == 7
    assert broken_by(check, org) == ["0", "3"]


def test_one_bound_is_enough() -> None:
    org = texts("a", "abc")

    assert broken_by(Length(object="Account", field="Name", at_least=2), org) == ["0"]
    assert broken_by(Length(object="Account", field="Name", at_most=2), org) == ["1"]


def test_a_text_that_fills_its_field_was_probably_cut_off() -> None:
    org = texts("x" * 19, "x" * 20, "é" * 20, None, "x" * 18 + " y")
    check = Length(object="Account", field="Name", truncated=False)

    assert broken_by(check, org) == ["1", "2", "4"]


def test_the_bounds_and_the_end_of_the_field_are_judged_together() -> None:
    org = texts("x", "x" * 10, "x" * 20)

    assert broken_by(Length(object="Account", field="Name", at_least=2, truncated=False), org) == ["0", "2"]
    assert broken_by(Length(object="Account", field="Name", at_most=9, truncated=False), org) == ["1", "2"]


def test_what_is_said_names_the_field_alone() -> None:
    for check, says in (
        (Length(object="Account", field="Name", at_most=1), "Name is longer or shorter than the standard allows"),
        (
            Length(object="Account", field="Name", truncated=False),
            "Name is as long as the field can be, so probably cut off",
        ),
    ):
        seen, _ = look(check, texts("x" * 20))
        assert isinstance(seen, Verdict)
        assert getattr(seen.breaches, "because", "") == says


@pytest.mark.parametrize("holds", [None, 0])
def test_where_the_org_does_not_say_how_long_a_field_is_nothing_is_kept(holds: int | None) -> None:
    seen = unread(Length(object="Account", field="Name", truncated=False), texts("x", holds=holds))

    assert seen.reason is Reason.INCOMPLETE
    assert seen.detail == "the org does not say how many characters Account.Name can hold"


def test_a_hidden_field_is_not_checked() -> None:
    check = Length(object="Account", field="Name", at_most=3)

    assert look(check, texts("abcd"), hidden=["Account.Name"])[1] == []
    seen, _ = look(check, texts("abcd"), hidden=["Account.Name"])
    assert getattr(seen, "reason", None) is Reason.FIELD_NOT_VISIBLE


def test_no_rows_and_only_empty_ones_are_not_applicable() -> None:
    check = Length(object="Account", field="Name", at_most=3)

    assert verdict(check, texts()).checked == 0
    assert verdict(check, texts(None, "", " ")).checked == 0


@pytest.mark.parametrize("settings", [{"at_least": 21}, {"at_most": 21}, {"at_least": 20, "truncated": False}])
def test_a_bound_that_the_field_cannot_hold_is_a_mistake_of_the_rule(settings: dict[str, Any]) -> None:
    seen = unread(Length(object="Account", field="Name", **settings), texts("abc"))

    assert seen.reason is Reason.RULE_DOES_NOT_FIT


def test_the_mistake_says_how_much_the_field_holds() -> None:
    seen = unread(Length(object="Account", field="Name", at_least=300), texts("abc", holds=255))

    assert seen.detail.endswith(
        "check.length.at_least: Account.Name holds at most 255 characters: write a number up to that"
    )


def test_a_number_has_no_length() -> None:
    org = {
        "Account": [{"Id": "0", "AnnualRevenue": 5}],
        "describe_fields": [{"object": "Account", "field": "AnnualRevenue", "type": "currency", "length": 0}],
    }
    seen = unread(Length(object="Account", field="AnnualRevenue", at_most=3), org)

    assert seen.reason is Reason.RULE_DOES_NOT_FIT
    assert "Account.AnnualRevenue is of type currency, and length is for texts; for type currency use adds_up" in (
        seen.detail
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("when: {Name: x}", "7: check.length: write at_least, at_most or truncated: false"),
        ("truncated: true", "7: check.length: write at_least, at_most or truncated: false"),
        ("at_least: 5, at_most: 3", "7: check.length: no value is at_least 5 and at_most 3 at once"),
        ("at_most: 0", "7: check.length: write a number of characters from 1; for empty fields use filled"),
        ("at_most: '3'", "7: check.length.at_most: write a number without quotes"),
        ("at_most: -1", "7: check.length.at_most: "),
        ("max: 3", "7: check.length.max: there is no such key"),
    ],
)
def test_settings_that_are_wrong_are_told_with_their_line(tmp_path: Path, written: str, says: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(RULE.format(written))

    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "own/quality/x")

    assert str(caught.value).removeprefix(f"{path}:").startswith(says)


def test_the_same_is_found_as_by_counting_in_python() -> None:
    choose = random.Random(8)
    values = ["".join(choose.choices("aß漢🚲 é", k=choose.randint(0, 12))).strip(" ") for _ in range(400)]
    expected = [str(place) for place, value in enumerate(values) if value and not 3 <= len(value) <= 8]

    found = broken_by(Length(object="Account", field="Name", at_least=3, at_most=8), texts(*values))

    assert found == sorted(expected)
