"""Example orgs that have a name: an example says which one it begins with, and only what is different in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sf_audit.bundled import bundled
from sf_audit.errors import UsageProblem
from sf_audit.rulebook.files.yaml_file import read_yaml
from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.example_orgs import read_example_orgs
from sf_audit.rulebook.rules.example_orgs import schema as schema_of_orgs
from sf_audit.rulebook.rules.load import load_rule, load_rules
from sf_audit.rulebook.rules.rule import Rule, Tables
from sf_audit.rulebook.rules.schema import schema
from sf_audit.rulebook.workspace.standards import Standards

HEAD = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck: {filled: {object: Contact, field: Email}}\n"
ORGS = """\
two_people:
  Contact:
    - {Id: 003A, Email: ana@alpine-bikes.com, Name: Ana}
    - {Id: 003B, Email: ben@alpine-bikes.com, Name: Ben}
  Account: [{Id: 001A, Name: Alpine}]
"""


def rule(folder: Path, example: str, orgs: str = ORGS, name: str = "example-orgs.yaml") -> Rule:
    folder.mkdir(parents=True, exist_ok=True)
    if orgs:
        (folder / name).write_text(orgs, encoding="utf-8")
    path = folder / "shown.yaml"
    path.write_text(f"{HEAD}examples:\n  - {example}\n", encoding="utf-8")
    return load_rule(path, "own/quality/shown")


ANA = {"Id": "003A", "Email": "ana@alpine-bikes.com", "Name": "Ana"}
BEN = {"Id": "003B", "Email": "ben@alpine-bikes.com", "Name": "Ben"}
ALPINE = ({"Id": "001A", "Name": "Alpine"},)


@pytest.mark.parametrize(
    ("example", "org"),
    [
        ("org: two_people", {"Contact": (ANA, BEN), "Account": ALPINE}),
        (
            "{org: two_people, but: {Contact: [{Id: 003B, Email: null}]}}",
            {"Contact": (ANA, {**BEN, "Email": None}), "Account": ALPINE},
        ),
        (
            "{org: two_people, but: {Contact: [{Id: 003C, Email: c@x.com}]}}",
            {"Contact": (ANA, BEN, {"Id": "003C", "Email": "c@x.com"}), "Account": ALPINE},
        ),
        ("{org: two_people, but: {Contact: []}}", {"Contact": (), "Account": ALPINE}),
        (
            "{org: two_people, but: {Lead: [{Id: 00QA}]}}",
            {"Contact": (ANA, BEN), "Account": ALPINE, "Lead": ({"Id": "00QA"},)},
        ),
        (
            "{org: two_people, but: {Contact: [{Name: Nobody}]}}",
            {"Contact": (ANA, BEN, {"Name": "Nobody"}), "Account": ALPINE},
        ),
        ("org: {Contact: [{Id: 003A}]}", {"Contact": ({"Id": "003A"},)}),
    ],
)
@pytest.mark.parametrize("name", ["example-orgs.yaml", "example-orgs.yml"])
def test_an_example_is_a_named_org_but_for_some_rows(tmp_path: Path, example: str, org: Tables, name: str) -> None:
    (found,) = rule(tmp_path, example, name=name).examples

    assert found.org == org


def test_it_is_judged_like_any_other(tmp_path: Path) -> None:
    example = "{org: two_people, but: {Contact: [{Id: 003B, Email: null}]}, breaks: [003B]}"

    assert mismatches(rule(tmp_path, example)) == []
    (mismatch,) = mismatches(rule(tmp_path, example.replace("breaks: [003B]", "breaks: [003A]")))
    assert (mismatch.expected, mismatch.found) == ("broken: 003A", "broken: 003B")


@pytest.mark.parametrize(
    ("example", "orgs", "says", "hint"),
    [
        (
            "org: two_poeple",
            ORGS,
            "8: examples.0.org: there is no example org “two_poeple”",
            "Did you mean “two_people”?",
        ),
        ("org: zzz", ORGS, "8: examples.0.org: there is no example org “zzz”", "Known: two_people."),
        ("org: two_people", "", "8: examples.0.org: there is no example org", "Name it in example-orgs.yaml beside"),
        (
            "{org: {Contact: []}, but: {Lead: []}}",
            ORGS,
            "8: examples.0.but: goes with the name of an org",
            "under org:",
        ),
        ("{org: two_people, btu: {}}", ORGS, "8: examples.0.btu: there is no such key", "Did you mean “but”?"),
        ("{org: two_people, but: {Contact: 7}}", ORGS, "8: examples.0.but.Contact: write a list", ""),
        ("org: [Contact]", ORGS, "8: examples.0.org: write keys and values", ""),
    ],
)
def test_what_is_wrong_in_an_example_names_the_line(
    tmp_path: Path, example: str, orgs: str, says: str, hint: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        rule(tmp_path, example, orgs)

    assert str(caught.value).startswith(f"{tmp_path / 'shown.yaml'}:{says}")
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("orgs", "says"),
    [
        ("two_people: [Contact]\n", "1: two_people: write keys and values"),
        ("two_people:\n  Contact: {Id: 003A}\n", "2: two_people.Contact: write a list"),
        ("two_people: {}\ntwo_people: {}\n", "2: `two_people` is there twice"),
        ("two_people:{}\n", "1: "),
    ],
)
def test_what_is_wrong_in_the_file_of_orgs_names_its_line(tmp_path: Path, orgs: str, says: str) -> None:
    own = tmp_path / "rules" / "quality"
    with pytest.raises(UsageProblem) as caught:
        rule(own, "org: two_people", orgs)

    assert str(caught.value).startswith(f"{own / 'example-orgs.yaml'}:{says}")


def test_two_files_of_orgs_in_a_folder_are_both_named(tmp_path: Path) -> None:
    (tmp_path / "example-orgs.yml").write_text(ORGS)

    with pytest.raises(UsageProblem, match=r"example-orgs\.yaml and .*example-orgs\.yml are both there"):
        rule(tmp_path, "org: two_people")


def test_a_workspace_has_orgs_of_its_own_which_are_no_rule(tmp_path: Path) -> None:
    rule(tmp_path / "rules" / "quality", "org: two_people")

    standards = Standards.of(tmp_path)

    assert [rule.id for rule in standards.rules if rule.id.startswith("own/")] == ["own/quality/shown"]
    assert "own/quality/example-orgs.yaml" in standards.sources


def test_the_orgs_of_another_folder_are_not_known(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="there is no example org “small_company”"):
        rule(tmp_path / "rules" / "quality", "org: small_company")


def test_every_shipped_org_is_used() -> None:
    used = {(rule.id.split("/")[0], example.like) for rule in load_rules() for example in rule.examples}
    for file in bundled("rules").rglob("example-orgs.yaml"):
        for name in read_example_orgs(file.parent):
            assert (file.parent.name, name) in used


def test_the_schemas_know_them() -> None:
    validator = Draft202012Validator(schema())
    for path in bundled("rules").rglob("*.yaml"):
        content = json.loads(json.dumps(read_yaml(path).content, default=str))
        known = validator if path.stem != "example-orgs" else Draft202012Validator(schema_of_orgs())
        assert [error.message for error in known.iter_errors(content)] == []
