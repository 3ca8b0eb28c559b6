"""The first page, told in thirty seconds: how healthy, moving where, with which warnings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sf_audit.model.review import Coverage, Point, Review, ReviewStatus, Status
from sf_audit.model.tally import Tally
from sf_audit.report import words
from sf_audit.report.standards_lines import rule_change_words


@dataclass(frozen=True, slots=True)
class PillarCard:
    """One pillar: its score, never without how many of its rules were checked."""

    name: str
    score: int | None
    band: str
    broken: int
    checked: int
    total: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How the score moved since the last complete review."""

    arrow: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """New, fixed, still open and not evaluated findings since the review before; None on the first one.

    `no_longer_asked` are gone because a rule asks less or is gone itself. `first_looked_at` are findings of broken
    rules that no earlier review evaluated: nobody knows how new they are. Those within the tolerance of a rule that is
    kept are `within_tolerance`, and neither new, still open, returned nor first looked at.
    """

    new: int
    fixed: int
    still_open: int
    not_evaluated: int
    first_looked_at: int = 0
    no_longer_asked: int = 0
    within_tolerance: int = 0
    returned: int = 0


def changed_words(changed: Changed | None) -> str:
    """What changed since the review before, in one line."""
    if changed is None:
        return "This is the first review."
    returned = f" · {changed.returned:,} returned" if changed.returned else ""
    unasked = f" · {changed.no_longer_asked:,} no longer asked" if changed.no_longer_asked else ""
    first = f" · {changed.first_looked_at:,} first looked at" if changed.first_looked_at else ""
    tolerated = f" · {changed.within_tolerance:,} within tolerance" if changed.within_tolerance else ""
    return (
        f"{changed.new:,} new{returned} · {changed.fixed:,} fixed · {changed.still_open:,} still open · "
        f"{changed.not_evaluated:,} not evaluated{unasked}{first}{tolerated}"
    )


def line(review: Review) -> tuple[Point, ...]:
    """The trend line with this review at its end."""
    earlier = tuple(point for point in review.series if point.finished < review.finished)
    tally, coverage = Tally.of(review.outcomes), review.coverage
    this = Point(
        review.period,
        review.finished,
        review.status,
        review.score.overall,
        coverage.checked,
        coverage.total,
        tally.open,
        tally.within_tolerance,
        review.score.formula,
    )
    return (*sorted(earlier, key=lambda point: point.finished), this)


def point_words(point: Point) -> str:
    """One review of the trend line, for who cannot see it."""
    score = "no score" if point.score is None else str(point.score)
    partial = "" if point.status is ReviewStatus.COMPLETE else f", {point.status}"
    then = "" if point.published is None else f" ({point.published} by the formula of then)"
    checked = f"{point.checked} of {words.count(point.total, 'rule')} checked"
    return f"{words.month(point.period)}: {score}{then}{partial}, {checked}"


def pillars(review: Review) -> tuple[PillarCard, ...]:
    """The pillars that have rules in this review, in the order of every page."""
    known = {outcome.pillar for outcome in review.outcomes}
    return tuple(_pillar(review, key, name) for key, name in words.PILLARS.items() if key in known)


def _pillar(review: Review, key: str, name: str) -> PillarCard:
    counts = Counter(outcome.status for outcome in review.outcomes if outcome.pillar == key)
    checked = counts[Status.KEPT] + counts[Status.BROKEN]
    score, total = review.score.pillars.get(key), checked + counts[Status.NOT_CHECKED]
    return PillarCard(name, score, words.band(score, Coverage(checked, total)), counts[Status.BROKEN], checked, total)


def changed(review: Review) -> Changed | None:
    """The sums over all rules, or None where there was no review before."""
    if _is_first(review):
        return None
    compared = {change.rule for change in review.changes}
    kept = {outcome.rule for outcome in review.outcomes if outcome.status is Status.KEPT}
    acted_on = [change for change in review.changes if change.rule not in kept]
    return Changed(
        new=sum(change.new for change in acted_on),
        fixed=sum(change.fixed for change in review.changes),
        still_open=sum(change.still_open for change in acted_on),
        not_evaluated=sum(change.not_evaluated for change in review.changes),
        first_looked_at=Tally.of(outcome for outcome in review.outcomes if outcome.rule not in compared).open,
        no_longer_asked=sum(change.no_longer_asked for change in review.changes),
        within_tolerance=Tally.of(review.outcomes).within_tolerance,
        returned=sum(change.returned for change in acted_on),
    )


def _is_first(review: Review) -> bool:
    return not review.changes and len(line(review)) == 1 if review.first is None else review.first


def trend(review: Review) -> Trend:
    """Complete reviews are compared with complete ones only."""
    before = line(review)[:-1]
    if not before:
        return Trend("", "first review of this org" if _is_first(review) else "no earlier month beside it")
    earlier = [point for point in before if point.score is not None and point.status is ReviewStatus.COMPLETE]
    if review.score.overall is None or review.status is not ReviewStatus.COMPLETE:
        return Trend("", "no comparison, because this review is not complete")
    if not earlier or earlier[-1].score is None:
        return Trend("", "no earlier complete review to compare with")
    return _compared(review, review.score.overall, earlier[-1], earlier[-1].score)


def _compared(review: Review, score: int, point: Point, before: int) -> Trend:
    """The score beside that of an earlier review, which only the same formula and the same rules make comparable."""
    month = words.month(point.period)
    if point.formula != review.score.formula:
        return Trend("", f"not comparable with {before} in {month}: the formula of the score is another one")
    then = "" if point.published is None else f" ({point.published} by the formula of then)"
    if review.rule_changes:
        return Trend("", f"not comparable with {before} in {month}{then}: {rule_change_words(review)}")
    moved = score - before
    if moved == 0:
        return Trend("→", f"unchanged since {month}{then}")
    return Trend("▲" if moved > 0 else "▼", f"{'up' if moved > 0 else 'down'} {abs(moved)} since {month}{then}")
