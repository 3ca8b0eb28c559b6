"""The standards that the manual offers work in a workspace, and no verb of the product is without a user."""

from __future__ import annotations

import shutil

import pytest
from ruamel.yaml import YAML

from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.check import checks
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.standards import Standards
from tools.docs.reference import pages
from tools.docs.standards_page import WORKSPACE, check_block, standards, what_examples_show

IDS = [rule.id for rule in standards()]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rule]:
    """The standards as own rules of a workspace that took all of them."""
    workspace = tmp_path_factory.mktemp("crm-health")
    shutil.copytree(WORKSPACE, workspace, dirs_exist_ok=True)
    return {rule.id: rule for rule in Standards.of(workspace).rules if rule.is_own}


def checks_of(page: str, heading: str) -> dict[str, object]:
    """The check in the YAML block under a heading of a page."""
    section = pages()[page].split(f"\n## {heading}\n")[1].split("\n## ")[0]
    (block,) = (part.split("```")[0] for part in section.split("```yaml\n")[1:])
    found: dict[str, object] = YAML(typ="safe", pure=True).load(block)
    assert set(found) == {"check"}
    check = found["check"]
    assert isinstance(check, dict)
    return check


@pytest.mark.parametrize("name", IDS)
def test_a_standard_that_a_workspace_takes_comes_out_as_its_examples_say(taken: dict[str, Rule], name: str) -> None:
    assert mismatches(taken[name]) == []


@pytest.mark.parametrize("name", IDS)
def test_a_standard_shows_both_sides_and_what_is_nearly_the_other(taken: dict[str, Rule], name: str) -> None:
    rule = taken[name]

    assert len(rule.examples) >= 3
    assert any(example.breaks for example in rule.examples)
    assert any(example.expected == "kept" for example in rule.examples)
    assert rule.headline is not None


def test_every_verb_is_used_by_a_shipped_rule_or_by_a_standard_of_the_manual() -> None:
    used = {rule.check.verb for rule in (*load_rules(), *standards())}

    assert sorted(checks().keys() - used) == []


def test_the_page_shows_each_standard_with_its_check_and_what_its_examples_show() -> None:
    for rule in standards():
        section = pages()["standards.md"].split(f"\n## {rule.title}\n")[1].split("\n## ")[0]

        assert checks_of("standards.md", rule.title).keys() == {rule.check.verb}
        for text in (rule.why, rule.fix, check_block(rule), *what_examples_show(rule)):
            assert text in section
        assert section.count("\n- ") == len(rule.examples)


def test_the_outcome_of_an_example_is_said_with_the_records() -> None:
    section = pages()["standards.md"].split("\n## Postal codes have the form of their country\n")[1].split("\n## ")[0]

    assert "- Five digits in Germany, four in Austria. → **kept**\n" in section
    assert " that the code of Dresden begins with. → **broken** by `001A`\n" in section
    assert (
        "- Hong Kong has no postal codes, so nothing is said of what somebody typed. → **not applicable**\n" in section
    )


@pytest.mark.parametrize("verb", checks())
def test_every_verb_has_the_check_of_a_rule_for_an_example(verb: str) -> None:
    assert checks_of("checks.md", verb).keys() == {verb}


def test_the_shortest_shipped_check_is_the_example_and_a_standard_where_none_ships() -> None:
    assert checks_of("checks.md", "filled") == {"filled": {"object": "Contact", "field": "Email"}}
    assert checks_of("checks.md", "no_cycle") == {"no_cycle": {"object": "Account", "field": "ParentId"}}
