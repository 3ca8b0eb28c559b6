"""A finding's key is of org, rule, object, id and part alone: whatever else changes, it is the same finding."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.checks.frozen_are_deactivated import FrozenAreDeactivated
from sf_audit.model.review import Breach, FailingRows, Pillar, Severity, Unread, Verdict
from sf_audit.model.review import Reason as Why
from sf_audit.review.findings_table import FINDINGS, Basis, write_findings
from sf_audit.review.judge import Counted
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.workspace.config import Config, Waiver

TODAY = date(2026, 3, 16)
ORG = "00D000000000001EAA"
NOBODY_KNOWN = pa.table(
    {
        "key": pa.array([], pa.string()),
        "first_seen": pa.array([], pa.date32()),
        "in_baseline": pa.array([], pa.bool_()),
    }
)

names = st.sampled_from(["quality/a", "quality/b", "own/quality/a"])
ids = st.integers(0, 40).map(lambda number: f"001{number:012d}AAA")
parts = st.sampled_from(["", "Case", "Käse", "Case'", "a;b"])
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
breaches = st.builds(Breach, st.sampled_from(["Account", "User"]), ids, texts, parts, st.none() | ids, label=texts)
some = st.dictionaries(names, st.lists(breaches, max_size=8), min_size=1)


def rule(name: str, uid: str = "") -> Rule:
    return Rule(
        name, uid or name, "t", "w", "f", Severity.HIGH, "it", "sales_ops", Pillar.DATA_QUALITY, FrozenAreDeactivated()
    )


def table(
    seen: dict[str, Seen], rules: Iterable[Rule], waivers: Iterable[Waiver] = ()
) -> tuple[list[dict[str, object]], dict[str, Counted]]:
    """The rows of findings.parquet, and what is open and waived."""
    basis = Basis(tuple(rules), Config(), tuple(waivers), NOBODY_KNOWN)
    with tempfile.TemporaryDirectory() as made, example_snapshot(OrgExample(org={}, today=TODAY), []) as snapshot:
        counted = write_findings(snapshot, seen, basis, Path(made))
        with pq.ParquetFile(Path(made) / FINDINGS) as file:
            return file.read().to_pylist(), counted


def verdicts(found: dict[str, list[Breach]]) -> dict[str, Seen]:
    return {name: Verdict(100, len(broken), tuple(broken)) for name, broken in found.items()}


def keys(rows: list[dict[str, object]]) -> list[str]:
    return sorted(str(row["key"]) for row in rows)


def expected(uid: str, breach: Breach) -> str:
    text = "\x1f".join((ORG, uid, breach.object, breach.id, breach.part))
    return hashlib.sha256(text.encode()).hexdigest()


@given(some)
def test_a_key_is_the_hash_of_what_names_the_subject(found: dict[str, list[Breach]]) -> None:
    rows, _ = table(verdicts(found), map(rule, found))

    assert keys(rows) == sorted({expected(name, one) for name, broken in found.items() for one in broken})


@given(some, st.randoms(use_true_random=False), texts)
def test_order_values_and_rules_left_out_change_no_key(
    found: dict[str, list[Breach]],
    chance: Random,
    text: str,
) -> None:
    first, *others = sorted(found)
    shuffled = chance.sample(found[first], len(found[first]))
    changed = [Breach(one.object, one.id, text, one.part, None, text) for one in shuffled]

    whole, _ = table(verdicts(found), map(rule, found))
    partial, _ = table(
        {**verdicts({first: changed}), **{name: Unread(Why.INCOMPLETE, "") for name in others}}, map(rule, found)
    )

    assert keys(partial) == keys([row for row in whole if row["rule"] == first])


@given(st.lists(breaches, max_size=8))
def test_a_renamed_rule_keeps_its_keys(broken: list[Breach]) -> None:
    before, _ = table(verdicts({"quality/a": broken}), [rule("quality/a")])
    after, _ = table(verdicts({"quality/new": broken}), [rule("quality/new", uid="quality/a")])

    assert keys(before) == keys(after)


@given(st.lists(ids, unique=True, max_size=8))
def test_rows_of_a_scan_have_the_keys_of_breaches(broken: list[str]) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "failing.parquet"
        owners: list[str | None] = [None] * len(broken)
        columns = {"standard": ["quality/a"] * len(broken), "id": broken, "record_owner_id": owners}
        schema = pa.schema([(name, pa.string()) for name in columns])
        pq.write_table(pa.table(columns, schema=schema), path)
        scanned = Verdict(100, len(broken), FailingRows(path, "quality/a", "Account", "is wrong"))
        rows, _ = table({"quality/a": scanned}, [rule("quality/a")])

    assert keys(rows) == sorted(expected("quality/a", Breach("Account", one, "")) for one in broken)


waivers = st.builds(
    lambda name, record, part, days: Waiver(name, "r", "a", TODAY + timedelta(days=days), record, part),
    names,
    st.just("") | ids,
    st.just("") | parts,
    st.integers(-3, 3),
)


@given(some, st.lists(waivers, max_size=8))
def test_waivers_accept_what_a_walk_over_them_finds(found: dict[str, list[Breach]], said: list[Waiver]) -> None:
    def until(name: str, breach: Breach) -> date | None:
        days = [
            one.until
            for one in said
            if one.rule == name
            and one.until >= TODAY
            and (not one.id or one.id == breach.id)
            and (not one.part or one.part == breach.part)
        ]
        return max(days, default=None)

    rows, counted = table(verdicts(found), map(rule, found), said)

    accepted = {expected(name, one): until(name, one) for name, broken in found.items() for one in broken}
    assert {row["key"]: row["waived_until"] for row in rows} == accepted
    for name, broken in found.items():
        open_ones = {(one.object, one.id) for one in broken if until(name, one) is None}
        waived = {(one.object, one.id) for one in broken if until(name, one) is not None}
        assert (counted[name].open, counted[name].waived) == (len(open_ones), len(waived))
