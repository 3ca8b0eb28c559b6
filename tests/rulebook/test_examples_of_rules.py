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
