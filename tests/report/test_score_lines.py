"""What every output for people says of the score, of what stands beside it, and of why it moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sf_audit.model.changes import ScoreCause, ScoreChange, ScorePart
from sf_audit.model.review import Action, Review, Score, Severity
from sf_audit.model.standing import CleanRecords, OpenPipeline, PipelineMoney, Standing
from sf_audit.report.charts import trend_line
from sf_audit.report.html import html
from sf_audit.report.markdown import markdown
from sf_audit.report.review_json import from_json, to_json
from sf_audit.report.score_lines import formula_words, points_words, score_change_words, score_part_lines, signed
from sf_audit.report.standing_lines import StandingLine, standing_lines
from sf_audit.report.terminal import terminal
from sf_audit.report.view import view

NO_PIPELINE = OpenPipeline(missing="Opportunity.Amount is not visible", unlocked_by="Read on Opportunity.Amount")


def lines(review: Review, *records: CleanRecords, pipeline: OpenPipeline = NO_PIPELINE) -> list[StandingLine]:
    standing = Standing(1, 3, 0, records, pipeline)
    return list(standing_lines(replace(review, standing=standing)))[1:]


@pytest.mark.parametrize(
    ("found", "share", "numbers", "note"),
    [
        (CleanRecords("Lead", 8, 7, 1), "87.5%", "7 of 8 records", ""),
        (CleanRecords("Lead", 100_000, 99_999, 1), "99.9%", "99,999 of 100,000 records", ""),
        (CleanRecords("Lead", 1, 1, 1), "100%", "1 of 1 record", ""),
        (CleanRecords("Lead", 1, 0, 1, 2), "0%", "0 of 1 record", "1 of 3 such rules checked"),
        (CleanRecords("Lead", 2, 1, 1, 0, 1), "50%", "1 of 2 records", "1 other was not looked at"),
        (
            *(CleanRecords("Lead", 2, 1, 1, 1, 1_431), "50%", "1 of 2 records"),
            "1 of 2 such rules checked; 1,431 others were not looked at",
        ),
        (CleanRecords("Lead", 0, 0, 1), "–", "0 of 0 records", ""),
        (
            CleanRecords("Lead", None, None, 0, 1, 0, "hidden", "Read on Lead"),
            "not known",
            "",
            "hidden. Would help: Read on Lead",
        ),
        (CleanRecords("Lead", None, None, 0, 1, 0, "hidden"), "not known", "", "hidden"),
    ],
)
def test_a_share_of_records_has_its_numbers(
    review: Review, found: CleanRecords, share: str, numbers: str, note: str
) -> None:
    assert lines(review, found)[0] == StandingLine("Clean Lead records", share, numbers, note, found.share)


@pytest.mark.parametrize(
    ("pipeline", "expected"),
    [
        (
            OpenPipeline((PipelineMoney("", 1_000.4, 250.1),), 4, without_amount=1),
            [("25%", "250 of 1,000 in the org's currency", "1 open opportunity has no amount")],
        ),
        (
            OpenPipeline((PipelineMoney("EUR", 10.0, 10.0), PipelineMoney("USD", 3.0, 1.0)), 4, not_judged=2),
            [
                ("100%", "EUR 10 of 10", "2 open opportunities are looked at by none of these rules"),
                ("33.3%", "USD 1 of 3", ""),
            ],
        ),
        (
            OpenPipeline((PipelineMoney("", -5.0, 1.0),), 2, rules=2, unchecked=1),
            [("–", "1 of -5 in the org's currency", "2 of 3 such rules checked")],
        ),
        (OpenPipeline((), 2, without_amount=2), [("–", "2 open opportunities have no amount", "")]),
        (NO_PIPELINE, [("not known", "", "Opportunity.Amount is not visible. Would help: Read on Opportunity.Amount")]),
    ],
)
def test_pipeline_money_is_never_without_what_it_is_of(
    review: Review, pipeline: OpenPipeline, expected: list[tuple[str, str, str]]
) -> None:
    assert [(line.share, line.numbers, line.note) for line in lines(review, pipeline=pipeline)] == expected


def test_a_review_from_before_says_nothing_of_it_and_has_the_formula_of_then(review: Review) -> None:
    old = replace(
        review,
        standing=None,
        score_change=None,
        score=Score(69, {}),
        series=(),
        actions=tuple(replace(action, points=None, points_behind_cap=None) for action in review.actions),
    )
    read = from_json(to_json(old))

    for text in (html(read), markdown(read), terminal(read, width=100, color=False)):
        assert "Beside the score" not in text
        assert "Points" not in text
    assert formula_words(read).startswith(
        "Version 1 of the formula: a rule that is kept has 100 points; a broken one has the"
    )


def test_the_formula_of_today_is_on_the_page_with_its_weights(review: Review) -> None:
    words = formula_words(review)

    assert words.startswith(
        "Version 2 of the formula: a rule that is kept has 100 points; a broken one has at most 60, "
    )
    assert "(critical 10, high 5, medium 2, low 1)" in words
    assert "none 20 points below that" in words
    assert words in html(review)


@pytest.mark.parametrize(
    ("points", "behind", "shown"),
    [(2.0, 0.0, "+2"), (2.3, 0.0, "+2.3"), (0.0, 2.3, "+0 (+2.3)"), (9.0, 11.0, "+9 (+11)"), (None, None, "")],
)
def test_points_of_an_action(points: float | None, behind: float | None, shown: str) -> None:
    assert points_words(Action("r", "t", Severity.LOW, "it", "", None, 1, "f", points, behind)) == shown


def test_a_change_of_the_score_is_told_by_its_causes(review: Review) -> None:
    change = ScoreChange(
        "2026-09", 1, 73, 69, (ScorePart(ScoreCause.FORMULA, -10, 9), ScorePart(ScoreCause.FIXED, 6, 1))
    )

    assert score_change_words(replace(review, score_change=change)) == "73 in September 2026, 69 now"
    same_month = replace(change, since=review.period)
    assert score_change_words(replace(review, score_change=same_month)) == "73 in the review before, 69 now"
    assert [(line.points, line.cause) for line in score_part_lines(change)] == [
        ("−10", "another formula of the score"),
        ("+6", "fixed findings (1 rule)"),
    ]
    for nothing in (None, replace(change, before=69, parts=())):
        assert score_change_words(replace(review, score_change=nothing)) == ""
        assert score_part_lines(nothing) == ()
    assert [signed(points) for points in (-1, 0, 1)] == ["−1", "±0", "+1"]
    shown = replace(review, score_change=change)
    for text in (markdown(shown), html(shown), terminal(shown, width=200, color=False)):
        assert "fixed findings (1 rule)" in text


def test_another_formula_breaks_the_line_and_says_so(review: Review) -> None:
    shown = view(review)
    drawn = trend_line(shown.series, "Score")

    # two of the first formula, two again by today's before the partial one, and the last three
    assert drawn.count("<polyline") == 3
    assert "March 2026: 51 (61 by the formula of then), 9 of 12 rules checked" in drawn
    assert "below is what each said then" in shown.score.other_formula
    first = tuple(replace(point, published=None) for point in review.series)
    assert view(replace(review, series=first)).score.other_formula.startswith("Scores by another formula are not")
    today = tuple(replace(point, formula=2, published=None) for point in review.series)
    assert view(replace(review, series=today)).score.other_formula == ""
