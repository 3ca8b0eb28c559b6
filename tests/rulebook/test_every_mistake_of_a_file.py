"""All that is wrong with one file is told in one go, each mistake with its line, in the order of the lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem, WrongFiles
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.workspace.standards import Standards
from tests.cli.demo_town import run

RULE = """\
titel: Accounts have an industry
why: Because
severity: urgent
owner: sale_ops
at_least: 95
at_stake: Account.AnnualRevenue
check:
  filled:
    object: Account
    field: Account.Industry
    wen: {}
    when:
      BillingPostalCode: [01234, 0x1F, "10115"]
      CloseDate: {at_least: 31.12.2025, at_most: LAST_N_DAYS:90}
      Annual Revenue: 1.000
      Type: Prospect
"""

TOLD = [
    ("1: titel: there is no such key", "Did you mean “title”?"),
    ("1: fix: is missing", ""),
    ("3: severity: write 'critical', 'high', 'medium' or 'low'", ""),
    ("4: owner: there is no owner “sale_ops”", "Did you mean “sales_ops”? Others are declared under `owners:` in"),
    ("5: at_least: write a share as 0% to 100%, for example 95%", ""),
    ("6: at_stake: “Account.AnnualRevenue” names its object too: write the field alone, AnnualRevenue", ""),
    ("10: check.filled.field: “Account.Industry” names its object too: write `object: Account` and `field: Indus", ""),
    ("11: check.filled.wen: there is no such key", "Did you mean “when”?"),
    ("13: check.filled.when.BillingPostalCode: a number loses its leading zero: write it in quotes, '01234'", ""),
    ("13: check.filled.when.BillingPostalCode: YAML reads this as the number 31: write it in quotes", ""),
    ("14: check.filled.when.CloseDate: at_least: “31.12.2025” is no date here: write 2025-12-31", ""),
    ("14: check.filled.when.CloseDate: at_most: “LAST_N_DAYS:90” belongs to SOQL: write {newer_than: 90 days}", ""),
    ("15: check.filled.when.Annual Revenue: “Annual Revenue” is a label: write the API name", ""),
    ("15: check.filled.when.Annual Revenue: YAML reads this as 1, and many people as 1000: write 1 or 1000", ""),
]


def told(problem: UsageProblem, path: Path) -> list[tuple[str, str]]:
    found = problem.problems if isinstance(problem, WrongFiles) else (problem,)
    return [(str(single).removeprefix(f"{path}:"), single.hint) for single in found]


def test_every_mistake_of_a_rule_file_is_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(RULE)

    with pytest.raises(WrongFiles) as caught:
        load_rule(path, "own/quality/x")

    found = told(caught.value, path)
    assert len(found) == len(TOLD), found
    for (says, hint), (begins, hint_begins) in zip(found, TOLD, strict=True):
        assert says.startswith(begins)
        assert hint.startswith(hint_begins)


def test_rules_check_tells_them_all_without_an_org(tmp_path: Path) -> None:
    file = tmp_path / "rules" / "quality" / "x.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(RULE)

    ran = run("rules", "check", "--workspace", str(tmp_path))

    assert ran.code == 2
    lines = [line.removeprefix(f"Error: {file}:") for line in ran.err.splitlines() if line.startswith("Error: ")]
    assert [line.startswith(says) for line, (says, _) in zip(lines, TOLD, strict=True)] == [True] * len(TOLD)


def test_a_verb_that_does_not_exist_hides_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("title: t\nwhy: w\nfix: f\nseverity: low\nowner: nobody\ncheck: {not_empty: {object: Account}}\n")

    with pytest.raises(WrongFiles) as caught:
        load_rule(path, "own/quality/x")

    assert [says for says, _ in told(caught.value, path)] == [
        "5: owner: there is no owner “nobody”",
        "6: check.not_empty: there is no check “not_empty”",
    ]


def test_lines_that_run_together_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("title: t\ncheck: {filled: {object:Account, field:Industry}}\n")

    with pytest.raises(WrongFiles) as caught:
        load_rule(path, "own/quality/x")

    assert [hint for _, hint in told(caught.value, path)] == ["Write: object: Account", "Write: field: Industry"]


def test_the_other_files_of_a_workspace_tell_all_of_theirs(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(
        "waivers:\n"
        "- {rule: quality/account-industry-filled, reason: r, approved_by: nobody, until: 2020-01-01}\n"
        "- {rule: quality/account-industry-filled, id: '1', reason: r, approved_by: nobody, until: 2099-01-01}\n"
    )
    (tmp_path / "sf-audit.yaml").write_text("overrides:\n  quality/account-industry-filled: {off: true}\n")

    with pytest.raises(WrongFiles) as caught:
        Standards.of(tmp_path)

    places = [str(problem).removeprefix(f"{tmp_path}/").split(": ")[0] for problem in caught.value.problems]
    assert places == ["sf-audit.yaml:2", "waivers.yaml:2", "waivers.yaml:3", "waivers.yaml:3"]


def test_names_that_mean_nothing_are_told_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(
        "waivers:\n"
        "- {rule: zzz, id: '1', reason: r, approved_by: it, until: 2026-12-31}\n"
        "- {rule: yyy, id: '1', reason: r, approved_by: it, until: 2026-12-31}\n"
    )
    (tmp_path / "sf-audit.yaml").write_text("overrides:\n  aaa: {severity: low}\n  bbb: {severity: low}\n")

    with pytest.raises(WrongFiles) as caught:
        Standards.of(tmp_path)

    assert [str(problem).rpartition(": ")[2] for problem in caught.value.problems] == [
        "there is no rule “aaa”",
        "there is no rule “bbb”",
        "there is no rule “zzz”",
        "there is no rule “yyy”",
    ]
