"""Why a score moved, cause by cause; and what a review of the first formula is worth beside one of today's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sf_audit.model.changes import ScoreCause, ScoreChange, ScorePart
from sf_audit.model.review import Review, ReviewStatus, Severity
from sf_audit.report.first_page import trend
from sf_audit.review.archive import REVIEW, Archive
from sf_audit.review.history import Past
from sf_audit.review.lifecycle.looks import looks
from sf_audit.rulebook.workspace.config import Config, Override
from tests.review.months import HIDDEN, ORG, Workspace, breaking, rule
from tests.review.weakening_scenes import less, waived

JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)
CRITICAL = Severity.CRITICAL

KEPT = breaking()
NINE_IN_TEN = breaking("001A")  # 30 points
HALF = breaking("001A", "001B", "001C", "001D", "001E")  # none


def moved(review: Review) -> tuple[int, int]:
    """The scores that are compared; their difference is what the parts sum to."""
    change = review.score_change
    assert change is not None
    assert sum(part.points for part in change.parts) == change.now - change.before
    assert change.now == review.score.overall
    return change.before, change.now


def parts(review: Review) -> list[tuple[str, int, int]]:
    assert review.score_change is not None
    return [(part.cause.value, part.points, part.rules) for part in review.score_change.parts]


def test_the_first_review_has_nothing_to_explain(workspace: Workspace) -> None:
    assert workspace.review(JANUARY, rule(KEPT)).score_change is None


def test_a_review_that_finds_the_same_moved_by_nothing(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN))

    assert workspace.review(FEBRUARY, rule(NINE_IN_TEN)).score_change == ScoreChange("2026-01", 2, 30, 30, ())


def test_what_is_fixed_and_what_is_new_are_told_apart(workspace: Workspace) -> None:
    others = [rule(KEPT, f"quality/{name}") for name in "cd"]
    workspace.review(JANUARY, rule(HALF), rule(KEPT, "quality/b"), *others)

    review = workspace.review(FEBRUARY, rule(KEPT), rule(NINE_IN_TEN, "quality/b"), *others)

    # (0 + 3 × 100) ÷ 4 = 75; with the first kept 100; with the second at 30 points 82.5
    assert moved(review) == (75, 82)
    assert parts(review) == [("fixed", 25, 1), ("new", -18, 1)]


def test_rules_that_come_go_and_change_are_told_apart_from_what_was_found(workspace: Workspace) -> None:
    def asking(text: str, name: str, verdict: Any = NINE_IN_TEN, **more: Any) -> Any:
        return replace(rule(verdict, f"quality/{name}", **more), text=text)

    workspace.review(JANUARY, asking("x", "gone", HALF), asking("x", "other"), asking("x", "same"))

    review = workspace.review(FEBRUARY, asking("y", "other", KEPT), asking("x", "same"), asking("x", "new", KEPT))

    # (0 + 30 + 30) ÷ 3 = 20 → without “gone” 30 → with “new” (30 + 30 + 100) ÷ 3 = 53 → “other” asks something else 76
    assert moved(review) == (20, 76)
    assert parts(review) == [("rules_removed", 10, 1), ("rules_added", 23, 1), ("rules_tuned", 23, 1)]


def test_a_rule_that_was_only_tuned_is_that_with_what_was_found_then(workspace: Workspace) -> None:
    others = [rule(KEPT, f"quality/{name}") for name in "bcd"]
    workspace.review(JANUARY, rule(breaking("001A", "001B", checked=20), at_least=0.9), *others)

    review = workspace.review(FEBRUARY, rule(breaking("001A", checked=20), at_least=1.0), *others)

    # kept with 90 % of 90 %; of 100 % it has 30 points, so (30 + 300) ÷ 4 = 82; with 95 % it has 45, so 86
    assert moved(review) == (100, 86)
    assert parts(review) == [("rules_tuned", -18, 1), ("fixed", 4, 1)]


def test_a_share_at_which_a_rule_has_no_points_is_tuned_too(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN))

    review = workspace.review(FEBRUARY, rule(NINE_IN_TEN, poor=0.5))

    assert [(change.change, change.detail) for change in review.rule_changes] == [("tuned", "poor 50%, was 80%")]
    # 60 × 0.4 ÷ 0.5 = 48
    assert moved(review) == (30, 48)
    assert parts(review) == [("rules_tuned", 18, 1)]


def test_what_follows_from_another_share_is_no_change_of_its_own(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN))

    review = workspace.review(FEBRUARY, rule(NINE_IN_TEN, at_least=0.95))

    assert [change.detail for change in review.rule_changes] == ["at least 95%, was 100%"]
    assert moved(review) == (30, 45)


def test_a_rule_that_is_renamed_is_the_same(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN, "quality/first"))

    review = workspace.review(FEBRUARY, rule(KEPT, "quality/second", uid="quality/first", was=("quality/first",)))

    assert (moved(review), parts(review)) == ((30, 100), [("fixed", 70, 1)])


def test_what_was_not_checked_then_or_now_is_a_matter_of_coverage(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(KEPT), rule(HALF, "quality/b"), rule(HIDDEN, "quality/c"))

    review = workspace.review(FEBRUARY, rule(HIDDEN), rule(HALF, "quality/b"), rule(NINE_IN_TEN, "quality/c"))

    # (100 + 0) ÷ 2 = 50, and (0 + 30) ÷ 2 = 15
    assert (moved(review), parts(review)) == ((50, 15), [("coverage", -35, 2)])


def test_a_rule_that_is_hidden_and_counts_as_it_did_moves_nothing(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN), rule(KEPT, "quality/b"))

    hidden = workspace.review(FEBRUARY, rule(HIDDEN), rule(KEPT, "quality/b"))
    seen = workspace.review(MARCH, rule(NINE_IN_TEN), rule(KEPT, "quality/b"))

    assert (moved(hidden), parts(hidden)) == ((65, 65), [("coverage", 0, 1)])
    assert (moved(seen), parts(seen)) == ((65, 65), [])  # beside the last complete review, which saw it


def test_an_accepted_risk_is_neither_a_fix_nor_a_new_finding(workspace: Workspace) -> None:
    clean = [rule(KEPT, f"quality/{number}", severity=CRITICAL) for number in range(9)]
    rules = rule(NINE_IN_TEN, severity=CRITICAL), *clean
    workspace.review(JANUARY, *rules)

    accepted = workspace.review(FEBRUARY, *rules, waivers=[waived(written=FEBRUARY, accepts_risk=True)])
    ended = workspace.review(MARCH, *rules)

    # (30 + 9 × 100) ÷ 10 = 93, capped at 69
    assert (moved(accepted), parts(accepted)) == ((69, 93), [("risk_accepted", 24, 1)])
    assert (moved(ended), parts(ended)) == ((93, 69), [("risk_accepted", -24, 1)])


def test_what_the_cap_hides_has_no_points_and_is_said_all_the_same(workspace: Workspace) -> None:
    clean = [rule(KEPT, f"quality/{number}", severity=CRITICAL) for number in range(9)]
    broken = rule(NINE_IN_TEN, severity=CRITICAL)
    workspace.review(JANUARY, broken, *clean, rule(KEPT, "quality/b"))

    review = workspace.review(FEBRUARY, broken, *clean, rule(HALF, "quality/b"))

    assert (moved(review), parts(review)) == ((69, 69), [("new", 0, 1)])


def test_switching_a_rule_off_is_a_change_of_the_rules(workspace: Workspace) -> None:
    rules = rule(KEPT), rule(NINE_IN_TEN, "quality/b")
    workspace.review(JANUARY, *rules)
    workspace.config = Config(overrides={"quality/a": less(off=True)})

    review = workspace.review(FEBRUARY, *rules)

    assert (moved(review), parts(review)) == ((65, 30), [("rules_tuned", -35, 1)])


def test_where_no_rule_is_left_the_last_score_stands_until_there_are_others(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN))

    review = workspace.review(FEBRUARY, rule(KEPT, "quality/b"))

    assert moved(review) == (30, 100)
    assert parts(review) == [("rules_removed", 0, 1), ("rules_added", 70, 1)]


def test_a_stricter_override_is_a_change_of_the_rules(workspace: Workspace) -> None:
    rules = rule(NINE_IN_TEN), rule(KEPT, "quality/b")
    workspace.review(JANUARY, *rules)
    workspace.config = Config(overrides={"quality/a": Override(severity=Severity.HIGH)})

    review = workspace.review(FEBRUARY, *rules)

    # (2 × 30 + 2 × 100) ÷ 4 = 65, and (5 × 30 + 2 × 100) ÷ 7 = 50
    assert (moved(review), parts(review)) == ((65, 50), [("rules_tuned", -15, 1)])


def test_a_review_of_some_rules_is_compared_with_none(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN), rule(KEPT, "quality/b"))

    assert workspace.review(FEBRUARY, rule(KEPT), whole=False).score_change is None


def of_the_first_formula(workspace: Workspace, period: str, number: int = 1, **score: Any) -> None:
    """A stored review as it was before the formula had a version: scored otherwise, without points and `poor`."""
    path = workspace.stored(period, number) / REVIEW
    document = json.loads(path.read_text())
    del document["score"]["formula"]
    document["score"] |= score
    for outcome in document["outcomes"]:
        del outcome["points"], outcome["poor"]
    for point in document["series"]:
        del point["formula"], point["published"]
    path.write_text(json.dumps(document))


def lived(workspace: Workspace) -> list[tuple[int | None, int]]:
    """The scores of `sf-audit trend`, and the formulas that they are by."""
    past = Past(Archive.of(workspace.folder, ORG), "2026-02")
    return [(look.score, look.formula) for look in looks(past.newest_first())]


def pillars(score: int) -> Mapping[str, int | None]:
    return {"data_quality": score, "access_policy": None, "system_performance": None, "adoption": None}


def test_a_review_of_the_first_formula_is_scored_again_and_the_formula_has_its_part(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN), rule(KEPT, "quality/b"))
    of_the_first_formula(workspace, "2026-01", overall=95, pillars=pillars(95))  # the mean of 90 and 100

    review = workspace.review(FEBRUARY, rule(KEPT), rule(KEPT, "quality/b"))

    assert review.score_change == ScoreChange(
        "2026-01", 1, 95, 100, (ScorePart(ScoreCause.FORMULA, -30, 2), ScorePart(ScoreCause.FIXED, 35, 1))
    )
    assert [(point.score, point.formula, point.published) for point in review.series] == [(65, 2, 95), (100, 2, None)]
    assert trend(review).words == "up 35 since January 2026 (95 by the formula of then)"
    assert lived(workspace) == [(65, 2), (100, 2)]


@pytest.mark.parametrize(
    "score",
    [
        {"overall": 93, "pillars": pillars(93)},  # it counted what an older review had found
        {"overall": 69, "pillars": pillars(69), "capped": True},
        {"overall": 95, "pillars": pillars(95), "formula": 3},
    ],
)
def test_a_score_that_its_outcomes_do_not_make_breaks_the_line_and_is_compared_with_nothing(
    workspace: Workspace, score: dict[str, Any]
) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN), rule(KEPT, "quality/b"))
    of_the_first_formula(workspace, "2026-01", **score)

    review = workspace.review(FEBRUARY, rule(KEPT), rule(KEPT, "quality/b"))

    assert review.score_change is None
    assert review.series[0].score == score["overall"]
    assert review.series[0].formula != review.series[1].formula
    assert lived(workspace) == [(score["overall"], score.get("formula", 1)), (100, 2)]
    assert trend(review).arrow == ""
    assert trend(review).words == (
        f"not comparable with {score['overall']} in January 2026: the formula of the score is another one"
    )


def test_what_a_review_of_the_first_formula_found_counts_by_todays(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(NINE_IN_TEN, severity=CRITICAL), rule(KEPT, "quality/b"))
    of_the_first_formula(workspace, "2026-01", overall=69, pillars=pillars(69))

    hidden = workspace.review(FEBRUARY, rule(HIDDEN, severity=CRITICAL), rule(KEPT, "quality/b"))

    # (10 × 30 + 2 × 100) ÷ 12 = 41.7
    assert (hidden.score.overall, hidden.score.capped, hidden.status) == (41, True, ReviewStatus.PARTIAL)
    assert [outcome.points for outcome in hidden.outcomes] == [30.0, 100.0]
