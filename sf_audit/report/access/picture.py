"""One user's ways to a right as inline SVG: the user, what is assigned, the grant, the right.

Made of numbers and escaped text only; colours are classes of access.css. An open way is a whole line, a closed one a
broken line with what is in the way beside it, so that nothing is said by colour alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from markupsafe import Markup, escape

from sf_audit.model.access import Way, Why
from sf_audit.report.hostile import visible
from sf_audit.report.words import count

WIDTH, ROW, TOP = 964, 74, 14
_BOX, _TALL = 210, 48
_COLUMNS = (0, 250, 500, 750)

#: Room for text in a box, in letters of middle width, of the name and of the smaller line over it.
_NAME, _OVER = 20.5, 27.0
_THIN, _THICK = frozenset("iljtfr.,:;'|!()[] "), frozenset("mwMW@%_&")
_KINDS = {"profile": "Profile", "set": "Permission set", "group": "Permission set group"}

#: More would be no picture any more; the list beside it has them all.
MOST = 16


def picture(why: Why) -> Markup:
    """The picture; empty where there is no way."""
    ways = why.ways[:MOST]
    if not ways:
        return Markup("")
    height = TOP * 2 + ROW * len(ways)
    middle = height / 2
    return Markup(
        '<svg class="ways" viewBox="-2 0 {width} {height}" role="img" aria-labelledby="ways-title ways-desc">'
        '<title id="ways-title">{title}</title><desc id="ways-desc">{description}</desc>{lines}{boxes}</svg>'
    ).format(
        width=WIDTH,
        height=height,
        title=visible(f"How {why.person.name} comes by {why.asked}"),
        description=visible(f"{count(len(ways), 'way')}: " + "; ".join(way.said for way in ways)),
        lines=Markup("").join(line for number, way in enumerate(ways) for line in _lines(way, _y(number), middle)),
        boxes=Markup("").join(_boxes(why, ways, middle)),
    )


def _boxes(why: Why, ways: tuple[Way, ...], middle: float) -> Iterator[Markup]:
    yield _box("end", _COLUMNS[0], middle, "User", why.person.name)
    yield _box("end", _COLUMNS[3], middle, "Right", why.asked)
    for number, way in enumerate(ways):
        tone = "closed" if way.closed else "open"
        yield _box(tone, _COLUMNS[1], _y(number), _KINDS.get(way.through, way.through), way.name)
        yield _box(tone, _COLUMNS[2], _y(number), _between(way), way.grant)


def _between(way: Way) -> str:
    """What stands over the grant: what is in the way, or the sets of a group that give it."""
    if way.closed:
        return way.closed
    if way.members:
        return f"by {', '.join(way.members)}"
    if way.conditional:
        return "when activated"
    return f"until {way.expires:%Y-%m-%d}" if way.expires else "grants"


def _lines(way: Way, y: float, middle: float) -> Iterator[Markup]:
    tone = "line closed" if way.closed else "line conditional" if way.conditional else "line open"
    yield _line(tone, _COLUMNS[0] + _BOX, middle, _COLUMNS[1], y)
    yield _line(tone, _COLUMNS[1] + _BOX, y, _COLUMNS[2], y)
    yield _line(tone, _COLUMNS[2] + _BOX, y, _COLUMNS[3], middle)


def _line(tone: str, x: float, y: float, to_x: float, to_y: float) -> Markup:
    bend = (x + to_x) / 2
    return Markup('<path class="{}" d="M{:.0f} {:.1f}C{:.0f} {:.1f} {:.0f} {:.1f} {:.0f} {:.1f}"/>').format(
        tone, x, y, bend, y, bend, to_y, to_x, to_y
    )


def _box(tone: str, x: float, y: float, over: str, text: str) -> Markup:
    return Markup(
        '<g><title>{whole}</title><rect class="box {tone}" x="{x:.0f}" y="{top:.1f}" width="{width}" height="{tall}" '
        'rx="8"/><text class="over" x="{text_x:.0f}" y="{over_y:.1f}">{over}</text>'
        '<text class="name" x="{text_x:.0f}" y="{name_y:.1f}">{text}</text></g>'
    ).format(
        whole=escape(visible(f"{over}: {text}")),
        tone=tone,
        x=x,
        top=y - _TALL / 2,
        width=_BOX,
        tall=_TALL,
        text_x=x + 12,
        over_y=y - 6,
        name_y=y + 13,
        over=_short(over, _OVER),
        text=_short(text, _NAME),
    )


def _short(text: str, room: float) -> str:
    """As much as fits in any font that a machine may have."""
    whole = visible(text)
    used = 0.0
    for at, letter in enumerate(whole):
        used += _width(letter)
        if used > room:
            return f"{whole[: max(at - 1, 0)]}…"
    return whole


def _width(letter: str) -> float:
    """In letters of middle width; those of East Asia are the widest."""
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.6
    if letter in _THICK:
        return 1.5 if letter not in "_&" else 1.1
    return 0.65 if letter in _THIN else 1.15 if letter.isupper() else 1.0


def _y(number: int) -> float:
    return TOP + ROW * (number + 0.5)
