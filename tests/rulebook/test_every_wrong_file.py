"""Several files of a workspace are wrong: all of them are named at once, each with its line and what to write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem, WrongFiles
from sf_audit.rulebook.workspace.standards import Standards
from tests.cli.demo_town import run

RULE = """\
title: t
why: w
fix: f
severity: low
owner: it
check: {filled: {object: Account, field: Name}}
"""


def own_rule(workspace: Path, name: str, text: str) -> Path:
    path = workspace / "rules" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def refused(workspace: Path) -> list[tuple[str, str]]:
    with pytest.raises(UsageProblem) as caught:
        Standards.of(workspace)
    problems = caught.value.problems if isinstance(caught.value, WrongFiles) else (caught.value,)
    return [(str(problem).removeprefix(f"{workspace}/"), problem.hint) for problem in problems]


def test_every_wrong_rule_file_is_named_with_its_line_and_its_hint(tmp_path: Path) -> None:
    own_rule(tmp_path, "quality/a.yaml", RULE.replace("severity: low", "severty: low"))
    own_rule(tmp_path, "quality/b.yaml", RULE)
    own_rule(tmp_path, "access/c.yaml", RULE.replace("filled", "filed"))
    own_rule(tmp_path, "nowhere/d.yaml", RULE)

    found = refused(tmp_path)

    assert [says for says, _ in found] == [
        "rules/access/c.yaml:6: check.filed: there is no check “filed”",
        "rules/nowhere/d.yaml:1: rules in the folder “nowhere” belong to no pillar",
        "rules/quality/a.yaml:4: severty: there is no such key",
    ]
    assert found[0][1].startswith("Did you mean “filled”?")
    assert found[2][1] == "Did you mean “severity”?"


def test_the_other_files_of_a_workspace_are_named_beside_the_rules(tmp_path: Path) -> None:
    own_rule(tmp_path, "quality/a.yaml", RULE.replace("severity: low", "severity: urgent"))
    (tmp_path / "sf-audit.yaml").write_text("sla: {critical: -1}\n")
    (tmp_path / "waivers.yaml").write_text("waivers: none\n")

    assert [says for says, _ in refused(tmp_path)] == [
        "sf-audit.yaml:1: sla.critical: write a number of business days, 0 to 1000",
        "waivers.yaml:1: waivers: write a list, for example [a, b]",
        "rules/quality/a.yaml:4: severity: write 'critical', 'high', 'medium' or 'low'",
    ]


def test_an_owner_is_not_missed_while_the_file_that_declares_owners_is_wrong(tmp_path: Path) -> None:
    own_rule(tmp_path, "quality/a.yaml", RULE.replace("owner: it", "owner: marketing\npartner: it"))
    (tmp_path / "sf-audit.yaml").write_text("owners: {marketing: {name: Marketing}}\nslas: {}\n")

    assert refused(tmp_path) == [("sf-audit.yaml:2: slas: there is no such key", "Did you mean “sla”?")]


def test_wrong_example_orgs_are_named_once_beside_the_rules_that_are_wrong_themselves(tmp_path: Path) -> None:
    example = "examples: [{org: small, breaks: []}]\n"
    own_rule(tmp_path, "quality/a.yaml", RULE + example)
    own_rule(tmp_path, "quality/b.yaml", RULE + example)
    own_rule(tmp_path, "quality/c.yaml", RULE.replace("title: t\n", ""))
    own_rule(tmp_path, "quality/example-orgs.yaml", "small: {Account: 7}\n")

    assert [says for says, _ in refused(tmp_path)] == [
        "rules/quality/example-orgs.yaml:1: small.Account: write a list, for example [a, b]",
        "rules/quality/c.yaml:1: title: is missing",
    ]


def test_two_rules_of_one_id_hide_no_other_wrong_file(tmp_path: Path) -> None:
    own_rule(tmp_path, "quality/a.yaml", RULE)
    own_rule(tmp_path, "quality/a.yml", RULE)
    own_rule(tmp_path, "quality/b.yaml", "")

    assert [says.split(":")[0] for says, _ in refused(tmp_path)] == [
        f"rules/quality/a.yaml and {tmp_path}/rules/quality/a.yml are two rules of one id",
        "rules/quality/b.yaml",
    ]


def test_names_that_mean_nothing_are_said_of_each_file(tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text("overrides:\n  zzz: {severity: low}\n")
    (tmp_path / "waivers.yaml").write_text(
        "waivers: [{rule: yyy, id: '001', reason: r, approved_by: a, until: 2026-12-31}]\n"
    )

    assert [says for says, _ in refused(tmp_path)] == [
        "sf-audit.yaml:2: overrides.zzz: there is no rule “zzz”",
        "waivers.yaml:1: waivers.0.rule: there is no rule “yyy”",
    ]


@pytest.mark.parametrize(
    "command", [("rules", "list"), ("rules", "check", "--org", "nobody"), ("review", "--org", "nobody"), ("plan",)]
)
def test_every_command_names_them_all_and_exits_with_2(tmp_path: Path, command: tuple[str, ...]) -> None:
    first = own_rule(tmp_path, "quality/a.yaml", RULE.replace("low", "urgent"))
    second = own_rule(tmp_path, "quality/b.yaml", RULE.replace("title", "titel"))

    ran = run(*command, "--workspace", str(tmp_path))

    assert ran.code == 2
    assert ran.err.splitlines() == [
        f"Error: {first}:4: severity: write 'critical', 'high', 'medium' or 'low'",
        f"Error: {second}:1: titel: there is no such key",
        "Did you mean “title”?",
    ]


def test_machines_get_a_line_for_each(tmp_path: Path) -> None:
    own_rule(tmp_path, "quality/a.yaml", RULE.replace("low", "urgent"))
    own_rule(tmp_path, "quality/b.yaml", RULE.replace("title", "titel"))

    ran = run("review", "--org", "nobody", "--workspace", str(tmp_path), "--log-format", "json")

    lines = [json.loads(line) for line in ran.err.splitlines()]
    assert [(line["level"], line["exit_code"], line["hint"]) for line in lines] == [
        ("error", 2, ""),
        ("error", 2, "Did you mean “title”?"),
    ]
