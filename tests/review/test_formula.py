"""The published formula, with every number written out."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sf_audit.model.review import Outcome, Pillar, Severity, Status
from sf_audit.review.actions import gains
from sf_audit.review.formulas import points
from sf_audit.review.score import score, scored_rules, with_points

KEPT = Outcome("quality/a", "A", Pillar.DATA_QUALITY, Status.KEPT, Severity.MEDIUM, "it", "it", "", "", checked=1_000)


def broken(rule: str, severity: Severity, failing: int, of: int = 1_000, **more: float) -> Outcome:
    facts = replace(
        KEPT, rule=rule, severity=severity, status=Status.BROKEN, checked=of, broken=failing, failing=failing
    )
    return replace(facts, at_least=more.get("at_least", 1.0), poor=more.get("poor"))


@pytest.mark.parametrize(
    ("at_least", "poor", "failing", "of", "expected"),
    [
        (1.0, None, 1, 1_000_000, "59.99"),  # 60 × (0.999999 − 0.80) ÷ 0.20 = 59.9997
        (1.0, None, 100, 1_000, "30"),  # 60 × (0.90 − 0.80) ÷ 0.20
        (1.0, None, 200, 1_000, "0"),
        (1.0, None, 999, 1_000, "0"),
        (0.95, None, 51, 1_000, "59.7"),  # 60 × (0.949 − 0.75) ÷ 0.20
        (0.95, None, 150, 1_000, "30"),  # 60 × (0.85 − 0.75) ÷ 0.20
        (0.95, 0.9, 75, 1_000, "30"),  # 60 × (0.925 − 0.90) ÷ 0.05
        (0.95, 0.9, 100, 1_000, "0"),
        (0.95, 0.0, 475, 1_000, "33.15"),  # 60 × 0.525 ÷ 0.95 = 33.157
        (0.1, None, 950, 1_000, "30"),  # 60 × 0.05 ÷ 0.10: poor is 0, not below it
        (1.0, None, 1, 3, "0"),  # two thirds keep it
        (1.0, None, 1, 0, "0"),  # nothing was looked at, and something fails
    ],
)
def test_points_of_a_broken_rule(at_least: float, poor: float | None, failing: int, of: int, expected: str) -> None:
    outcome = replace(broken("quality/b", Severity.LOW, failing, of), at_least=at_least, poor=poor)

    assert points(outcome) == Fraction(expected)


def test_a_kept_rule_has_100_points_whatever_it_tolerates() -> None:
    assert points(replace(KEPT, at_least=0.9, broken=100, failing=100)) == 100


def test_points_are_of_all_that_fails_and_of_what_the_file_asks() -> None:
    waived = replace(KEPT, failing=100, waived=100)
    tuned = replace(KEPT, at_least=0.5, scored_at_least=1.0, poor=0.8, broken=100, failing=100)

    assert (points(waived), points(tuned)) == (Fraction(30), Fraction(30))


def test_the_mean_goes_by_severity_and_is_rounded_down() -> None:
    outcomes = [
        replace(KEPT, rule="a", severity=Severity.CRITICAL),
        broken("b", Severity.HIGH, 100),
        broken("c", Severity.MEDIUM, 50),
        broken("d", Severity.LOW, 500),
    ]

    # 10 × 100 + 5 × 30 + 2 × 45 + 1 × 0 = 1240, and 1240 ÷ 18 = 68.89
    assert score(outcomes).overall == 68
    assert [outcome.points for outcome in with_points(outcomes, {})] == [100.0, 30.0, 45.0, 0.0]


def test_what_most_people_would_call_bad_is_not_called_good() -> None:
    """27 standards, of which 17 are broken by one record in a hundred each: the first formula made 99 of that."""
    outcomes = [replace(KEPT, rule=f"kept/{number}") for number in range(10)]
    outcomes += [broken(f"broken/{number}", Severity.MEDIUM, 10) for number in range(17)]

    # (10 × 100 + 17 × 57) ÷ 27 = 72.9
    assert score(outcomes).overall == 72


def gain(name: str, *outcomes: Outcome) -> tuple[float, float]:
    return gains(scored_rules(outcomes))[name]


def test_an_action_gains_what_the_rule_lacks_by_its_weight() -> None:
    # (5 × 30 + 5 × 100) ÷ 10 = 65, and 100 once it is kept; a tenth is rounded down: 5 × 40 ÷ 15 = 13.33
    assert gain("b", broken("b", Severity.HIGH, 100), replace(KEPT, rule="a", severity=Severity.HIGH)) == (35.0, 0.0)
    assert gain(
        "b", replace(broken("b", Severity.HIGH, 100), at_least=0.9), replace(KEPT, severity=Severity.CRITICAL)
    ) == (13.3, 0.0)


def test_what_the_cap_holds_back_of_a_gain_is_said_apart() -> None:
    critical, other = broken("c", Severity.CRITICAL, 100), broken("b", Severity.MEDIUM, 100)
    clean = [replace(KEPT, rule=f"k{number}", severity=Severity.CRITICAL) for number in range(8)]

    # (10 × 30 + 2 × 30 + 80 × 100) ÷ 92 = 90.87, capped at 69
    assert gain("b", critical, other, *clean) == (0.0, 1.5)
    # (10 × 100 + 2 × 30 + 80 × 100) ÷ 92 = 98.48, and 69 before
    assert gain("c", critical, other, *clean) == (29.4, 0.0)
    # two of them: either alone gains nothing, because the other one caps
    assert gain("c", critical, broken("d", Severity.CRITICAL, 100), *clean) == (0.0, 7.0)


def test_what_the_cap_leaves_of_a_gain_is_gained() -> None:
    critical, low = broken("c", Severity.CRITICAL, 200), broken("b", Severity.CRITICAL, 200)
    clean = [replace(KEPT, rule=f"k{number}", severity=Severity.CRITICAL) for number in range(3)]

    # 300 ÷ 5 = 60; with one more kept 400 ÷ 5 = 80, which the other one caps at 69
    assert gain("b", critical, low, *clean) == (9.0, 11.0)
