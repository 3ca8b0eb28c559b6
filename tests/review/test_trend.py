"""What changed since earlier reviews: only a rule that was evaluated whole can say that something is fixed."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime

import pytest

from sf_audit.model.review import Change, Review, Severity, Verdict
from sf_audit.model.tally import Tally
from sf_audit.report.first_page import Changed, changed, trend
from sf_audit.review.archive import REVIEW, Archive
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.history import Past
from tests.review.months import HIDDEN, ORG, PARTLY, Workspace, breaking, rule

JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)


def moved(review: Review) -> list[tuple[int, int, int, int]]:
    """New, fixed, still open and not evaluated findings, by rule."""
    return [(change.new, change.fixed, change.still_open, change.not_evaluated) for change in review.changes]


def first_seen(workspace: Workspace) -> dict[str, date]:
    return {finding["id"]: finding["first_seen"] for finding in workspace.findings}


def test_the_first_review_has_nothing_to_compare_with(workspace: Workspace) -> None:
    review = workspace.review(JANUARY, rule(breaking("001A")))

    assert review.changes == ()
    assert [(point.period, point.open_findings) for point in review.series] == [("2026-01", 1)]


def test_findings_are_new_fixed_or_still_open(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))

    review = workspace.review(FEBRUARY, rule(breaking("001B", "001C", "001D")))

    assert review.changes == (Change("quality/a", "quality/a", new=2, fixed=1, still_open=1, not_evaluated=0),)
    assert first_seen(workspace) == {"001B": JANUARY, "001C": FEBRUARY, "001D": FEBRUARY}


def test_only_a_review_before_which_none_is_stored_is_the_first(workspace: Workspace) -> None:
    first = workspace.review(JANUARY, rule(Verdict(10, 0)))

    second = workspace.review(JANUARY, rule(Verdict(10, 0)))

    assert (first.first, second.first) == (True, False)
    assert (second.changes, len(second.series)) == ((), 1)
    assert trend(second).words == "no earlier month beside it"
    assert changed(second) == Changed(0, 0, 0, 0)


def test_who_hides_a_critical_finding_does_not_raise_the_score(workspace: Workspace) -> None:
    others = [rule(Verdict(10, 0), f"quality/{name}") for name in "bcdefghijkl"]
    workspace.review(JANUARY, rule(breaking("001A"), severity=Severity.CRITICAL), *others)

    blind = workspace.review(FEBRUARY, rule(HIDDEN, severity=Severity.CRITICAL), *others)
    still_blind = workspace.review(FEBRUARY, rule(HIDDEN, severity=Severity.CRITICAL), *others)
    clean = workspace.review(MARCH, rule(Verdict(10, 0), severity=Severity.CRITICAL), *others)
    after = workspace.review(MARCH, rule(HIDDEN, severity=Severity.CRITICAL), *others)

    assert [one.score.overall for one in (blind, still_blind, clean, after)] == [69, 69, 100, 100]
    assert still_blind.banners == (
        "quality/a was broken when it was last evaluated and is not checked now: the score stays capped at 69.",
    )
    assert after.banners == ()


def test_a_clock_that_was_put_back_ends_no_review_before_it_began(workspace: Workspace) -> None:
    review = workspace.review(JANUARY, rule(breaking("001A")), started=datetime(2099, 1, 1, tzinfo=UTC))

    assert review.finished == review.started == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("clean", [breaking(), Verdict(0, 0, proof="none left")])
def test_a_clean_and_an_empty_population_both_fix_what_was_open(workspace: Workspace, clean: Verdict) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))

    assert moved(workspace.review(FEBRUARY, rule(clean))) == [(0, 2, 0, 0)]


def test_a_rule_that_was_not_checked_fixes_nothing_and_forgets_nothing(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))

    blind = workspace.review(FEBRUARY, rule(HIDDEN))
    review = workspace.review(MARCH, rule(breaking("001A", "001C")))

    assert moved(blind) == [(0, 0, 0, 2)]
    assert moved(review) == [(1, 1, 1, 0)]
    assert first_seen(workspace) == {"001A": JANUARY, "001C": MARCH}


def test_a_rule_seen_in_part_fixes_nothing_and_forgets_nothing(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))

    partly = workspace.review(FEBRUARY, rule(breaking("001A", "001C", unread=PARTLY)))
    review = workspace.review(MARCH, rule(breaking("001B", "001C")))

    assert moved(partly) == [(1, 0, 1, 1)]
    assert moved(review) == [(0, 1, 2, 0)]
    assert first_seen(workspace) == {"001B": JANUARY, "001C": FEBRUARY}


def test_a_rule_kept_within_its_share_by_what_was_seen_in_part_is_not_evaluated(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B"), at_least=0.5))

    review = workspace.review(FEBRUARY, rule(breaking("001A", unread=PARTLY), at_least=0.5))

    assert moved(review) == [(0, 0, 0, 2)]


def test_a_second_review_in_a_month_is_compared_with_the_first(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))
    workspace.review(FEBRUARY, rule(breaking("001A", "001B")))

    review = workspace.review(date(2026, 2, 20), rule(breaking("001B")))

    assert moved(review) == [(0, 1, 1, 0)]
    assert [(point.period, point.open_findings) for point in review.series] == [("2026-01", 1), ("2026-02", 1)]


def test_an_older_snapshot_is_not_compared_with_newer_reviews(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))
    workspace.review(MARCH, rule(breaking("001A", "001Z")))

    review = workspace.review(FEBRUARY, rule(breaking("001A", "001Z")))

    assert moved(review) == [(1, 0, 1, 0)]
    assert first_seen(workspace) == {"001A": JANUARY, "001Z": FEBRUARY}


def test_a_finding_was_first_seen_when_the_earliest_review_says(workspace: Workspace) -> None:
    workspace.review(FEBRUARY, rule(breaking("001A", unread=PARTLY)))
    workspace.review(JANUARY, rule(breaking("001A")))

    workspace.review(MARCH, rule(breaking("001A")))

    assert first_seen(workspace) == {"001A": JANUARY}


def test_a_renamed_rule_keeps_its_findings(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A"), "quality/first"))

    second = workspace.review(
        FEBRUARY, rule(breaking("001A", "001B"), "quality/second", uid="quality/first", was=("quality/first",))
    )
    names = ("quality/first", "quality/second")
    third = workspace.review(MARCH, rule(breaking("001A", "001B"), "quality/third", uid="quality/first", was=names))

    assert moved(second) == [(1, 0, 1, 0)]
    assert moved(third) == [(0, 0, 2, 0)]
    assert first_seen(workspace) == {"001A": JANUARY, "001B": FEBRUARY}


def test_a_rule_that_is_new_has_no_changes(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))

    review = workspace.review(FEBRUARY, rule(breaking("001A")), rule(breaking("001A"), "quality/new"))

    assert [change.rule for change in review.changes] == ["quality/a"]


def test_findings_are_known_over_any_number_of_reviews_within_two_years(workspace: Workspace) -> None:
    workspace.review(date(2024, 2, 1), rule(breaking("001A")))
    for month in range(3, 13):
        for day in (1, 8, 15):
            workspace.review(date(2024, month, day), rule(HIDDEN))

    workspace.review(date(2025, 1, 1), rule(breaking("001A")))

    assert first_seen(workspace) == {"001A": date(2024, 2, 1)}


def test_a_review_that_lost_its_findings_says_nothing_about_them(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))
    workspace.review(FEBRUARY, rule(breaking("001A")))
    (newest, _) = Archive.of(workspace.folder, ORG).all()
    (newest / FINDINGS).unlink()

    review = workspace.review(MARCH, rule(breaking("001A")))

    assert moved(review) == [(0, 0, 1, 0)]
    assert first_seen(workspace) == {"001A": JANUARY}


LEFT_OUT = (
    "The stored review 2026-02/1 cannot be read, and what changed is told without it. "
    "Restore it, or move its folder away.",
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (FINDINGS, b"PAR1 and then nothing"),
        (REVIEW, b""),
        (REVIEW, b'{"period": "2026-02"'),
        (REVIEW, b"[" * 100_000),
        (FINDINGS, b"PAR1"),
        (REVIEW, b'{"period": "2026-02", "started": "yesterday", "outcomes": "none"}'),
        (REVIEW, b"\xff\xfe"),
    ],
)
def test_a_damaged_review_is_left_out_and_named(workspace: Workspace, name: str, content: bytes) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))
    workspace.review(FEBRUARY, rule(breaking("001A", "001B", "001C")))
    (workspace.stored("2026-02", 1) / name).write_bytes(content)

    review = workspace.review(MARCH, rule(breaking("001A", "001C")))

    assert review.banners == LEFT_OUT
    assert moved(review) == [(1, 1, 1, 0)]
    assert first_seen(workspace) == {"001A": JANUARY, "001C": MARCH}


def test_the_trend_line_takes_another_review_of_the_month_for_a_damaged_one(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))
    workspace.review(FEBRUARY, rule(breaking("001A")))
    workspace.review(date(2026, 2, 16), rule(breaking()))
    for period, number in (("2026-01", 1), ("2026-02", 2)):
        (workspace.stored(period, number) / REVIEW).write_text("{}")

    review = workspace.review(MARCH, rule(breaking()))

    assert [(point.period, point.open_findings) for point in review.series] == [("2026-02", 1), ("2026-03", 0)]
    assert [banner[:26] for banner in review.banners] == ["The stored review 2026-01/", "The stored review 2026-02/"]


def test_no_review_is_read_that_the_comparison_does_not_need(workspace: Workspace) -> None:
    december = date(2025, 12, 15)
    for day in (december, date(2025, 12, 16), JANUARY, FEBRUARY):
        workspace.review(day, rule(breaking("001A")))
    (workspace.stored("2025-12", 1) / REVIEW).write_text("damaged")

    assert workspace.review(MARCH, rule(breaking("001A"))).banners == ()


def test_a_hundred_reviews_of_a_month_are_looked_at(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))
    workspace.review(FEBRUARY, rule(HIDDEN))
    for number in range(2, 102):
        shutil.copytree(workspace.stored("2026-02", 1), workspace.stored("2026-02", number))
    past = Past(Archive.of(workspace.folder, ORG), "2026-02")

    found = [f"{one.folder.parent.name}/{one.folder.name}" for one in past.newest_first()]

    assert found == [*(f"2026-02/{number}" for number in range(101, 1, -1)), "2026-01/1"]


def test_the_trend_line_has_the_newest_complete_review_of_each_of_twelve_months(workspace: Workspace) -> None:
    for month in range(1, 13):
        workspace.review(date(2025, month, 1), rule(breaking("001A")))
    workspace.review(date(2025, 11, 9), rule(breaking()))
    workspace.review(date(2025, 12, 9), rule(HIDDEN))

    review = workspace.review(JANUARY, rule(breaking()))

    assert [point.period for point in review.series] == [*(f"2025-{month:02d}" for month in range(1, 13)), "2026-01"]
    assert [(one.status, one.score, one.checked, one.total) for one in review.series[-3:]] == [
        ("complete", 100, 1, 1),
        ("complete", 30, 1, 1),
        ("complete", 100, 1, 1),
    ]


def test_the_score_of_some_rules_is_no_point_beside_those_of_all(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")), rule(breaking(), "quality/b"))

    review = workspace.review(FEBRUARY, rule(breaking("001A")), whole=False)

    assert [point.period for point in review.series] == ["2026-02"]
    assert moved(review) == [(0, 0, 1, 0)]
    assert review.banners == ("Only some of the rules were run: the score is theirs alone.",)


def test_a_point_counts_what_is_within_tolerance_apart(workspace: Workspace) -> None:
    tolerant = rule(breaking("001A", checked=100), at_least=0.9)
    workspace.review(JANUARY, tolerant, rule(breaking("001A"), "quality/b"))

    review = workspace.review(FEBRUARY, tolerant, rule(breaking("001A"), "quality/b"))

    assert [(point.open_findings, point.within_tolerance) for point in review.series] == [(1, 1), (1, 1)]
    assert review.findings == Tally(open=1, within_tolerance=1, waived=0)


def test_rules_that_are_hidden_once_they_were_broken_are_said_to_count_as_they_did(workspace: Workspace) -> None:
    ids = breaking("001A", "001B")
    workspace.review(JANUARY, rule(ids), rule(ids, "quality/b"), rule(Verdict(10, 0), "quality/c"))

    two = workspace.review(FEBRUARY, rule(HIDDEN), rule(HIDDEN, "quality/b"), rule(HIDDEN, "quality/c"))
    one = workspace.review(MARCH, rule(HIDDEN), rule(ids, "quality/b"), rule(HIDDEN, "quality/c"))

    assert two.banners == ("quality/a, quality/b count as they did when they were last evaluated: not kept.",)
    assert one.banners == ("quality/a counts as it did when it was last evaluated: not kept.",)
