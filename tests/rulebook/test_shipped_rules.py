"""Every shipped rule: its own examples come out, and what it cannot see is never a pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sf_audit.model.review import Status, Unread
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot, mismatches
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.rules.rule import OrgExample, Rule

RULES = load_rules()


def by_id(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_its_examples_come_out_as_written(rule: Rule) -> None:
    assert mismatches(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_it_shows_an_org_that_keeps_it_and_one_that_breaks_it(rule: Rule) -> None:
    shown = {example.expected for example in rule.examples}

    assert {Status.KEPT, Status.BROKEN} <= shown


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_it_says_why_how_to_fix_it_and_who_acts(rule: Rule) -> None:
    assert re.search(r"\w{3,}.*\.$", rule.why)
    assert re.search(r"\w{3,}.*\.$", rule.fix)
    assert {rule.owner, rule.partner} == {"sales_ops", "it"}


def hidden_parts() -> Iterator[tuple[Rule, OrgExample, str]]:
    """Every rule with each field, and each object, that it needs."""
    for rule in RULES:
        example = next(example for example in rule.examples if example.expected is Status.KEPT)
        for need in rule.check.needs():
            if not need.required:
                continue
            yield rule, example, need.table
            columns = need.columns | {clause.field for clause in need.rows}
            yield from ((rule, example, f"{need.table}.{column}") for column in sorted(columns))


@pytest.mark.parametrize(
    ("rule", "example", "hidden"),
    [pytest.param(*part, id=f"{part[0].id}-{part[2]}") for part in hidden_parts()],
)
def test_what_is_hidden_is_not_checked_and_named(rule: Rule, example: OrgExample, hidden: str) -> None:
    with example_snapshot(replace(example, hidden=(hidden,)), rule.check.needs()) as snapshot:
        seen = examine([rule], snapshot)[rule.id]

    assert isinstance(seen, Unread)
    assert hidden in seen.detail
    assert hidden in seen.unlocked_by
