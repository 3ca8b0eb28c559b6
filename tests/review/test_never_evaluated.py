"""What a first review says of rules that people left out of it before anybody looked."""

from __future__ import annotations

from datetime import date

import pytest

from sf_audit.report.banners import banners
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.config import BlindSpot, Config
from tests.review.months import HIDDEN, Workspace, breaking, rule
from tests.review.weakening_scenes import CRITICAL, UNTIL, less

JANUARY, FEBRUARY = date(2026, 1, 15), date(2026, 2, 15)

LEFT_OUT = "never evaluated, because somebody decided so: the score of 100 leaves"


OFF = Config(overrides={"quality/a": less(off=True), "quality/b": less(off=True)})
BLIND = Config(blind_spots=(BlindSpot("quality/b", "r", "Dana", UNTIL),))
OTHERS = [rule(breaking(), f"quality/{name}") for name in "cdefgh"]
MANY = [rule(breaking(), f"quality/{name}") for name in "ijklmnop"]
BROKEN = rule(breaking("001A"), "quality/b")


@pytest.mark.parametrize(
    ("rules", "config", "expected"),
    [
        (
            [rule(breaking("001A"), severity=CRITICAL), BROKEN, *OTHERS],
            OFF,
            f"quality/a, quality/b were {LEFT_OUT} them out, and would be 50 if none of them is kept.",
        ),
        ([BROKEN, *OTHERS], OFF, f"quality/b was {LEFT_OUT} it out, and would be 85 if it is not kept."),
        (
            [rule(HIDDEN, "quality/b"), *OTHERS],
            BLIND,
            f"quality/b was {LEFT_OUT} it out, and would be 85 if it is not kept.",
        ),
        (
            [
                rule(breaking("001A"), severity=CRITICAL),
                *OTHERS,
                *(rule(breaking(), f"quality/{n}") for n in "ijklmnop"),
            ],
            OFF,
            f"quality/a was {LEFT_OUT} it out, and would be 69 if it is not kept.",
        ),
    ],
    ids=["switched off", "one", "blind spot", "critical"],
)
def test_a_first_review_says_what_its_score_would_be_with_what_nobody_evaluated(
    workspace: Workspace, rules: list[Rule], config: Config, expected: str
) -> None:
    workspace.config = config

    review = workspace.review(JANUARY, *rules)

    assert review.score.overall == 100
    assert expected in review.banners
    assert expected in banners(review)


def test_what_nobody_decided_to_leave_out_is_not_said_to_be(workspace: Workspace) -> None:
    review = workspace.review(JANUARY, rule(HIDDEN, "quality/b"), *OTHERS)

    assert not any("never evaluated" in banner for banner in review.banners)


def test_what_was_evaluated_once_is_counted_and_not_said_to_be_left_out(workspace: Workspace) -> None:
    rules = rule(breaking("001A"), severity=CRITICAL), rule(breaking(), "quality/b")
    workspace.review(JANUARY, *rules)
    workspace.config = Config(overrides={"quality/a": less(off=True)})

    later = workspace.review(FEBRUARY, *rules)

    assert later.score.capped
    assert not any("never evaluated" in banner for banner in later.banners)
