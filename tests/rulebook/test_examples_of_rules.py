"""What an example of a rule can say of an org, and that it is told when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.schema import schema

KEPT = "org: {Contact: [{Id: 003A, Email: ana@alpine-bikes.com}]}"
BROKEN = "org: {Contact: [{Id: 003A, Email: null}]}"


def rule(folder: Path, example: str, check: str = "filled: {object: Contact, field: Email}") -> Rule:
    """A rule about contacts with one example."""
    path = folder / "shown.yaml"
    head = f"title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck: {{{check}}}\n"
    lines = "".join(f"    {line.strip()}\n" for line in example.splitlines())
    path.write_text(f"{head}examples:\n  -\n{lines}", encoding="utf-8")
    return load_rule(path, "own/quality/shown")


@pytest.mark.parametrize(
    "example",
    [
        KEPT,
        f"{BROKEN}\nbreaks: [003A]",
        f"{KEPT}\nhidden: [Contact.Email]\nstatus: not_checked\nreason: field_not_visible",
        f"{BROKEN}\nhidden: [Contact]\nstatus: not_checked\nreason: object_not_readable",
        f"{KEPT}\nhidden_rows: [Contact]\nstatus: not_checked\nreason: rows_hidden",
        f"{BROKEN}\nhidden_rows: [Contact]\nbreaks: [003A]\nreason: rows_hidden",
        f"{KEPT}\nhidden: [Contact.Phone]\nhidden_rows: [Account]",
    ],
)
def test_an_example_says_what_is_hidden_and_what_comes_of_it(tmp_path: Path, example: str) -> None:
    assert mismatches(rule(tmp_path, example)) == []


@pytest.mark.parametrize(
    ("example", "expected", "found"),
    [
        (f"{KEPT}\nhidden: [Contact.Email]", "kept", "not_checked (field_not_visible)"),
        (f"{KEPT}\nstatus: not_checked", "not_checked", "kept"),
        (
            f"{BROKEN}\nhidden_rows: [Contact]\nbreaks: [003A]\nreason: incomplete",
            "broken (incomplete): 003A",
            "broken (rows_hidden): 003A",
        ),
    ],
)
def test_an_example_that_comes_out_otherwise_is_told(tmp_path: Path, example: str, expected: str, found: str) -> None:
    (one,) = mismatches(rule(tmp_path, example))

    assert one.found == found
    assert one.expected.startswith(expected)


LACKS = "not_applicable; the rule also reads what the example does not have: "
QUOTES = ": texts that look like numbers or dates stand in quotes, numbers and dates do not"


@pytest.mark.parametrize(
    ("org", "check", "found"),
    [
        ("{Contact: [{Id: 003A, Email: null}]}", "Rank__c: {at_least: 2}", f"{LACKS}Contact.Rank__c"),
        ("{Contcat: [{Id: 003A, Email: null, Rank__c: 3}]}", "Rank__c: {at_least: 2}", f"{LACKS}Contact"),
        (
            "{Contact: [{Id: 003A, Email: null, AccountId: 001A}]}",
            "Account.Type: Customer",
            f"{LACKS}Account",
        ),
        ("{Contact: []}", "Rank__c: {at_least: 2}", "not_applicable"),
        ("{Contact: [{Email: null}]}", "Rank__c: {at_least: 2}", "no org: Contact has a row without Id: "),
        ("{Contact: [{id: 003A}]}", "Rank__c: {at_least: 2}", "no org: Contact has a row without Id: "),
    ],
)
def test_what_an_example_lacks_is_named(tmp_path: Path, org: str, check: str, found: str) -> None:
    filled = f"filled: {{object: Contact, field: Email, when: {{{check}}}}}"
    (mismatch,) = mismatches(rule(tmp_path, f"org: {org}\nbreaks: [003A]", filled))

    assert mismatch.found.removesuffix("give each row one, such as Id: 001A") == found


@pytest.mark.parametrize(
    ("row", "check", "read_as"),
    [
        ("Name: 80331", "matches: {object: Contact, field: Name, pattern: x}", "Contact.Name number"),
        ("Name: 49", "phone: {object: Contact, field: Name}", "Contact.Name number"),
        (
            "Name: 12, Other: a",
            "length: {object: Contact, field: Name, at_most: 1}",
            "Contact.Name number, Contact.Other text",
        ),
        ("Rank__c: '3'", "between: {object: Contact, field: Rank__c, at_least: 4}", "Contact.Rank__c text"),
        ("Born: '2026-01-31'", "not_future: {object: Contact, field: Born}", "Contact.Born text"),
        (
            "Email: null, Born: '2026-01-31'",
            "filled: {object: Contact, field: Email, when: {Born: {older_than: 9 days}}}",
            "Contact.Born text, Contact.Email text",
        ),
    ],
)
def test_a_value_of_a_type_that_the_check_does_not_judge_is_named(
    tmp_path: Path, row: str, check: str, read_as: str
) -> None:
    (mismatch,) = mismatches(rule(tmp_path, f"org: {{Contact: [{{Id: 003A, {row}}}]}}\nbreaks: [003A]", check))

    assert mismatch.found.startswith("not_checked (check_failed); rules/quality/shown.yaml: the check “")
    assert mismatch.found.endswith(f"; its values were read as {read_as}{QUOTES}")


def test_why_an_example_was_not_checked_is_said(tmp_path: Path) -> None:
    org = "org: {User: [{Id: 005A, IsActive: true, ProfileId: 00eA}]}\nbreaks: [005A]"
    (mismatch,) = mismatches(rule(tmp_path, org, "held_by_few: {permission: ExportReport, at_most: 0}"))

    assert mismatch.found.startswith(
        "not_checked (incomplete); an active user has no assignment of a profile's permission set; "
        "the rule also reads what the example does not have: "
    )
    assert "PermissionSetAssignment, " in mismatch.found


@pytest.mark.parametrize("written", ["hidden: [Contact.]", "hidden: [7]", "hidden_rows: [Contact.Email]"])
def test_what_is_hidden_is_an_object_or_a_field_of_one(tmp_path: Path, written: str) -> None:
    with pytest.raises(UsageProblem, match=r"shown\.yaml:\d+: examples\.0\.hidden"):
        rule(tmp_path, f"{KEPT}\n{written}")


def test_the_schema_knows_what_an_example_may_say() -> None:
    example = schema()["$defs"]["WrittenExample"]["properties"]

    assert {"org", "but", "breaks", "status", "reason", "hidden", "hidden_rows", "today"} == set(example)


@pytest.mark.parametrize(
    "check",
    [
        "not_past: {object: Contact, field: Birthdate}",
        "not_future: {object: Contact, field: Birthdate}",
        "fresh: {object: Contact, field: Birthdate, within: 9 days}",
        "in_order: {object: Contact, first: Birthdate, then: Married__c}",
        "between: {object: Contact, field: Rank__c, at_least: 1}",
        "matches: {object: Contact, field: Name, pattern: x}",
        "unique: {object: Contact, fields: [Birthdate, Rank__c]}",
        "filled: {object: Contact, field: Name, when: {Birthdate: {older_than: 9 days}, Rank__c: {at_least: 2}}}",
    ],
)
@pytest.mark.parametrize("rows", ["", "{Id: 003A}", "{Id: 003A, Birthdate: null}, {Id: 003B, Name: null}"])
def test_a_field_without_any_value_is_of_every_type(tmp_path: Path, check: str, rows: str) -> None:
    shown = rule(tmp_path, f"org: {{Contact: [{rows}]}}\nstatus: not_applicable", check)

    assert mismatches(shown) == []
