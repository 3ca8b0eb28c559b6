"""What asks for less raises no score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sf_audit.model.changes import LikeForLike, RuleChange
from sf_audit.model.review import Breach, Pillar, Review, ReviewStatus, Severity, Status, Verdict
from sf_audit.model.weakened import Weakening
from sf_audit.report.banners import banners
from sf_audit.report.first_page import trend
from sf_audit.rulebook.workspace.config import Config, Override, Waiver
from tests.review.months import HIDDEN, PARTLY, Workspace, breaking, outcome, rule
from tests.review.weakening_scenes import CRITICAL, less, waived

JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)


def scores(review: Review) -> tuple[int | None, int | None]:
    return review.score.overall, review.score.pillars["data_quality"]


def test_a_waived_finding_is_not_kept_for_the_score(workspace: Workspace) -> None:
    rules = rule(breaking("001A", "001B", "001C", "001D", checked=40)), rule(breaking(), "quality/b")

    plain = workspace.review(MARCH, *rules)
    all_waived = workspace.review(MARCH, *rules, waivers=[waived(written=MARCH)])
    of_one = workspace.review(MARCH, *rules, waivers=[waived(id="001A")])
    accepted = workspace.review(MARCH, *rules, waivers=[waived(written=MARCH, accepts_risk=True)])

    # the mean of 30 and 100
    assert [scores(one) for one in (plain, all_waived, of_one, accepted)] == [(65, 65)] * 4
    assert (outcome(all_waived).status, outcome(all_waived).waived) == (Status.KEPT, 4)


def test_a_part_that_is_waived_is_counted_once(workspace: Workspace) -> None:
    parts = tuple(Breach("User", "005G", "has Edit", part=part) for part in ("Case", "Lead"))
    judged = rule(Verdict(10, 1, parts), severity=Severity.HIGH)

    assert scores(workspace.review(MARCH, judged)) == (30, 30)
    assert scores(workspace.review(MARCH, judged, waivers=[waived(id="005G", part="Case")])) == (30, 30)


CAPPED = "The score is capped at 69: findings of a critical rule are waived, and nobody accepts the risk."


ACCEPTED = "quality/a: its risk is accepted, so it does not cap the score."


def test_waived_findings_of_a_critical_rule_cap_the_score_unless_the_risk_is_accepted(workspace: Workspace) -> None:
    rules = (
        rule(breaking("001A", "001B", checked=40), severity=CRITICAL),
        *(rule(breaking(), f"quality/{number}") for number in range(20)),
    )

    # (10 × 45 + 20 × 2 × 100) ÷ 50 = 89
    hidden = workspace.review(MARCH, *rules, waivers=[waived(written=MARCH)])
    half = workspace.review(MARCH, *rules, waivers=[waived(written=MARCH), waived(id="001A", accepts_risk=True)])
    accepted = workspace.review(MARCH, *rules, waivers=[waived(written=MARCH, accepts_risk=True)])

    found = [(one.score.overall, one.score.capped) for one in (hidden, half, accepted)]
    assert found == [(69, True), (69, True), (89, False)]
    assert CAPPED in banners(hidden)
    assert CAPPED in banners(half)
    assert ACCEPTED in banners(accepted)
    assert not {CAPPED, ACCEPTED} & {*hidden.banners, *half.banners}
    assert accepted.weakened[0].kind is Weakening.ACCEPTED_RISK


def test_a_tolerated_critical_rule_is_not_capped_by_what_is_waived_within_its_share(workspace: Workspace) -> None:
    judged = rule(breaking("001A"), severity=CRITICAL, at_least=0.9)

    assert workspace.review(MARCH, judged, waivers=[waived(id="001A")]).score.overall == 100


def test_an_override_that_asks_for_less_leaves_the_score_alone(workspace: Workspace) -> None:
    rules = rule(breaking("001A", "001B"), severity=CRITICAL, at_least=0.95), rule(breaking(), "quality/b")
    # (10 × 60 × 0.05 ÷ 0.20 + 2 × 100) ÷ 12 = 29.2
    plain = workspace.review(MARCH, *rules)

    workspace.config = Config(overrides={"quality/a": less(severity=Severity.LOW, at_least=0.0)})
    tuned = workspace.review(MARCH, *rules)

    assert (scores(plain), scores(tuned)) == ((29, 29), (29, 29))
    assert (
        "The score cannot exceed 69: a critical rule is kept only because less is asked here than its file asks."
        in banners(tuned)
    )
    assert (outcome(tuned).status, outcome(tuned).severity, outcome(tuned).at_least) == (
        *(Status.KEPT, Severity.LOW),
        0.0,
    )
    assert (outcome(tuned).scored_severity, outcome(tuned).scored_at_least) == (CRITICAL, 0.95)


SHORT = "The score cannot exceed 69: what was seen of a critical rule does not keep what its file asks."


@pytest.mark.parametrize(
    ("waivers", "config"),
    [
        ([waived(written=MARCH)], Config()),
        ([], Config(overrides={"quality/a": less(at_least=0.7)})),
        ([], Config(overrides={"quality/a": less(severity=Severity.LOW, at_least=0.7)})),
    ],
)
def test_what_was_seen_to_fail_counts_although_a_part_of_the_rule_was_not_seen(
    workspace: Workspace, waivers: list[Waiver], config: Config
) -> None:
    rules = rule(breaking("001A", "001B", unread=PARTLY), severity=CRITICAL), rule(breaking(), "quality/b")
    plain = workspace.review(MARCH, *rules)

    workspace.config = config
    hidden = workspace.review(MARCH, *rules, waivers=waivers)

    assert (outcome(plain).status, outcome(hidden).status) == (Status.BROKEN, Status.NOT_CHECKED)
    # (10 × 0 + 2 × 100) / 12 = 16.7: two of ten are no points
    assert [(one.score.overall, one.score.capped) for one in (plain, hidden)] == [(16, True)] * 2
    assert (outcome(hidden).checked, outcome(hidden).broken + outcome(hidden).waived) == (10, 2)
    assert (hidden.coverage.checked, hidden.status) == (1, ReviewStatus.PARTIAL)
    assert (CAPPED.replace("is capped at", "cannot exceed") if waivers else SHORT) in banners(hidden)


def test_a_rule_of_which_no_failure_was_seen_stays_in_no_mean(workspace: Workspace) -> None:
    rules = rule(breaking(unread=PARTLY), severity=CRITICAL), rule(breaking("001A"), "quality/b")

    review = workspace.review(MARCH, *rules)

    assert (review.score.overall, review.score.capped, outcome(review).checked) == (30, False, 0)


def test_a_rule_that_falls_short_today_counts_by_what_is_seen_today(workspace: Workspace) -> None:
    rules = rule(breaking("001A", "001B"), severity=CRITICAL), rule(breaking(), "quality/b")
    workspace.review(FEBRUARY, *rules)
    workspace.config = Config(overrides={"quality/a": less(at_least=0.1)})

    review = workspace.review(
        MARCH, rule(breaking("001A", "001B", "001C", unread=PARTLY), severity=CRITICAL), rule(breaking(), "quality/b")
    )

    assert (outcome(review).status, review.score.capped) == (Status.NOT_CHECKED, True)
    assert not [line for line in review.banners if "last evaluated" in line]


def test_an_override_that_asks_for_more_counts(workspace: Workspace) -> None:
    rules = rule(breaking("001A"), at_least=0.5), rule(breaking(), "quality/b")
    workspace.config = Config(overrides={"quality/a": Override(severity=Severity.HIGH, at_least=1.0)})

    # (5 × 30 + 2 × 100) / 7 = 50
    assert workspace.review(MARCH, *rules).score.overall == 50


@pytest.mark.parametrize("severity", list(Severity))
def test_a_rule_that_is_switched_off_counts_as_when_it_was_last_evaluated(
    workspace: Workspace, severity: Severity
) -> None:
    rules = rule(breaking("001A", "001B", "001C"), severity=severity), rule(breaking(), "quality/b")
    plain = workspace.review(JANUARY, *rules)
    workspace.config = Config(overrides={"quality/a": less(off=True)})

    off = workspace.review(FEBRUARY, *rules)
    still_off = workspace.review(MARCH, *rules)

    assert scores(off) == scores(still_off) == scores(plain)
    assert [(one.coverage.checked, one.coverage.total) for one in (plain, off)] == [(2, 2), (1, 2)]
    expected = (
        "quality/a was broken when it was last evaluated and is not checked now: the score stays capped at 69."
        if severity is CRITICAL
        else "quality/a counts as it did when it was last evaluated: not kept."
    )
    assert expected in off.banners


def test_who_waives_first_and_switches_off_then_gains_nothing(workspace: Workspace) -> None:
    rules = rule(breaking("001A", "001B"), severity=CRITICAL), rule(breaking(), "quality/b")
    plain = workspace.review(JANUARY, *rules, waivers=[waived(written=JANUARY)])
    workspace.config = Config(overrides={"quality/a": less(off=True)})

    off = workspace.review(FEBRUARY, *rules)

    assert (scores(plain), scores(off)) == ((16, 16), (16, 16))


def test_a_rule_that_was_kept_or_never_evaluated_is_in_no_mean(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking()), rule(breaking("001A"), "quality/b"))

    review = workspace.review(FEBRUARY, rule(HIDDEN), rule(breaking("001A"), "quality/b"), rule(HIDDEN, "quality/c"))

    assert review.score.overall == 30


def test_the_cap_is_put_on_the_pillar_of_the_rule_and_on_no_other(workspace: Workspace) -> None:
    adoption = replace(rule(breaking("001A"), "adoption/b"), pillar=Pillar.ADOPTION)
    clean = [rule(breaking(), f"quality/{number}", severity=CRITICAL) for number in range(9)]
    rules = rule(breaking("001A"), severity=CRITICAL), *clean, adoption

    broken = workspace.review(JANUARY, *rules)
    hidden = workspace.review(FEBRUARY, rule(HIDDEN, severity=CRITICAL), *clean, adoption)

    assert [(one.score.overall, one.score.pillars["data_quality"]) for one in (broken, hidden)] == [
        (69, 69),
        (69, 69),
    ]
    assert [one.score.pillars["adoption"] for one in (broken, hidden)] == [30, 30]


def test_the_newest_evaluation_says_whether_a_rule_was_broken(workspace: Workspace) -> None:
    kept, broken = rule(breaking(), severity=CRITICAL), rule(breaking("001A"), severity=CRITICAL)
    partly, hidden = rule(breaking("001A", unread=PARTLY), severity=CRITICAL), rule(HIDDEN, severity=CRITICAL)
    other = rule(breaking(), "quality/b")

    workspace.review(JANUARY, kept, other)
    workspace.review(FEBRUARY, partly, other)  # what it saw is broken, and the reviews before it are read as well
    after_partly = workspace.review(MARCH, hidden, other)
    workspace.review(MARCH, broken, other)
    workspace.review(MARCH, kept, other)  # the second review of the same month
    after_kept = workspace.review(date(2026, 4, 1), hidden, other)

    # (10 × 30 + 2 × 100) ÷ 12 = 41.7
    assert (after_partly.score.overall, after_partly.score.capped) == (41, True)
    assert (after_kept.score.overall, after_kept.score.capped) == (100, False)


def test_which_rules_changed_is_said_and_the_scores_are_not_compared(workspace: Workspace) -> None:
    def asking(text: str, name: str = "quality/a", **more: Any) -> Any:
        return replace(rule(breaking("001A"), name, **more), text=text)

    workspace.review(
        JANUARY,
        asking("x"),
        asking("x", "quality/b"),
        asking("x", "quality/c"),
        asking("x", "quality/gone"),
        asking("x", "quality/same"),
    )
    workspace.config = Config(
        overrides={"quality/b": less(severity=Severity.LOW, at_least=0.5), "quality/c": less(off=True)}
    )

    review = workspace.review(
        FEBRUARY,
        asking("y"),
        asking("x", "quality/b"),
        asking("x", "quality/c"),
        asking("x", "quality/new"),
        asking("x", "quality/same"),
    )

    since = "2026-01"
    assert review.rule_changes == (
        RuleChange("quality/a", "quality/a", "changed", "it asks something else", since),
        RuleChange("quality/b", "quality/b", "tuned", "severity low, was medium; at least 50%, was 100%", since),
        RuleChange("quality/c", "quality/c", "switched off", "", since),
        RuleChange("quality/new", "quality/new", "added", "", since),
        RuleChange("quality/gone", "quality/gone", "removed", "", since),
    )
    assert review.like_for_like == LikeForLike(1, 30, 30)
    said = trend(review)
    assert said.arrow == ""
    assert said.words == (
        "not comparable with 30 in January 2026: 5 rules are not what they were; "
        "the other rule scored 30 then and 30 now"
    )


def test_a_rule_that_is_switched_on_again_and_one_that_asks_for_more_have_changed(workspace: Workspace) -> None:
    rules = (rule(breaking("001A"), "quality/a"), rule(breaking("001A"), "quality/b", at_least=0.5))
    workspace.config = Config(overrides={"quality/a": less(off=True)})
    workspace.review(JANUARY, *rules)
    workspace.config = Config(overrides={"quality/b": less(at_least=0.9)})

    review = workspace.review(FEBRUARY, *rules)

    assert review.rule_changes == (
        RuleChange("quality/a", "quality/a", "switched on", "", "2026-01"),
        RuleChange("quality/b", "quality/b", "tuned", "at least 90%, was 50%", "2026-01"),
    )


def test_rules_that_are_what_they_were_leave_the_scores_comparable(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))

    review = workspace.review(FEBRUARY, replace(rule(breaking("001A")), title="In other words", why="w"))

    assert (review.rule_changes, review.like_for_like) == ((), None)
    assert trend(review).words == "unchanged since January 2026"


def test_a_review_of_the_same_month_is_compared_with_the_one_before_it(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))

    review = workspace.review(JANUARY, rule(breaking("001A")), rule(breaking(), "quality/b"))

    assert review.rule_changes == (RuleChange("quality/b", "quality/b", "added", "", "2026-01"),)
