"""What a reader is told: the heaviest first, never a number without what it counts, never silence about the unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sf_audit.model.review import Coverage, Point, Review, ReviewStatus, Score, Status
from sf_audit.report.first_page import Changed
from sf_audit.report.view import view


def test_the_five_risks_are_the_heaviest_and_soonest(review: Review) -> None:
    shown = view(review)

    assert [(risk.severity, risk.owner, risk.due.words if risk.due else "") for risk in shown.risks] == [
        ("critical", "IT", "30 Oct 2026, 3 days overdue"),
        ("high", "IT", "9 Nov 2026"),
        ("high", "Sales Ops", "16 Nov 2026"),
        ("medium", "Sales Ops", "1 Dec 2026"),
        ("low", "Integration team", "4 Jan 2027"),
    ]


def test_work_is_grouped_by_who_must_act(review: Review) -> None:
    shown = view(review)

    assert [(party.name, [card.outcome.rule for card in party.rules]) for party in shown.parties] == [
        ("Sales Ops", ["quality/opportunity-close-date-current", "quality/contact-email-filled"]),
        ("IT", ["access/modify-all-data", "access/leavers-have-no-access", "metadata/fields-described"]),
        ("Integration team", ["performance/api-use-below-limit"]),
    ]


def test_waived_findings_are_not_open_work(review: Review) -> None:
    leavers = view(review).parties[1].rules[1]

    assert leavers.gist == "1 finding, 1 waived"


def test_pillars_say_how_much_was_checked(review: Review) -> None:
    shown = view(review)

    assert [(card.name, card.score, card.band, card.checked, card.total) for card in shown.pillars] == [
        ("Data quality", 91, "Good", 4, 4),
        ("Access policy", 58, "Act", 3, 4),
        ("System performance", 84, "Watch", 2, 2),
        ("Adoption and feedback", None, "Not scored", 0, 2),
    ]


def test_changes_are_summed(review: Review) -> None:
    changed = view(review).changed

    assert changed is not None
    assert (changed.new, changed.fixed, changed.still_open, changed.not_evaluated) == (44, 123, 299, 14)


def test_a_first_review_has_nothing_to_compare_with(review: Review) -> None:
    shown = view(replace(review, series=(), changes=()))

    assert shown.changed is None
    assert shown.trend.words == "first review of this org"


def test_a_second_review_of_the_first_month_is_not_called_the_first(review: Review) -> None:
    shown = view(replace(review, series=()))

    assert shown.trend.words == "no earlier month beside it"


def test_nothing_reads_good_while_more_than_a_tenth_was_not_looked_at(review: Review) -> None:
    told = (
        "Good needs nine rules in ten checked, so this score reads Watch. See Not checked for what would change that."
    )
    enough = view(replace(review, score=Score(100, {}), coverage=Coverage(45, 50)))
    too_few = view(replace(review, score=Score(100, {}), coverage=Coverage(44, 50)))
    bad_anyway = view(replace(review, score=Score(69, {}), coverage=Coverage(1, 50)))

    assert [(one.band, told in one.banners) for one in (enough, too_few, bad_anyway)] == [
        ("Good", False),
        ("Watch", True),
        ("Act", False),
    ]


def test_a_pillar_does_not_read_good_either(review: Review) -> None:
    shown = view(replace(review, score=Score(69, {"access_policy": 95, "data_quality": 95})))

    assert [(one.band, one.checked, one.total) for one in shown.pillars[:2]] == [("Good", 4, 4), ("Watch", 3, 4)]


def test_a_review_that_says_so_is_not_the_first(review: Review) -> None:
    first = view(replace(review, first=True))
    second = view(replace(review, first=False, series=(), changes=()))

    assert (first.changed, second.changed) == (None, Changed(0, 0, 0, 0, first_looked_at=5_453, within_tolerance=212))
    assert second.trend.words == "no earlier month beside it"


def test_pillars_of_which_no_rule_was_run_are_not_shown(review: Review) -> None:
    some = tuple(outcome for outcome in review.outcomes if outcome.pillar == "access_policy")

    assert [card.name for card in view(replace(review, outcomes=some)).pillars] == ["Access policy"]


def test_partial_reviews_alone_are_nothing_to_compare_with(review: Review) -> None:
    partial = tuple(replace(point, status=ReviewStatus.PARTIAL) for point in review.series)

    assert view(replace(review, series=partial)).trend.words == "no earlier complete review to compare with"


@pytest.mark.parametrize(
    ("score", "arrow", "told"),
    [
        (73, "→", "unchanged since September 2026"),
        (80, "▲", "up 7 since September 2026"),
        (69, "▼", "down 4 since September 2026"),
    ],
)
def test_trend(review: Review, score: int, arrow: str, told: str) -> None:
    shown = view(replace(review, score=Score(score, {}, formula=2)))

    assert (shown.trend.arrow, shown.trend.words) == (arrow, told)


def test_a_partial_review_is_compared_with_nothing_and_says_so_first(review: Review) -> None:
    shown = view(replace(review, status=ReviewStatus.PARTIAL))

    assert shown.trend.words == "no comparison, because this review is not complete"
    assert (
        shown.banners[0]
        == "This review is partial: 3 rules were not checked. See Not checked for what would change that."
    )


def test_what_the_review_warns_of_is_not_said_twice(review: Review) -> None:
    said = ("This review is partial: 3 rules could not be checked.",)

    shown = view(replace(review, status=ReviewStatus.PARTIAL, banners=said))

    assert [banner for banner in shown.banners if "partial" in banner] == list(said)


def test_rows_of_several_grant_paths_are_not_counted_as_all(review: Review) -> None:
    rule = "access/modify-all-data"

    cards = view(replace(review, examples={rule: review.examples[rule] * 100})).parties[1].rules

    assert cards[0].rows_words == "Findings: first 200; all in findings.csv"


def test_a_partial_review_in_between_is_not_the_yardstick(review: Review) -> None:
    partial = Point("2026-09", datetime(2026, 10, 9, tzinfo=UTC), ReviewStatus.PARTIAL, 99, 2, 12, 4)

    assert view(replace(review, series=(*review.series, partial))).trend.words == "down 4 since September 2026"


def test_this_review_is_on_the_line_once(review: Review) -> None:
    once = view(review).series
    already_there = view(replace(review, series=once)).series

    assert len(once) == 10
    assert already_there == once
    assert once[-1].open_findings == 5_453


def test_what_was_not_checked_is_grouped_by_what_would_unlock_it(review: Review) -> None:
    outcomes = tuple(replace(outcome, unlocked_by="View Setup") for outcome in review.outcomes)

    shown = view(replace(review, outcomes=outcomes))

    assert [(group.unlocked_by, len(group.rules)) for group in shown.blind] == [("View Setup", 3)]


def test_rows_are_capped_and_say_so(review: Review) -> None:
    rule = "quality/contact-email-filled"
    rows = review.examples[rule] * 10

    card = view(replace(review, examples={rule: rows})).parties[0].rules[1]

    assert len(card.rows) == 200
    assert card.rows_words == "Findings: first 200 of 5,311; all in findings.csv"


def test_a_page_holds_two_thousand_rows_at_most_and_broken_rules_come_first(review: Review) -> None:
    (row, *_) = review.examples["quality/contact-email-filled"]
    broken = next(outcome for outcome in review.outcomes if outcome.status is Status.BROKEN)
    outcomes = tuple(replace(broken, rule=f"quality/rule-{number}") for number in range(12))
    kept = replace(broken, rule="quality/kept", status=Status.KEPT)

    shown = view(
        replace(
            review,
            outcomes=(kept, *outcomes),
            examples={outcome.rule: (row,) * 300 for outcome in (kept, *outcomes)},
        )
    )

    assert sum(len(card.rows) for party in shown.parties for card in party.rules) == 2_000
    assert shown.kept[0].rows == ()


def test_rules_of_alike_names_have_their_own_anchors(review: Review) -> None:
    one, two = review.outcomes[0], replace(review.outcomes[0], rule="access-modify/all-data")

    shown = view(replace(review, outcomes=(one, two), actions=()))

    assert len({card.anchor for card in shown.parties[0].rules}) == 2


def test_an_empty_review_is_told_too(review: Review) -> None:
    nothing = replace(
        review, outcomes=(), actions=(), changes=(), series=(), score=Score(None, {}), coverage=Coverage(0, 0)
    )

    shown = view(nothing)

    assert (shown.band, shown.risks, shown.parties, shown.blind) == ("Not scored", (), (), ())
