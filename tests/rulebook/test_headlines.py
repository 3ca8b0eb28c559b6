"""A broken rule says what is wrong, and how many times: in the singular for one, in the plural for several."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from sf_audit.errors import UsageProblem
from sf_audit.model.review import Status
from sf_audit.review.judge import Counted, judge
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.load import load_rule, load_rules
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.rules.schema import schema

HEAD = "title: Contacts have an e-mail address\n"
REST = "why: w\nfix: f\nseverity: low\nowner: it\ncheck: {filled: {object: Contact, field: Email}}\n"
TWO = 'broken: {one: 1 contact has no address, other: "{n} contacts have no address"}\n'


def rule(folder: Path, broken: str = "") -> Rule:
    path = folder / "email.yaml"
    path.write_text(HEAD + broken + REST, encoding="utf-8")
    return load_rule(path, "own/quality/email")


@pytest.mark.parametrize(
    ("broken", "findings", "says"),
    [
        (TWO, 1, "1 contact has no address"),
        (TWO, 2, "2 contacts have no address"),
        (TWO, 1204, "1,204 contacts have no address"),
        ('broken: {one: "{n} of them", other: "all {n} of {n}"}\n', 1, "1 of them"),
        ('broken: {one: "{n} of them", other: "all {n} of {n}"}\n', 3, "all 3 of 3"),
        ("broken: The mailing list is not complete\n", 1, "The mailing list is not complete"),
        ("broken: The mailing list is not complete\n", 7, "The mailing list is not complete"),
    ],
)
def test_it_says_one_or_several(tmp_path: Path, broken: str, findings: int, says: str) -> None:
    headline = rule(tmp_path, broken).headline

    assert headline is not None
    assert headline.of(findings) == says


@pytest.mark.parametrize(
    ("broken", "line", "says", "hint"),
    [
        ('broken: "{n} contacts have no address"\n', 2, "broken: write two texts, one: for a single finding", ""),
        ("broken:\n  one: 1 contact\n", 2, "broken.other: is missing", ""),
        ("broken:\n  one: 1 contact\n  ohter: some\n", 4, "broken.ohter: there is no such key", "“other”"),
        ('broken:\n  one: a contact\n  other: "{n} {name}"\n', 4, "broken.other: only {n}, the number of findings", ""),
        ('broken:\n  one: a contact\n  other: "{n.__class__}"\n', 4, "broken.other: only {n}", ""),
        ("broken:\n  one: a contact\n  other: ''\n", 4, "broken.other: is empty", ""),
        ("broken:\n  one: 1\n  other: many\n", 3, "broken.one: write text", ""),
        ("broken: [a, b]\n", 2, "broken: write keys and values", ""),
        (f"broken: {'x' * 201}\n", 2, "broken.one: write one line of at most 200 characters", ""),
    ],
)
def test_what_cannot_be_said_names_the_line(tmp_path: Path, broken: str, line: int, says: str, hint: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        rule(tmp_path, broken)

    assert str(caught.value).startswith(f"{tmp_path / 'email.yaml'}:{line}: ")
    assert says in str(caught.value)
    assert hint in caught.value.hint


NOBODY = {"Id": "003A", "Email": None}
SOMEBODY = {"Id": "003B", "Email": "ana@alpine-bikes.com"}


@pytest.mark.parametrize(
    ("rows", "hidden", "status", "heading"),
    [
        ((NOBODY,), (), Status.BROKEN, "1 contact has no address"),
        ((NOBODY, {**NOBODY, "Id": "003C"}), (), Status.BROKEN, "2 contacts have no address"),
        ((SOMEBODY,), (), Status.KEPT, "Contacts have an e-mail address"),
        ((SOMEBODY,), ("Contact.Email",), Status.NOT_CHECKED, "Contacts have an e-mail address"),
        ((), (), Status.NOT_APPLICABLE, "Contacts have an e-mail address"),
    ],
)
def test_only_a_broken_rule_is_headed_by_what_is_wrong(
    tmp_path: Path, rows: tuple[dict[str, str | None], ...], hidden: tuple[str, ...], status: Status, heading: str
) -> None:
    written = rule(tmp_path, TWO)
    with example_snapshot(OrgExample(org={"Contact": rows}, hidden=hidden), written.check.needs()) as snapshot:
        seen = examine([written], snapshot)
        (outcome,) = judge([written], seen, {}, {}, snapshot)

    assert (outcome.status, outcome.heading) == (status, heading)
    assert outcome.title == "Contacts have an e-mail address"


def test_waived_findings_are_not_in_the_number(tmp_path: Path) -> None:
    written = rule(tmp_path, TWO)
    rows = tuple({"Id": f"003{letter}", "Email": None} for letter in "ABC")
    with example_snapshot(OrgExample(org={"Contact": rows}), written.check.needs()) as snapshot:
        seen = examine([written], snapshot)
        (outcome,) = judge([written], seen, {written.id: Counted(1, 2)}, {}, snapshot)

    assert outcome.heading == "1 contact has no address"


def test_an_own_rule_without_it_is_headed_by_its_title(tmp_path: Path) -> None:
    written = rule(tmp_path)
    with example_snapshot(OrgExample(org={"Contact": (NOBODY,)}), written.check.needs()) as snapshot:
        (outcome,) = judge([written], examine([written], snapshot), {}, {}, snapshot)

    assert (outcome.status, outcome.headline, outcome.heading) == (
        Status.BROKEN,
        "",
        "Contacts have an e-mail address",
    )
    assert replace(written, headline=None) == written


@pytest.mark.parametrize("shipped", load_rules(), ids=lambda shipped: shipped.id)
def test_every_shipped_rule_says_what_is_wrong(shipped: Rule) -> None:
    assert shipped.headline is not None
    single, several = shipped.headline.of(1), shipped.headline.of(1234)
    assert "1,234 " in several
    assert single != several
    assert not single.endswith(".")
    assert single != shipped.title
    assert len(several) <= 100


def test_the_schema_knows_both_forms() -> None:
    validator = Draft202012Validator(schema()["properties"]["broken"] | {"$defs": schema().get("$defs", {})})

    validator.validate("The mailing list is not complete")
    validator.validate({"one": "a", "other": "b"})
    for wrong in (7, {"one": "a"}, {"one": "a", "other": "b", "many": "c"}):
        with pytest.raises(ValidationError):
            validator.validate(wrong)
