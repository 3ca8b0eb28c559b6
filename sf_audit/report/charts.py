"""Charts as inline SVG, made of numbers and escaped text only.

Colours are classes of review.css, so that a chart follows light, dark and print. There are no style attributes: the
page's content security policy would refuse them. A chart that says something is an image with a title and a
description; one that repeats what stands beside it is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from sf_audit.model.review import Point, ReviewStatus
from sf_audit.report import words
from sf_audit.report.first_page import point_words
from sf_audit.report.hostile import visible

WIDTH, HEIGHT = 340, 140
LEFT, RIGHT, TOP, BOTTOM = 30, 308, 10, 114


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one review stands in the chart."""

    x: float
    y: float
    point: Point


def ring(score: int | None, tone: str, band: str) -> Markup:
    """The overall score as a ring that fills clockwise; an empty ring where nothing was scored."""
    title = f"Score {score} of 100" if score is not None else "No score"
    arc = Markup(
        '<circle class="arc {tone}" cx="60" cy="60" r="52" pathLength="100" stroke-dasharray="{score} 100" '
        'transform="rotate(-90 60 60)"/>'
    ).format(tone=tone, score=_within(score or 0))
    return Markup(
        '<svg class="ring" viewBox="0 0 120 120" role="img" aria-labelledby="ring-title ring-desc">'
        '<title id="ring-title">{title}</title><desc id="ring-desc">{band}</desc>'
        '<circle class="track" cx="60" cy="60" r="52"/>{arc}'
        '<text class="ring-number" x="60" y="70" text-anchor="middle">{number}</text></svg>'
    ).format(
        title=title,
        band=f"Band: {band}. Good is 90 or more, Watch 70 to 89, Act below 70.",
        arc=arc if score else Markup(""),
        number="–" if score is None else score,
    )


def bar(score: int | None, tone: str) -> Markup:
    """A pillar's score as a bar; the number stands beside it."""
    return Markup(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="track" width="100" height="6"/><rect class="fill {tone}" width="{score}" height="6"/></svg>'
    ).format(tone=tone, score=_within(score or 0))


def stacked(parts: Sequence[tuple[str, int]]) -> Markup:
    """Counts as one bar, `(class, count)` from left to right; the counts stand below it in words."""
    total = sum(count for _, count in parts) or 1
    drawn, start = [], 0.0
    for tone, count in parts:
        width = 100 * count / total
        if count:
            drawn.append(_rect(tone, start, max(width - 0.4, 0.2)))
        start += width
    return Markup(
        '<svg class="stacked" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        "{}</svg>"
    ).format(Markup("").join(drawn))


def trend_line(points: Sequence[Point], message: str) -> Markup:
    """Scores over the reviews; a partial review, one without a score and another formula of it break the line."""
    floor = _floor(points)
    placed = [_Place(_x(number, len(points)), _y(point.score, floor), point) for number, point in enumerate(points)]
    return Markup(
        '<svg class="trend" viewBox="0 0 {width} {height}" role="img" aria-labelledby="trend-title trend-desc">'
        '<title id="trend-title">{message}</title><desc id="trend-desc">{description}</desc>'
        "{grid}{runs}{dots}{labels}</svg>"
    ).format(
        width=WIDTH,
        height=HEIGHT,
        message=visible(message),
        description="; ".join(visible(point_words(point)) for point in points),
        grid=Markup("").join(_threshold(score, _y(score, floor)) for score in (floor, 70, 90, 100)),
        runs=Markup("").join(_runs(placed)),
        dots=Markup("").join(_dot(place) for place in placed if place.point.score is not None),
        labels=Markup("").join(_labels(placed)),
    )


def _runs(placed: Sequence[_Place]) -> list[Markup]:
    kinds = groupby(placed, key=lambda place: (_unbroken(place.point), place.point.formula))
    runs = [list(run) for (unbroken, _), run in kinds if unbroken]
    return [
        Markup('<polyline class="line" points="{}"/>').format(" ".join(f"{place.x:.1f},{place.y:.1f}" for place in run))
        for run in runs
        if len(run) > 1
    ]


def _unbroken(point: Point) -> bool:
    return point.status is ReviewStatus.COMPLETE and point.score is not None


def _dot(place: _Place) -> Markup:
    kind = "dot" if _unbroken(place.point) else "dot partial"
    return Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="3.2"/>').format(kind, place.x, place.y)


def _threshold(score: int, y: float) -> Markup:
    return Markup(
        '<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<text class="tick" x="{text}" y="{base:.1f}" text-anchor="end">{score}</text>'
    ).format(left=LEFT, right=RIGHT, text=LEFT - 6, y=y, base=y + 4, score=score)


def _labels(placed: Sequence[_Place]) -> list[Markup]:
    """The first and the last review by name, the last by its score: nobody reads a legend."""
    last = placed[-1]
    alone = len(placed) == 1
    labels = [_text("tick", last.x, HEIGHT - 4, "middle" if alone else "end", words.month(last.point.period))]
    if not alone:
        labels.append(_text("tick", LEFT, HEIGHT - 4, "start", words.month(placed[0].point.period)))
    if last.point.score is not None:
        labels.append(_text("value", last.x + 7, last.y + 4, "start", str(last.point.score)))
    return labels


def _text(kind: str, x: float, y: float, anchor: str, text: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        kind, x, y, anchor, escape(visible(text, limit=20))
    )


def _rect(tone: str, x: float, width: float) -> Markup:
    return Markup('<rect class="fill {}" x="{:.2f}" width="{:.2f}" height="6"/>').format(tone, x, width)


def _x(number: int, of: int) -> float:
    return (LEFT + RIGHT) / 2 if of == 1 else LEFT + (RIGHT - LEFT) * number / (of - 1)


def _y(score: int | None, floor: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * (_within(score or 0) - floor) / (100 - floor)


def _floor(points: Sequence[Point]) -> int:
    """Where the axis begins: at 50, or at the ten below the lowest score."""
    return min(
        50, min((int(_within(point.score)) // 10 * 10 for point in points if point.score is not None), default=50)
    )


def _within(score: float) -> float:
    return min(max(score, 0), 100)
