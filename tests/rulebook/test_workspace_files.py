"""sf-audit.yaml, waivers.yaml and own rules: what would silently mean nothing is an error with a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.workspace.config import Config
from sf_audit.rulebook.workspace.standards import Standards

WAIVER = """\
waivers:
  - rule: {rule}
    written: 2026-11-02
    reason: migration
    approved_by: cfo
    until: 2026-12-31
"""
PEOPLE = "people: {cfo: {name: The CFO}}\n"
BLIND = """\
# What we cannot see

blind_spots:
  - rule: {}
    reason: no licence
    approved_by: cfo
    until: {}
"""
RULE = """\
title: t
why: w
fix: f
severity: low
owner: it
check: {check}
"""


def test_a_waiver_of_a_rule_that_does_not_exist_is_named(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(WAIVER.format(rule="access/modify-al-data"))

    with pytest.raises(UsageProblem, match=r"waivers\.yaml:2: .*there is no rule “access/modify-al-data”") as caught:
        Standards.of(tmp_path)
    assert caught.value.hint == "Did you mean “access/modify-all-data”?"


def test_a_waiver_holds_for_a_rule_by_each_of_its_names(tmp_path: Path) -> None:
    rule = tmp_path / "rules" / "quality" / "new.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(RULE.format(check="{filled: {object: Account, field: Name}}") + "was: [own/a, own/b]\n")
    (tmp_path / "waivers.yaml").write_text(WAIVER.format(rule="own/b"))
    (tmp_path / "sf-audit.yaml").write_text(PEOPLE)

    assert [waiver.rule for waiver in Standards.of(tmp_path).waivers] == ["own/quality/new"]


RULE_OF_MARKETING = RULE.format(check="{filled: {object: Account, field: Name}}").replace(
    "owner: it", "owner: marketing\npartner: it"
)


@pytest.mark.parametrize(
    ("text", "line", "says", "hint"),
    [
        ("\noverrides:\n  access/modify-al-data: {severity: low}\n", 3, "there is no rule", "“access/modify-all-data”"),
        ("overrides:\n  zzz: {severity: low}\n", 2, "there is no rule “zzz”", "`sf-audit rules list` names them all."),
        (BLIND.format("access/view-al-data", "2027-03-31"), 4, "there is no rule", "“access/view-all-data”"),
        (BLIND.format("access/view-all-data", "soon"), 7, "until: write a date, for example 2027-03-31", ""),
        ("overrides:\n  access/author-apex: {severty: low}\n", 2, "there is no such key", "Did you mean “severity”?"),
        (
            "overrides:\n  access/author-apex:\n    owner: nobody_at_all\n",
            3,
            "no owner “nobody_at_all”",
            "it, sales_ops",
        ),
        ("overrides:\n  access/author-apex:\n    partner: salesops\n", 3, "no owner “salesops”", "“sales_ops”"),
        ("owners:\n  it: {name: IT}\n  salesops: {name: Sales}\n", 3, "no rule names the owner", "“sales_ops”"),
        ("owners:\n  it: IT\n", 2, "owners.it: write keys and values", ""),
        ("owners:\n  it: {name: ' '}\n", 2, "owners.it.name: is empty", ""),
        ("\nsla: {critical: -1}\n", 2, "sla.critical: write a number of business days, 0 to 1000", ""),
        ("\nsla: {critical: yes}\n", 2, "sla.critical: write a number of business days, 0 to 1000", ""),
        ("\nsla: {urgent: 1}\n", 2, "sla.urgent: write 'critical', 'high', 'medium' or 'low'", ""),
        ("sla: {}\nslas: {}\n", 2, "slas: there is no such key", "Did you mean “sla”?"),
        ("holidays: [2026-12-25, tomorrow]\n", 1, "holidays.1: write a date", ""),
        ("paper: a5\n", 1, "paper: write 'a4' or 'letter'", ""),
    ],
)
def test_a_configuration_that_means_nothing_names_the_line(
    tmp_path: Path, text: str, line: int, says: str, hint: str
) -> None:
    (tmp_path / "sf-audit.yaml").write_text(text)

    with pytest.raises(UsageProblem) as caught:
        Standards.of(tmp_path)

    assert str(caught.value).startswith(f"{tmp_path / 'sf-audit.yaml'}:{line}: ")
    assert says in str(caught.value)
    assert hint in caught.value.hint


def test_the_id_of_a_waiver_that_yaml_reads_as_a_number_needs_quotes(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(WAIVER.format(rule="access/modify-all-data") + "    id: 005000000000001\n")

    with pytest.raises(UsageProblem, match=r"waivers\.yaml:7: waivers\.0\.id: write text; a number or a date goes in"):
        Standards.of(tmp_path)


def test_a_workspace_can_have_owners_of_its_own(tmp_path: Path) -> None:
    rule = tmp_path / "rules" / "quality" / "campaigns.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(RULE_OF_MARKETING)
    (tmp_path / "sf-audit.yaml").write_text(
        "owners: {marketing: {name: Marketing}, finance: {name: Finance}}\n"
        "overrides:\n  access/author-apex: {partner: marketing}\n"
    )

    found = {rule.id: (rule.owner, rule.partner) for rule in Standards.of(tmp_path).rules}

    assert found["own/quality/campaigns"] == ("marketing", "it")
    assert found["access/author-apex"] == ("it", "marketing")


def test_a_file_that_is_far_too_large_is_not_told_to_become_rules(tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text("#" * 1_000_001)

    with pytest.raises(UsageProblem, match=r"sf-audit\.yaml: larger than 1 MB") as caught:
        Standards.of(tmp_path)
    assert caught.value.hint == "Such files have a few kilobytes: is it this one?"


@pytest.mark.parametrize(
    "check",
    [
        "{guests_may_not: {rights: []}}",
        "{limit_below: {share: 80%, limits: []}}",
        "{one_of: {object: Account, field: Name, values: []}}",
        "{none_of: {object: Account, field: Name, values: []}}",
        "{unique: {object: Account, fields: []}}",
        "{signed_in_lately: {within: 9 days, user_types: []}}",
        "{between: {object: Account, field: Size__c}}",
        "{between: {object: Account, field: Size__c, at_least: .nan}}",
        "{between: {object: Account, field: Size__c, at_most: .inf}}",
    ],
)
def test_a_check_that_every_org_would_keep_is_refused(tmp_path: Path, check: str) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text(RULE.format(check=check))

    with pytest.raises(UsageProblem, match=r"rule\.yaml:6: check"):
        load_rule(path, "quality/rule")


@pytest.mark.parametrize("name", ["sf-audit.yaml", "waivers.yaml"])
@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n"])
def test_a_file_of_comments_alone_says_nothing(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)

    said = Standards.of(tmp_path)

    assert (said.config, said.waivers) == (Config(), ())


def test_a_rule_of_comments_alone_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("# a rule to come\n")

    with pytest.raises(UsageProblem, match=r"empty\.yaml:1: the file is empty"):
        load_rule(path, "own/empty")
