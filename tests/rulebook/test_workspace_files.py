"""sf-audit.yaml, waivers.yaml and own rules: what would silently mean nothing is an error with a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.load import load_rule
from sf_audit.rulebook.standards import Standards

WAIVER = """\
waivers:
  - rule: {rule}
    reason: migration
    approved_by: cfo
    until: 2026-12-31
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

    assert [one.rule for one in Standards.of(tmp_path).waivers] == ["own/quality/new"]


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
