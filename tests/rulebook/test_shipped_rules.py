"""Every shipped rule: its own examples come out, and what it cannot see is never a pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sf_audit.bundled import bundled
from sf_audit.model.review import Reason, Status, Unread
from sf_audit.rulebook.files.yaml_text import without_last
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot, mismatches
from sf_audit.rulebook.rules.load import load_rule, load_rules
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Source

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
    """Every rule with each field, and each object, that it needs, or that a table it needs is about."""
    for rule in RULES:
        example = next(example for example in rule.examples if example.expected is Status.KEPT)
        needs = [need for need in rule.check.needs() if need.required]
        objects = {need.table for need in needs}.union(*(need.of for need in needs)) - {CUSTOM_OBJECTS}
        fields = {
            f"{need.table}.{column}"
            for need in needs
            for column in need.columns | {clause.field for clause in need.rows}
        }
        yield from ((rule, example, name) for name in sorted(objects | fields))


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


def tables_with_hidden_rows() -> Iterator[tuple[Rule, OrgExample, str]]:
    """One rule of each verb, with each table of records that it needs; the rules of a verb differ in names alone."""
    for rule in {rule.check.verb: rule for rule in RULES}.values():
        example = next(example for example in rule.examples if example.expected is Status.KEPT)
        needed = {need.table for need in rule.check.needs() if need.required and need.source is Source.DATA}
        yield from ((rule, example, table) for table in sorted(needed))


@pytest.mark.parametrize(
    ("rule", "example", "table"),
    [pytest.param(*part, id=f"{part[0].check.verb}-{part[2]}") for part in tables_with_hidden_rows()],
)
def test_where_sharing_hides_records_nothing_is_kept(rule: Rule, example: OrgExample, table: str) -> None:
    with example_snapshot(replace(example, hidden_rows=(table,)), rule.check.needs()) as snapshot:
        seen = examine([rule], snapshot)[rule.id]

    assert isinstance(seen, Unread)
    assert (seen.reason, table in seen.detail) == (Reason.ROWS_HIDDEN, True)
    assert seen.unlocked_by


def test_a_rule_is_the_same_whether_its_examples_are_read_or_not() -> None:
    folder = bundled("rules")

    for rule in load_rules():
        whole = load_rule(folder / rule.file.removeprefix("rules/"), rule.id)
        assert replace(rule, examples=()) == replace(whole, examples=())
        assert rule.written is not None
        assert "examples" not in rule.written.content
        assert list(rule.examples) == list(whole.examples)


def test_what_follows_the_examples_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("title: x\nexamples:\n- a\n# said\n  b: c\nwhy: y\n", encoding="utf-8")

    assert without_last(path.read_text(), "examples") == path.read_text()
    assert without_last("title: x\nexamples:\n- a\n", "examples") == "title: x\n"
    assert without_last("title: x\nwhy: y\n", "examples") == "title: x\nwhy: y\n"
