"""From verdicts to outcomes and a score, with every expected number written out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from sf_audit.model.review import Outcome, Pillar, Score, Severity, Status
from sf_audit.review.business_days import BusinessDays
from sf_audit.review.score import coverage, score
from sf_audit.rulebook.rules.rule import keeps
from sf_audit.rulebook.workspace.config import Config

KEPT = Outcome(
    "quality/a", "A", Pillar.DATA_QUALITY, Status.KEPT, Severity.MEDIUM, "sales_ops", "it", "", "", checked=10
)


def broken(severity: Severity, of: int, still_keep: int, at_least: float = 1.0) -> Outcome:
    return replace(KEPT, status=Status.BROKEN, severity=severity, checked=of, broken=of - still_keep, at_least=at_least)


@pytest.mark.parametrize(
    ("at_least", "checked", "broken_ones", "kept"),
    [
        (1.0, 1_000_000, 1, False),
        (1.0, 10, 0, True),
        (0.95, 100, 5, True),
        (0.95, 100, 6, False),
        (0.98, 49, 1, False),
        (0.0, 3, 3, True),
        (0.55, 100, 45, True),
        (0.55, 100, 46, False),
        (0.07, 100, 93, True),
        (0.999, 1000, 1, True),
    ],
)
def test_no_share_rounds_up(at_least: float, checked: int, broken_ones: int, kept: bool) -> None:
    assert keeps(at_least, checked, broken_ones) is kept


def test_a_rule_that_was_not_checked_is_in_no_mean_and_lowers_coverage() -> None:
    unseen = replace(KEPT, status=Status.NOT_CHECKED, checked=0)
    absent = replace(KEPT, status=Status.NOT_APPLICABLE, checked=0)

    assert score([KEPT, unseen, absent]).overall == 100
    assert (coverage([KEPT, unseen, absent]).checked, coverage([KEPT, unseen, absent]).total) == (1, 2)


def test_nothing_checked_has_no_score() -> None:
    unseen = replace(KEPT, status=Status.NOT_CHECKED, checked=0)

    assert score([unseen]).overall is None
    assert score([unseen]).pillars["data_quality"] is None


def test_severity_weighs() -> None:
    # medium kept: 2 × 100; high with nine in ten kept: 5 × 30 → 350 / 7 = 50
    found = score([KEPT, broken(Severity.HIGH, of=10, still_keep=9)])

    assert found.overall == 50


def test_a_broken_rule_scores_by_how_near_it_came_to_its_standard() -> None:
    # 80 of 100 kept, 90 % asked for: half of the way from 70 %
    assert score([broken(Severity.LOW, of=100, still_keep=80, at_least=0.9)]).overall == 30


def test_a_critical_rule_that_was_broken_caps_the_score_until_it_is_evaluated() -> None:
    unseen = replace(KEPT, rule="a/critical", severity=Severity.CRITICAL, status=Status.NOT_CHECKED)
    kept = replace(unseen, status=Status.KEPT)

    before, clean, nothing = {"a/critical": Fraction(30)}, [KEPT] * 50, score([]).pillars

    assert score([KEPT, unseen]) == Score(100, {**nothing, "data_quality": 100}, formula=2)
    # (50 × 2 × 100 + 10 × 30) ÷ 110 = 93.6
    assert score([*clean, unseen], before) == Score(69, {**nothing, "data_quality": 69}, capped=True, formula=2)
    assert score([*clean, kept], before).capped is False
    assert score([unseen], before) == Score(None, nothing, formula=2)
    # (50 × 2 × 100 + 5 × 30) ÷ 105 = 96.7
    assert score([*clean, replace(unseen, severity=Severity.HIGH)], before).overall == 96


def test_a_broken_critical_rule_caps_the_score() -> None:
    clean = [KEPT] * 200
    found = score([*clean, broken(Severity.CRITICAL, of=1000, still_keep=999)])

    assert (found.overall, found.capped) == (69, True)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 16), 5, date(2026, 11, 23)),
        (date(2026, 12, 23), 2, date(2026, 12, 28)),
    ],
)
def test_due_dates_skip_weekends_and_holidays(start: date, days: int, due: date) -> None:
    assert BusinessDays.of(Config(holidays=(date(2026, 12, 25),))).after(start, days) == due
