# ruff: noqa: E501 - a table of values and what is said of them
"""Numbers, days and shares as people write them: each is told with its file, its line and the right form."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem, WrongFiles
from sf_audit.rulebook.files.yaml_file import read_yaml
from sf_audit.rulebook.rules.load import load_rule, load_rules
from sf_audit.rulebook.workspace.config import load_config

HEAD = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\n"
RULE = HEAD + "check: {filled: {object: Account, field: Name}}\n"


def refused(folder: Path, check: str) -> str:
    path = folder / "quality.yaml"
    path.write_text(f"{HEAD}check: {check}\n")
    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "quality/x")
    return f"{str(caught.value).removeprefix(f'{path}:')} {caught.value.hint}".strip()


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("at_least: 1,000", "6: at_least: “1,000” has a thousands separator, and between { and } a comma ends a value Write: at_least: 1000"),
        ("at_least: 1,000, at_most: 2,000", "6: at_least: “1,000” has a thousands separator, and between { and } a comma ends a value Write: at_least: 1000"),
        ("at_least: 1, 000", "6: at_least: “1,000” has a thousands separator, and between { and } a comma ends a value Write: at_least: 1000"),
        ("at_least: 1,000.50", "6: at_least: “1,000.50” has a thousands separator, and between { and } a comma ends a value Write: at_least: 1000.50"),
        ("at_least: 1,000,000", "6: at_least: “1,000,000” has a thousands separator, and between { and } a comma ends a value Write: at_least: 1000000"),
        ("at_least: 1,5", "6: at_least: “1,5” has a decimal comma, and between { and } a comma ends a value Write: at_least: 1.5, or a whole number where only those may stand"),
        ("at_least: 10%", "6: check.between.at_least: “10%” is more than a number: write it without quotes and without a unit, 10, as a percent field holds it"),
        ("at_least: EUR 10", "6: check.between.at_least: “EUR 10” is more than a number: write it without quotes and without a unit, 10"),
        ("at_most: 10 days", "6: check.between.at_most: “10 days” is more than a number: write it without quotes and without a unit, 10"),
        ("at_most: € 10.50", "6: check.between.at_most: “€ 10.50” is more than a number: write it without quotes and without a unit, 10.50"),
        ("at_most: 10k", "6: check.between.at_most: write a number without quotes and without thousands separators, for example 1000"),
    ],
)  # fmt: skip
def test_a_number_that_holds_more_than_its_digits(tmp_path: Path, written: str, says: str) -> None:
    assert refused(tmp_path, f"{{between: {{object: Account, field: AnnualRevenue, {written}}}}}") == says


def test_the_same_in_a_clause(tmp_path: Path) -> None:
    clause = "{filled: {object: Account, field: Name, when: {Rate__c: {at_least: 10%}}}}"

    assert refused(tmp_path, clause) == (
        "6: check.filled.when.Rate__c: at_least: “10%” is more than a number: write it without quotes and without a unit, 10, as a percent field holds it"
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("900000 days", "“900000 days” are more than a hundred years: write at most 36500 days"),
        ("99999999999999999 days", "“99999999999999999 days” are more than a hundred years: write at most 36500 days"),
        ("36501 days", "“36501 days” are more than a hundred years: write at most 36500 days"),
        ("3 weeks", "write a time as whole days, for example 21 days"),
        ("1 year", "write a time as whole days, for example 365 days"),
        ("90", "write a time as whole days, for example 90 days"),
        ("1d", "write a time as whole days, for example 1 day"),
        ("-5 days", "write a time as whole days, for example 90 days"),
        ("1.5 days", "write a time as whole days, for example 90 days"),
    ],
)
@pytest.mark.parametrize(
    ("check", "place"),
    [
        ("{fresh: {object: Account, field: LastActivityDate, within: TIME}}", "check.fresh.within"),
        (
            "{filled: {object: Account, field: Name, when: {CreatedDate: {older_than: TIME}}}}",
            "check.filled.when.CreatedDate",
        ),
    ],
)
def test_a_time_that_is_no_number_of_days(tmp_path: Path, check: str, place: str, written: str, says: str) -> None:
    assert refused(tmp_path, check.replace("TIME", written)) == f"6: {place}: {says}"


@pytest.mark.parametrize("written", ["-1", "99999999999999999999999999"])
def test_a_count_that_no_org_has(tmp_path: Path, written: str) -> None:
    assert refused(tmp_path, f"{{held_by_few: {{permission: ModifyAllData, at_most: {written}}}}}") == (
        "6: check.held_by_few.at_most: write a whole number, 0 to 1000000000000"
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("sla: {critical: 1,5}", "1: critical: “1,5” has a decimal comma"),
        ("sla: {critical: 1,5, high: 3}", "1: critical: “1,5” has a decimal comma"),
        ("api: {own_share: 7,5%}", "1: own_share: “7,5%” has a decimal comma"),
        ("api: {own_share: 10}", "1: api.own_share: write a share as 0% to 100%, for example 10%"),
        ("longest_waiver: 900000 days", "1: longest_waiver: “900000 days” are more than a hundred years"),
        (
            "owners: {it: {name: Lind, Mara}}",
            "1: “Mara” has no colon and no value: between { and } a comma ends a value",
        ),
    ],
)
def test_the_same_in_the_configuration(tmp_path: Path, written: str, says: str) -> None:
    (tmp_path / "sf-audit.yaml").write_text(written + "\n")

    with pytest.raises(UsageProblem) as caught:
        load_config(tmp_path)

    assert str(caught.value).startswith(f"{tmp_path / 'sf-audit.yaml'}:{says}")


@pytest.mark.parametrize(
    "right", ["{a: , b: 1}", "{a: [1, 5], b: 'x, y'}", '{"a": , b: {c: }}', "[1, 000]", "{a: 1,\n b: 2}", "{a:b: 1}"]
)
def test_what_is_right_between_braces_is_left_alone(tmp_path: Path, right: str) -> None:
    path = tmp_path / "right.yaml"
    path.write_text(f"key: {right}\n")

    assert "key" in read_yaml(path).content


def clashes(workspace: Path, **was: str) -> list[str]:
    for name, names in was.items():
        path = workspace / "quality" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{RULE}was: [{names}]\n")
    with pytest.raises(UsageProblem) as caught:
        load_rules(workspace)
    problems = caught.value.problems if isinstance(caught.value, WrongFiles) else (caught.value,)
    return [str(problem).removeprefix(f"{workspace}/") for problem in problems]


def test_two_rules_that_were_one_are_told_with_both_files(tmp_path: Path) -> None:
    assert clashes(
        tmp_path, a="own/old, own/b", b="own/c, own/old", d="own/quality/a, quality/contact-email-valid"
    ) == [
        "quality/b.yaml:7: was.1: rules own/quality/a and own/quality/b both claim the name own/old: the other one is "
        "rules/quality/a.yaml:7: was",
        "quality/d.yaml:7: was.0: rules own/quality/a and own/quality/d both claim the name own/quality/a: the other one "
        "is rules/quality/a.yaml",
        "quality/d.yaml:7: was.1: rules quality/contact-email-valid and own/quality/d both claim the name "
        "quality/contact-email-valid: the other one is rules/quality/contact-email-valid.yaml",
    ]
