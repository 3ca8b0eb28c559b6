"""What becomes of findings, whatever happens to rules and reviews: the archive against a plain reckoning."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.lifecycle.small_archive import by_name, small_months, told
from bench.lifecycle.stored_months import ORG, PART, UNSEEN, WHOLE, RuleMonth, StoredMonth, write_month
from sf_audit.model.trend import By, Trend
from sf_audit.review.archive import CURRENT
from sf_audit.review.lifecycle.monthly import trend
from sf_audit.review.lifecycle.stages import Evaluation, Stage, State, moved
from sf_audit.review.lifecycle.stored_org import StoredOrg
from sf_audit.review.lifecycle.unasked import UNASKED
from sf_audit.review.rules_file import RULES

RULE_IDS = ("own/a", "own/b", "own/c")

seen = st.sampled_from([WHOLE, WHOLE, WHOLE, PART, UNSEEN])
texts = st.sampled_from(["{}", "{}", "{}", "narrower"])
found = st.sets(st.tuples(st.sampled_from(RULE_IDS), st.integers(0, 5)), max_size=12)


@st.composite
def archives(draw: st.DrawFn) -> list[StoredMonth]:
    """Up to seven months: rules are hidden, seen in part, renamed, rewritten, removed and taken back."""
    made = []
    for number in range(draw(st.integers(1, 7))):
        there = draw(st.sets(st.sampled_from(RULE_IDS), min_size=1))
        rules = [
            RuleMonth(each, f"{each}-{draw(st.integers(0, 1))}", draw(seen), draw(texts)) for each in sorted(there)
        ]
        findings = sorted(each for each in draw(found) if each[0] in there)
        made.append(StoredMonth(f"2026-{number + 1:02d}", rules, findings))
    return made


@contextmanager
def stored(months: Sequence[StoredMonth]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        for month in months:
            write_month(Path(folder), month)
        yield Path(folder)


def shown(workspace: Path) -> Trend:
    return trend(StoredOrg.of(workspace), By.RULE, 100)


def without_words(workspace: Path) -> None:
    """As reviews were stored before they said which findings nobody asks for any more."""
    for path in workspace.rglob(UNASKED):
        path.unlink()


@settings(max_examples=25)
@given(archives())
def test_the_archive_is_told_as_it_is_reckoned(months: list[StoredMonth]) -> None:
    with stored(months) as workspace:
        assert told(shown(workspace)) == by_name(months)


@settings(max_examples=10)
@given(archives())
def test_where_no_review_says_what_is_asked_another_text_asks_for_something_else(months: list[StoredMonth]) -> None:
    texts_of: dict[tuple[str, int], str] = {}
    said = []
    for month in months:
        rules = {rule.first: rule for rule in month.rules}
        gone = [each for each, text in texts_of.items() if each[0] in rules and rules[each[0]].text != text]
        texts_of |= {each: rules[each[0]].text for each in month.findings if rules[each[0]].seen != UNSEEN}
        said.append(replace(month, unasked=gone))
    with stored(months) as workspace:
        without_words(workspace)
        assert told(shown(workspace)) == by_name(said)


@pytest.mark.parametrize("seed", range(3))
def test_a_year_of_chance(seed: int) -> None:
    months = small_months(seed, 12)
    with stored(months) as workspace:
        assert told(shown(workspace)) == by_name(months)


@settings(max_examples=10)
@given(archives(), st.randoms(use_true_random=False))
def test_neither_the_order_of_writing_nor_a_second_run_changes_anything(
    months: list[StoredMonth], chance: object
) -> None:
    shuffled = list(months)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    with stored(months) as first, stored(shuffled) as second:
        again = second / "reviews" / ORG / months[-1].period
        shutil.copytree(again / "1", again / "2")
        (again / CURRENT).unlink()
        (again / CURRENT).symlink_to("2")
        assert told(shown(first)) == told(shown(second))


@settings(max_examples=10)
@given(archives())
def test_a_rename_that_says_so_changes_nothing(months: list[StoredMonth]) -> None:
    plain = [replace(month, rules=[replace(rule, name=rule.first) for rule in month.rules]) for month in months]
    with stored(months) as renamed, stored(plain) as workspace:
        totals = [[cell and cell.counts for cell in shown(each).total.cells] for each in (renamed, workspace)]
        assert totals[0] == totals[1]


@settings(max_examples=10)
@given(archives(), st.integers(0, 6))
def test_a_month_in_which_nobody_sees_anything_closes_nothing(months: list[StoredMonth], place: int) -> None:
    """A blind month between two others: what follows is as it would have been without it."""
    number = min(place, len(months) - 1)
    rules = [replace(rule, seen=UNSEEN) for rule in months[number].rules]
    blind = replace(months[number], rules=rules, period="2027-01")
    with_it = [*months[: number + 1], blind, *months[number + 1 :]]
    dated = [replace(month, period=f"2026-{n + 1:02d}") for n, month in enumerate(with_it)]

    with stored(dated) as workspace:
        cells = [cell.counts for cell in shown(workspace).total.cells if cell]
    with stored(months) as workspace:
        plain = [cell.counts for cell in shown(workspace).total.cells if cell]

    assert [*cells[: number + 1], *cells[number + 2 :]] == plain
    assert (cells[number + 1].fixed, cells[number + 1].new, cells[number + 1].open) == (0, 0, 0)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("evaluation", Evaluation)
@pytest.mark.parametrize("asked", [True, False])
def test_only_a_review_that_saw_the_whole_of_a_rule_closes_a_finding(
    state: State, evaluation: Evaluation, asked: bool
) -> None:
    stage, after = moved(state, evaluation, found=False, asked=asked)

    assert (stage is Stage.FIXED) == (state is State.OPEN and evaluation is Evaluation.WHOLE and asked)
    assert after is not State.OPEN or state is State.OPEN
    assert moved(state, evaluation, found=True, asked=asked)[1] is State.OPEN


def test_a_review_without_rules_json_goes_by_the_names_of_today() -> None:
    months = [
        StoredMonth("2026-01", [RuleMonth("own/a", "own/a", WHOLE)], [("own/a", 1), ("own/a", 2)]),
        StoredMonth("2026-02", [RuleMonth("own/a", "own/a", WHOLE)], [("own/a", 1)]),
    ]
    with stored(months) as workspace:
        (workspace / "reviews" / ORG / "2026-01" / "1" / RULES).unlink()
        total = shown(workspace).total.cells[1]

    assert total is not None
    assert (total.counts.still_open, total.counts.fixed) == (1, 1)
