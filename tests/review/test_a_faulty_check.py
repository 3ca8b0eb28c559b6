"""A check with a fault costs its own rule: wherever it goes wrong, every other rule is judged as without it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.model.review import Outcome, Status, Unread, Verdict
from sf_audit.report.review_json import to_json
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot, mismatches
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.workspace.config import Config
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.needs import merge
from tests.review.faulty_checks import ERRORS, PLACES_OF_ORG, PLACES_OF_RECORDS, SECRET, registered
from tests.review.months import Workspace, outcome

TODAY = date(2026, 3, 16)
HEAD = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck: "
HEALTHY = {
    "quality/healthy": "{filled: {object: Contact, field: Email}}",
    "quality/healthy-too": "{matches: {object: Contact, field: LastName, pattern: '^x'}}",
    "access/healthy-users": "{signed_in_lately: {within: 90 days}}",
}
ORG = {
    "Contact": (
        {"Id": "003A", "Email": "ana@alpine-bikes.com", "LastName": SECRET, "Amount__c": 5},
        {"Id": "003B", "Email": None, "LastName": SECRET, "Amount__c": 7},
        {"Id": "003C", "Email": "b@alpine-bikes.com", "LastName": "x", "Amount__c": 9},
    ),
    "User": (
        {
            "Id": "005A",
            "IsActive": True,
            "UserType": "Standard",
            "LastLoginDate": date(2025, 1, 1),
            "CreatedDate": date(2024, 1, 1),
        },
    ),
}


@pytest.fixture(autouse=True)
def _checks() -> Iterator[None]:
    with registered():
        yield


def written(folder: Path, name: str, check: str, more: str = "") -> Rule:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEAD}{check}\n{more}", encoding="utf-8")
    return load_rule(path, name)


def healthy(folder: Path) -> list[Rule]:
    return [written(folder, name, check) for name, check in HEALTHY.items()]


def facts(outcome: Outcome) -> tuple[Status, int, int]:
    return outcome.status, outcome.checked, outcome.broken


def costs_itself_alone(tmp_path: Path, faulty: Rule, caplog: pytest.LogCaptureFixture) -> Outcome:
    """Judge with the faulty rule; its outcome, once all else is as it must be."""
    workspace = Workspace(tmp_path / "workspace")

    review = workspace.review(TODAY, *healthy(tmp_path), faulty, org=ORG)

    assert facts(outcome(review, "quality/healthy")) == (Status.BROKEN, 3, 1)
    assert facts(outcome(review, "quality/healthy-too")) == (Status.BROKEN, 3, 2)
    assert facts(outcome(review, "access/healthy-users")) == (Status.BROKEN, 1, 1)
    assert [(row["rule"], row["id"]) for row in workspace.findings] == [
        ("access/healthy-users", "005A"),
        ("quality/healthy", "003B"),
        ("quality/healthy-too", "003A"),
        ("quality/healthy-too", "003B"),
    ]
    assert review.status == "partial"
    assert SECRET not in to_json(review)
    assert SECRET not in caplog.text
    return outcome(review, faulty.id)


def says_which_rule_failed(found: Outcome, file: str, verb: str) -> None:
    assert (found.status, found.reason, found.broken) == (Status.NOT_CHECKED, "check_failed", 0)
    assert found.detail.startswith(f"{file}: the check “{verb}” failed while ")
    assert found.unlocked_by == "Report this as a bug."


@pytest.mark.parametrize("at", PLACES_OF_RECORDS)
def test_a_check_of_records(tmp_path: Path, caplog: pytest.LogCaptureFixture, at: str) -> None:
    check = f"{{faulty_of_records: {{object: Contact, field: LastName, at: {at}}}}}"
    faulty = written(tmp_path, "quality/a-faulty", check)

    found = costs_itself_alone(tmp_path, faulty, caplog)

    says_which_rule_failed(found, "rules/quality/a-faulty.yaml", "faulty_of_records")


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("at", ["needs", "standard", "holds", "expectation", "an expectation that raises"])
def test_whatever_a_check_of_records_raises(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, at: str, error: str
) -> None:
    check = f"{{faulty_of_records: {{object: Contact, field: LastName, at: {at}, error: {error}}}}}"
    faulty = written(tmp_path, "quality/z-faulty", check)

    found = costs_itself_alone(tmp_path, faulty, caplog)

    says_which_rule_failed(found, "rules/quality/z-faulty.yaml", "faulty_of_records")
    assert f"({error} at faulty_checks.py:" in found.detail


@pytest.mark.parametrize("at", PLACES_OF_ORG)
def test_a_check_of_the_org(tmp_path: Path, caplog: pytest.LogCaptureFixture, at: str) -> None:
    faulty = written(tmp_path, "access/faulty", f"{{faulty_of_org: {{at: {at}}}}}")

    found = costs_itself_alone(tmp_path, faulty, caplog)

    says_which_rule_failed(found, "rules/access/faulty.yaml", "faulty_of_org")


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("at", ["needs", "examine"])
def test_whatever_a_check_of_the_org_raises(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, at: str, error: str
) -> None:
    faulty = written(tmp_path, "access/faulty", f"{{faulty_of_org: {{at: {at}, error: {error}}}}}")

    found = costs_itself_alone(tmp_path, faulty, caplog)

    says_which_rule_failed(found, "rules/access/faulty.yaml", "faulty_of_org")
    assert error in found.detail


def test_several_faulty_checks_of_one_object_are_each_told_apart(tmp_path: Path) -> None:
    rules = [
        written(tmp_path, f"quality/{letter}", f"{{faulty_of_records: {{object: Contact, field: LastName, at: {at}}}}}")
        for letter, at in (("a", "an expectation that raises"), ("b", "sql that fails on a value"), ("c", "holds"))
    ]

    review = Workspace(tmp_path / "workspace").review(TODAY, *healthy(tmp_path), *rules, org=ORG)

    assert [outcome(review, rule.id).reason for rule in rules] == ["check_failed"] * 3
    assert facts(outcome(review, "quality/healthy")) == (Status.BROKEN, 3, 1)


@pytest.mark.parametrize("at", ["needs", "nonsense needs"])
def test_what_cannot_say_its_needs_is_not_planned_and_the_rest_is(tmp_path: Path, at: str) -> None:
    faulty = written(tmp_path, "access/faulty", f"{{faulty_of_org: {{at: {at}}}}}")
    standards = Standards((faulty, *healthy(tmp_path)), Config(), (), "sha")

    tables = {need.table for need in standards.needs(TODAY)}

    assert {"Contact", "User"} <= tables
    assert isinstance(needs_of(faulty), Unread)


def test_a_stake_that_is_no_number_is_said_and_costs_nothing_else(tmp_path: Path) -> None:
    text = written(tmp_path, "quality/text", HEALTHY["quality/healthy"], "at_stake: LastName\n")
    number = written(tmp_path, "quality/number", HEALTHY["quality/healthy"], "at_stake: Amount__c\n")

    review = Workspace(tmp_path / "workspace").review(TODAY, text, number, org=ORG)

    assert outcome(review, "quality/number").at_stake == "7.00"
    assert outcome(review, "quality/text").at_stake is None
    assert outcome(review, "quality/text").notes == (
        "LastName of Contact holds no numbers, so at_stake in rules/quality/text.yaml sums nothing",
    )


@pytest.mark.parametrize(
    ("example", "expected", "found"),
    [
        (
            "org: {Contact: [{Id: 003A, LastName: x}]}",
            "kept",
            "not_checked (check_failed); rules/own/x.yaml: the check",
        ),
        (
            "org: {Contact: [{Id: 003A, LastName: x}]}\n    breaks: [003A]",
            "broken: 003A",
            "not_checked (check_failed); rules/own/x.yaml: the check",
        ),
    ],
)
@pytest.mark.parametrize("at", ["needs", "holds", "standard"])
def test_its_examples_say_what_was_expected_and_what_failed(
    tmp_path: Path, example: str, expected: str, found: str, at: str
) -> None:
    check = f"{{faulty_of_records: {{object: Contact, field: LastName, at: {at}}}}}"
    faulty = written(tmp_path, "quality/x", check, f"examples:\n  - {example}\n")

    (mismatch,) = mismatches(faulty)

    assert mismatch.expected == expected
    assert mismatch.found.startswith(found.replace("own", "quality"))


@pytest.mark.parametrize("error", ["KeyError", "OSError", "RecursionError"])
def test_a_check_that_fails_over_its_settings_names_file_and_line(tmp_path: Path, error: str) -> None:
    check = f"{{faulty_of_records: {{object: Contact, field: LastName, at: settings, error: {error}}}}}"

    with pytest.raises(UsageProblem) as caught:
        written(tmp_path, "quality/x", check)

    assert str(caught.value) == (
        f"{tmp_path / 'quality' / 'x.yaml'}:6: check.faulty_of_records: the check failed over these settings ({error})"
    )
    assert caught.value.hint == "Report this as a bug."


def test_a_check_that_fails_over_the_names_of_the_org(tmp_path: Path) -> None:
    check = "{faulty_of_records: {object: Contact, field: lastname, at: the names of the org}}"
    faulty, rules = written(tmp_path, "quality/a-faulty", check), healthy(tmp_path)
    needs = merge(Standards(tuple(rules), Config(), (), "sha").needs(TODAY))

    with example_snapshot(OrgExample(org=ORG), needs) as snapshot:
        seen = examine([faulty, *rules], snapshot)

    found = seen["quality/a-faulty"]
    assert isinstance(found, Unread)
    assert found.detail.startswith(
        "rules/quality/a-faulty.yaml: the check “faulty_of_records” failed while taking over"
    )
    assert isinstance(seen["quality/healthy"], Verdict)
    assert isinstance(seen["quality/healthy-too"], Verdict)
