"""A form that goes with what another field says: which records of a tiny org break `matches` with `by`."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.matches import Matches
from sf_audit.errors import UsageProblem
from sf_audit.model.review import Reason, Verdict
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.rules.rule_text import check_of, text_of
from tests.checks.looking import look, unread, verdict

PATTERNS = {"DE": r"^\d{5}$", "GB": r"^[A-Z]{1,2}\d"}
HEAD = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck:\n"
RULE = HEAD + "  matches:\n    object: Account\n    field: Code__c\n    {}\n"


def accounts(*rows: tuple[str | None, str | None]) -> dict[str, list[dict[str, Any]]]:
    return {"Account": [{"Id": str(place), "Code__c": code, "By__c": by} for place, (code, by) in enumerate(rows)]}


ORG = accounts(
    ("80331", "DE"), ("8033", "DE"), ("8033", "de"), ("SW1", "GB"), ("80331", "GB"), ("x", "FR"), ("x", None),
    (None, "DE"), (" ", "DE"), ("80331", " "),
)  # fmt: skip


def test_each_value_has_its_own_pattern() -> None:
    check = Matches(object="Account", field="Code__c", by="By__c", patterns=PATTERNS)
    seen, broken = look(check, ORG)

    assert isinstance(seen, Verdict)
    assert (seen.checked, broken) == (5, ["1", "2", "4"])
    assert getattr(seen.breaches, "because", "") == "Code__c does not have the form that goes with By__c"


def test_other_values_have_the_pattern_of_otherwise() -> None:
    check = Matches(object="Account", field="Code__c", by="By__c", patterns=PATTERNS, otherwise=r"^\d+$")

    assert verdict(check, ORG).checked == 8
    assert look(check, ORG)[1] == ["1", "2", "4", "5", "6"]


def test_a_pattern_is_anchored_only_as_written() -> None:
    check = Matches(object="Account", field="Code__c", by="By__c", patterns={"DE": r"\d{5}"})

    assert look(check, accounts(("D-803310", "DE"), ("803", "DE")))[1] == ["1"]


def test_nothing_to_judge_and_hidden_fields() -> None:
    check = Matches(object="Account", field="Code__c", by="By__c", patterns=PATTERNS)

    assert verdict(check, accounts()).checked == 0
    assert verdict(check, accounts(("x", "FR"), (None, "DE"))).checked == 0
    for hidden in ("Account.Code__c", "Account.By__c"):
        seen, broken = look(check, ORG, hidden=[hidden])
        assert (getattr(seen, "reason", None), broken) == (Reason.FIELD_NOT_VISIBLE, [])


def picklist(kind: str = "picklist") -> dict[str, list[dict[str, Any]]]:
    values = ({"object": "Account", "field": "By__c", "value": name, "active": True} for name in ("DE", "GB"))
    field = {"object": "Account", "field": "By__c", "type": kind}
    return {"describe_fields": [field], "describe_picklist_values": list(values)}


def test_values_that_the_picklist_does_not_have_are_a_mistake() -> None:
    patterns = {"D": "x"}
    seen = unread(Matches(object="Account", field="Code__c", by="By__c", patterns=patterns), {**ORG, **picklist()})

    assert seen.reason is Reason.RULE_DOES_NOT_FIT
    assert "check.matches.patterns.D: Account.By__c has no value “D” in this org" in seen.detail


def test_a_value_in_other_letters_is_told_with_the_right_ones() -> None:
    check = Matches(object="Account", field="Code__c", by="By__c", patterns={"de": r"^\d{5}$"})
    seen = unread(check, {**accounts(("80331", "DE")), **picklist()})

    assert "no value “de” in this org; did you mean “DE”?" in seen.detail


def test_an_id_of_15_characters_is_that_of_18() -> None:
    org = accounts(("x", "001000000000001AAA"), ("y", "001000000000001AAA"), ("y", "001000000000002AAA"))
    described = {"describe_fields": [{"object": "Account", "field": "By__c", "type": "reference"}]}
    check = Matches(object="Account", field="Code__c", by="By__c", patterns={"001000000000001": "x"})

    assert look(check, {**org, **described})[1] == ["1"]


def test_a_number_has_no_patterns() -> None:
    org: dict[str, Any] = {
        "Account": [{"Id": "0", "Code__c": "x", "By__c": 5.0}],
        "describe_fields": [{"object": "Account", "field": "By__c", "type": "double"}],
    }
    seen = unread(Matches(object="Account", field="Code__c", by="By__c", patterns=PATTERNS), org)

    assert seen.reason is Reason.RULE_DOES_NOT_FIT
    assert "Account.By__c is of type double, and matches is for texts and picklists" in seen.detail


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("when: {Name: x}", "10: check.matches: write pattern, or by with patterns"),
        ("by: By__c", "write pattern, or by with patterns"),
        ("patterns: {DE: x}", "write pattern, or by with patterns"),
        ("pattern: x\n    by: By__c", "write pattern alone"),
        ("pattern: x\n    otherwise: y", "write pattern alone"),
        ("by: By__c\n    patterns: {}", "check.matches.patterns: "),
        ("by: By__c\n    patterns: {DE: '('}", "11: check.matches.patterns.DE: not a regular expression in RE2 syntax"),
        ("by: By__c\n    patterns: {DE: x, de: y}", "patterns has “de” twice: capitals make no difference"),
        ("by: By__c\n    patterns: [x]", "check.matches.patterns: write keys and values"),
    ],
)
def test_settings_that_are_wrong_are_told(tmp_path: Path, settings: str, says: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(RULE.format(settings))

    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "own/quality/x")

    assert says.removeprefix("10: ") in str(caught.value)


def test_the_text_of_the_rule_says_it_all() -> None:
    settings = {"object": "Account", "field": "Code__c", "by": "By__c", "patterns": PATTERNS}

    assert check_of(text_of("matches", settings)) == Matches(
        object="Account", field="Code__c", by="By__c", patterns=PATTERNS
    )


def test_the_same_is_found_as_by_python() -> None:
    choose = random.Random(3)
    rows = [
        (choose.choice(["80331", "8033", "SW1", "w1", None, "99999 "]), choose.choice(["DE", "gb", "FR", None, ""]))
        for _ in range(300)
    ]
    expected = [
        str(place)
        for place, (code, by) in enumerate(rows)
        if code and by and by.upper() in PATTERNS and not re.search(PATTERNS[by.upper()], code)
    ]
    check = Matches(object="Account", field="Code__c", by="By__c", patterns=PATTERNS)

    assert look(check, accounts(*rows))[1] == sorted(expected)
