"""Whatever people write into a rule file: it is understood, or refused with file and line. It never crashes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.files.yaml_file import read_yaml
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.settings.settings import as_written, days, share
from sf_audit.rulebook.settings.when import when
from sf_audit.rulebook.workspace.config import CONFIG_FILE, WAIVERS_FILE, load_config, load_waivers
from sf_audit.snapshot.needs import Clause, Comparison, OfParent, rows_of

words = st.sampled_from(
    ["is", "not", "filled", "empty", "at_least", "at_most", "older_than", "newer_than", "90 days", "95%", "Amount"]
)
scalars = (
    words
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | scalars, inner, max_size=3),
    max_leaves=9,
)


@given(anything)
@example("١٢%")
@example("100.000000000000001%")
def test_a_share_is_between_none_and_all_or_refused(said: object) -> None:
    try:
        found = share(said)
    except ValueError:
        return
    assert 0 <= found <= 1


@given(st.integers(0, 100), st.integers(0, 999))
def test_a_share_is_what_was_written(whole: int, thousandths: int) -> None:
    text = f"{whole}.{thousandths:03d}" if whole < 100 else "100"

    assert as_written(share(f"{text}%")) * 100 == as_written(float(text))


@given(anything)
def test_days_are_whole_or_refused(said: object) -> None:
    try:
        found = days(said)
    except ValueError:
        return
    assert 0 <= found <= 99_999


@given(st.integers(0, 36_500))
def test_days_are_what_was_written(number: int) -> None:
    assert days(f"{number} days") == number


@given(st.integers(36_501, 99_999))
def test_more_than_a_hundred_years_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="more than a hundred years: write at most 36500 days"):
        days(f"{number} days")


@settings(max_examples=300)
@given(anything)
@example({"Industry": {"is": ["filled"]}})
@example({"Industry": {"is": {}}})
def test_conditions_are_understood_or_refused(said: object) -> None:
    try:
        found = when(said)
    except ValueError:
        return
    assert when(found) == found
    for clause in rows_of(found):
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", clause.field)
        assert all(type(value) in {str, int, float, bool} for value in clause.values)
    if isinstance(said, Mapping):
        of_parents = {condition.written for condition in found if isinstance(condition, OfParent)}
        written = {str(name) for name in said} - {"any", "all"}
        assert written <= {clause.field for clause in rows_of(found)} | of_parents


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ({"A": True}, Clause("A", Comparison.IN, (True,))),
        ({"A": ["b", "a", "b"]}, Clause("A", Comparison.IN, ("a", "b"))),
        ({"A": {"not": ["x"]}}, Clause("A", Comparison.NOT_IN, ("x",))),
        ({"A": {"is": "empty"}}, Clause("A", Comparison.EMPTY)),
        ({"A": {"at_least": 5}}, Clause("A", Comparison.AT_LEAST, (5,))),
        ({"A": {"at_most": date(2026, 1, 31)}}, Clause("A", Comparison.AT_MOST, ("2026-01-31",))),
        ({"A": {"older_than": "1 day"}}, Clause("A", Comparison.OLDER_THAN_DAYS, (1,))),
    ],
)
def test_a_condition_says_what_it_says(said: object, clause: Clause) -> None:
    assert when(said) == {clause}


@pytest.mark.parametrize(
    "said",
    [
        {"A": {}},
        {"A": ""},
        {"A": " "},
        {"A": []},
        {"A": None},
        {"A": float("nan")},
        {"A": {"at_least": [1, 2]}},
        {"A": {"at_least": True}},
        {"A": {"at_most": []}},
        {"A": {"older_than": 90}},
        {"A": {"is": "full"}},
        {"A B": 1},
        ["A"],
    ],
)
def test_a_condition_that_would_mean_something_else_is_refused(said: object) -> None:
    with pytest.raises(ValueError, match=r"write|none of is|takes one"):
        when(said)


def only_usage_problems(read: Any, *arguments: Any) -> None:
    with suppress(UsageProblem):
        read(*arguments)


def everybody_reads(folder: Path, content: bytes) -> None:
    """A rule, the configuration and the waivers, all with this content."""
    path = folder / "rule.yaml"
    for one in (path, folder / CONFIG_FILE, folder / WAIVERS_FILE):
        one.write_bytes(content)
    only_usage_problems(read_yaml, path)
    only_usage_problems(load_rule, path, "quality/rule")
    only_usage_problems(load_config, folder)
    only_usage_problems(load_waivers, folder)


@settings(max_examples=150)
@given(st.binary(max_size=60) | st.text("?:-[]{}!&*#|>'\"%@` \n\ta1", max_size=40).map(str.encode))
@example(b"? [a]\n: b")
@example(b"? {a: b}\n: c")
@example(b"!!set {a}")
@example(b"!!python/object:os.system {a: b}")
@example(b"!!timestamp 2026-99-99")
@example(b"a: 2026-13-45")
@example(b"a: !!int x")
@example(b"a: !!float x")
@example(b"a: !!binary x")
@example(b"a: !!omap [b]")
@example(b"a: 0o9")
@example(b"a: 1_")
@example(b"<<: 1")
@example(b"<<: [a]")
@example(b"%YAML 9.9\n---\na: b")
@example(b"a: b\n---\nc: d")
@example(b"\xef\xbb\xbfa: b")
@example(b"a: \x00")
@example(b"---")
@example(b"a: 1" + b"0" * 5000)
@example(b"1: 2")
@example(b"~: 2")
@example(b"a: .nan")
def test_bytes_are_a_file_or_a_usage_problem(tmp_path: Path, content: bytes) -> None:
    everybody_reads(tmp_path, content)


RULE_KEYS = st.sampled_from(
    ["title", "why", "fix", "severity", "owner", "check", "at_least", "was", "examples", "meets"]
)
CHECKS = st.sampled_from(["filled", "held_only_through", "limit_below", "between", "used", "unique"])
SETTINGS = st.sampled_from(
    ["object", "field", "when", "permission", "limits", "share", "at_least", "objects", "fields"]
)


@settings(max_examples=150)
@given(
    st.dictionaries(RULE_KEYS, anything, max_size=3),
    st.dictionaries(CHECKS, st.dictionaries(SETTINGS, anything, max_size=4), max_size=2),
)
def test_any_structure_is_a_rule_or_a_usage_problem(
    tmp_path: Path, said: dict[str, Any], check: dict[str, Any]
) -> None:
    whole = {"title": "t", "why": "w", "fix": "f", "severity": "low", "owner": "it", "check": check, **said}
    text = StringIO()
    YAML(typ="safe", pure=True).dump(whole, text)

    everybody_reads(tmp_path, text.getvalue().encode("utf-8", "replace"))


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(["owners", "overrides", "blind_spots", "sla", "holidays", "waivers"]), anything))
def test_any_configuration_is_understood_or_a_usage_problem(tmp_path: Path, said: dict[str, Any]) -> None:
    text = StringIO()
    YAML(typ="safe", pure=True).dump(said, text)

    everybody_reads(tmp_path, text.getvalue().encode("utf-8", "replace"))
