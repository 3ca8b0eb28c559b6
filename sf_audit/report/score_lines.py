"""How the score is worked out, why it moved and what would move it, as every output for people says it."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.model.changes import ScoreCause, ScoreChange, ScorePart
from sf_audit.model.review import Action, Review
from sf_audit.model.score import CAP, FORMULA, KEPT_POINTS, MOST_WHEN_BROKEN, POOR_BELOW, WEIGHTS
from sf_audit.report import words
from sf_audit.report.standing_lines import EXPLAINED, StandingLine, standing_lines

_WEIGHTS = ", ".join(f"{severity.value} {weight}" for severity, weight in WEIGHTS.items())

_FIRST = "a broken one has the share that keeps it, divided by the share that should"
_TODAY = (
    f"a broken one has at most {MOST_WHEN_BROKEN}, less the further the share that keeps it is below the share that "
    f"should, and none {POOR_BELOW * 100:.0f} points below that or where its file says (`poor`)"
)

#: What rules that were not checked do to the score.
UNSEEN = (
    "Rules that were not checked change the coverage only, but for those that were not kept when they were last "
    "evaluated: they count as they did then."
)

_FORMULA = (
    f"Version {{version}} of the formula: a rule that is kept has {KEPT_POINTS} points; {{broken}}. The score is their "
    f"mean, weighted by severity ({_WEIGHTS}), rounded down. While a critical rule is broken, or was broken and nobody "
    f"looked again, it is at most {CAP}. Good is {words.GOOD} or more, Watch 70 to {words.GOOD - 1}, Act below 70. A "
    "waived finding counts as not kept, and a rule with the share and severity of its file where less is asked here. "
    f"{UNSEEN} Where nothing was checked there is no score."
)

#: What points of an action are, said once where they stand.
POINTS = (
    "Points are what the score gains where the rule is kept; in brackets, what it gains besides once no critical rule "
    "caps it."
)

CAUSES: dict[ScoreCause, str] = {
    ScoreCause.FORMULA: "another formula of the score",
    ScoreCause.RULES_REMOVED: "rules removed",
    ScoreCause.RULES_ADDED: "rules added",
    ScoreCause.RULES_TUNED: "rules changed or tuned",
    ScoreCause.COVERAGE: "what could be checked",
    ScoreCause.RISK_ACCEPTED: "risks accepted, or no longer",
    ScoreCause.FIXED: "fixed findings",
    ScoreCause.NEW: "new findings",
}


@dataclass(frozen=True, slots=True)
class ScorePartLine:
    """What one cause did to the score."""

    points: str
    cause: str


@dataclass(frozen=True, slots=True)
class ScoreLines:
    """What is said of the score: its formula, why it moved, and what stands beside it, with what is `explained` there.

    `change` is empty where there is no score to compare with, and `other_formula` where one formula scored all reviews.
    """

    formula: str
    change: str
    parts: tuple[ScorePartLine, ...]
    other_formula: str
    standing: tuple[StandingLine, ...]
    explained: str = EXPLAINED
    points: str = POINTS


def score_lines(review: Review) -> ScoreLines:
    """What every output for people says of the score."""
    return ScoreLines(
        formula_words(review),
        score_change_words(review),
        score_part_lines(review.score_change),
        _other_formula(review),
        standing_lines(review),
    )


def formula_words(review: Review) -> str:
    """The formula that the review was scored by, for those who want to work its score out."""
    return _FORMULA.format(version=review.score.formula, broken=_TODAY if review.score.formula == FORMULA else _FIRST)


def score_part_lines(change: ScoreChange | None) -> tuple[ScorePartLine, ...]:
    """Every cause of the change, in the order in which they are told apart."""
    return tuple(ScorePartLine(signed(part.points), _cause(part)) for part in change.parts) if change else ()


def score_change_words(review: Review) -> str:
    """From which score to which; empty where there is none to compare with, or nothing that counts is different."""
    change = review.score_change
    if change is None or not change.parts:
        return ""
    then = "in the review before" if change.since == review.period else f"in {words.month(change.since)}"
    return f"{change.before} {then}, {change.now} now"


def points_words(action: Action) -> str:
    """What the score gains where the rule is kept: `+2.3`, or `+0 (+2.3)`; empty where the review does not say.

    See POINTS for what is in brackets.
    """
    if action.points is None:
        return ""
    behind = f" (+{action.points_behind_cap:g})" if action.points_behind_cap else ""
    return f"+{action.points:g}{behind}"


def signed(points: int) -> str:
    """With its sign."""
    return "±0" if points == 0 else f"{'+' if points > 0 else '−'}{abs(points)}"


def _other_formula(review: Review) -> str:
    """What a reader has to know of scores that another formula made; empty where there is none."""
    if any(point.published is not None for point in review.series):
        return "Scores of reviews from before the formula changed are by today's; below is what each said then"
    if any(point.formula != review.score.formula for point in review.series if point.score is not None):
        return "Scores by another formula are not comparable with today's"
    return ""


def _cause(part: ScorePart) -> str:
    if part.cause is ScoreCause.FORMULA:
        return CAUSES[part.cause]
    return f"{CAUSES[part.cause]} ({words.count(part.rules, 'rule')})"
