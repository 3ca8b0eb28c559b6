"""Charts as inline SVG, made of numbers and escaped text only.

Colours are classes of review.css, so that a chart follows light, dark and print. There are no style attributes: the
page's content security policy would refuse them. A chart that says something is an image with a title and a
description; one that repeats what stands beside it is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup, escape

from sf_audit.findings import Point
from sf_audit.report import words
from sf_audit.report.hostile import visible

WIDTH, HEIGHT = 340, 132
LEFT, RIGHT, TOP, BOTTOM = 26, 314, 14, 108


def ring(score: int | None, tone: str) -> Markup:
    """The overall score as a ring that fills clockwise; an empty ring where nothing was scored."""
    said = f"Score {score} of 100" if score is not None else "No score"
    arc = Markup(
        '<circle class="arc {tone}" cx="60" cy="60" r="52" pathLength="100" stroke-dasharray="{score} 100" '
        'transform="rotate(-90 60 60)"/>'
    ).format(tone=tone, score=_within(score or 0))
    return Markup(
        '<svg class="ring" viewBox="0 0 120 120" role="img" aria-labelledby="ring-title ring-desc">'
        '<title id="ring-title">{said}</title><desc id="ring-desc">{band}</desc>'
        '<circle class="track" cx="60" cy="60" r="52"/>{arc}'
        '<text class="ring-number" x="60" y="70" text-anchor="middle">{number}</text></svg>'
    ).format(
        said=said,
        band=f"Band: {words.band(score)}. Good is 90 or more, Watch 70 to 89, Act below 70.",
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
    """Scores over the reviews; a partial review or one without a score breaks the line."""
    placed = [(_x(number, len(points)), point) for number, point in enumerate(points)]
    return Markup(
        '<svg class="trend" viewBox="0 0 {width} {height}" role="img" aria-labelledby="trend-title trend-desc">'
        '<title id="trend-title">{message}</title><desc id="trend-desc">{told}</desc>{grid}{runs}{dots}{labels}</svg>'
    ).format(
        width=WIDTH,
        height=HEIGHT,
        message=visible(message),
        told="; ".join(visible(_told(point)) for point in points),
        grid=Markup("").join(_threshold(score) for score in (70, 90)),
        runs=Markup("").join(_runs(placed)),
        dots=Markup("").join(_dot(x, point) for x, point in placed if point.score is not None),
        labels=Markup("").join(_labels(placed)),
    )


def _runs(placed: Sequence[tuple[float, Point]]) -> list[Markup]:
    runs = [list(run) for unbroken, run in groupby(placed, key=lambda place: _unbroken(place[1])) if unbroken]
    return [
        Markup('<polyline class="line" points="{}"/>').format(
            " ".join(f"{x:.1f},{_y(point.score or 0):.1f}" for x, point in run)
        )
        for run in runs
        if len(run) > 1
    ]


def _unbroken(point: Point) -> bool:
    return point.status == "complete" and point.score is not None


def _dot(x: float, point: Point) -> Markup:
    kind = "dot" if _unbroken(point) else "dot partial"
    return Markup('<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>').format(
        kind=kind, x=x, y=_y(point.score or 0)
    )


def _threshold(score: int) -> Markup:
    return Markup(
        '<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<text class="tick" x="{text}" y="{base:.1f}" text-anchor="end">{score}</text>'
    ).format(left=LEFT, right=RIGHT, text=LEFT - 5, y=_y(score), base=_y(score) + 4, score=score)


def _labels(placed: Sequence[tuple[float, Point]]) -> list[Markup]:
    """The first and the last review by name, the last by its score: nobody reads a legend."""
    last_x, last = placed[-1]
    labels = [_text("tick", last_x, HEIGHT - 6, "end" if len(placed) > 1 else "middle", words.month(last.period))]
    if len(placed) > 1:
        labels.append(_text("tick", LEFT, HEIGHT - 6, "start", words.month(placed[0][1].period)))
    if last.score is not None:
        labels.append(_text("value", last_x + 7, _y(last.score) + 4, "start", str(last.score)))
    return labels


def _text(kind: str, x: float, y: float, anchor: str, text: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        kind, x, y, anchor, escape(visible(text, limit=20))
    )


def _rect(tone: str, x: float, width: float) -> Markup:
    return Markup('<rect class="fill {}" x="{:.2f}" width="{:.2f}" height="6"/>').format(tone, x, width)


def _told(point: Point) -> str:
    score = "no score" if point.score is None else str(point.score)
    partial = "" if point.status == "complete" else f", {point.status}"
    return f"{words.month(point.period)}: {score}{partial}, {point.checked} of {point.total} rules checked"


def _x(number: int, of: int) -> float:
    return (LEFT + RIGHT) / 2 if of == 1 else LEFT + (RIGHT - LEFT) * number / (of - 1)


def _y(score: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * _within(score) / 100


def _within(score: float) -> float:
    return min(max(score, 0), 100)
