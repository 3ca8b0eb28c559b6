"""Small curves as inline SVG: the share of a limit that was used, day by day, under the line of 80%."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from sf_audit.model.limits import NEAR
from sf_audit.report.hostile import visible

WIDTH, HEIGHT = 120, 30


def runs(shares: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Days that follow one another without a gap, each with its share, 0 to 1."""
    placed = [(day, share) for day, share in enumerate(shares)]
    return [
        [(day, min(max(share, 0.0), 1.0)) for day, share in run if share is not None]
        for known, run in groupby(placed, key=lambda point: point[1] is not None)
        if known
    ]


def curve(shares: Sequence[float | None], message: str) -> Markup:
    """The curve; a day that nobody measured breaks it. Nothing where there are no two days."""
    if not message:
        return Markup("")
    return Markup(
        '<svg class="curve" viewBox="0 0 {width} {height}" role="img" aria-label="{message}">'
        '<line class="grid" x1="0" x2="{width}" y1="{near:.1f}" y2="{near:.1f}"/>{drawn}</svg>'
    ).format(
        width=WIDTH,
        height=HEIGHT,
        message=visible(message),
        near=_y(NEAR),
        drawn=Markup("").join(_run(run, len(shares)) for run in runs(shares)),
    )


def _run(run: Sequence[tuple[int, float]], days: int) -> Markup:
    points = [(2 + (WIDTH - 4) * day / max(days - 1, 1), _y(share)) for day, share in run]
    if len(points) == 1:
        return Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="1.5"/>').format(*points[0])
    return Markup('<polyline class="line" points="{}"/>').format(" ".join(f"{x:.1f},{y:.1f}" for x, y in points))


def _y(share: float) -> float:
    return 2 + (HEIGHT - 4) * (1 - share)
