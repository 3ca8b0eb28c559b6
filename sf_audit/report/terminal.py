"""The review in one screen of a terminal: how healthy, what first, what changed, what was not checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sf_audit.model.review import Review
from sf_audit.report.banners import more_words
from sf_audit.report.first_page import changed_words
from sf_audit.report.register_lines import RegisterLines, pressing
from sf_audit.report.terminal_lists import STACKED, STYLES, TABLES, TABLES_FROM, Lists, grid, text
from sf_audit.report.view import View, view
from sf_audit.report.words import count

#: Lines of a list that has them all on the page.
SHOWN = 5


def terminal(review: Review, *, width: int, color: bool) -> str:
    """Lines of at most `width` columns, with colours only where `color`; words say all that colours say."""
    screen = StringIO()
    console = Console(
        file=screen,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    for part in _screen(view(review), STACKED if width < TABLES_FROM else TABLES):
        console.print(part)
    return "\n".join(map(_without_trailing_blanks, screen.getvalue().splitlines())) + "\n"


#: What ends a colour, at the end of a line.
_CODE = re.compile(r"\x1b\[[0-9;]*m$")


def _without_trailing_blanks(line: str) -> str:
    """The line without blanks at its end, also those that stand before the end of a colour."""
    codes = ""
    while found := _CODE.search(line := line.rstrip(" ")):
        line, codes = line[: found.start()], found[0] + codes
    return line + codes


def _screen(shown: View, lists: Lists) -> Iterator[RenderableType]:
    org = shown.review.org
    kind = "sandbox" if org.is_sandbox else "production"
    yield text(f"{org.name} · {shown.month} · {kind}", "bold")
    yield _score(shown)
    yield text(shown.findings)
    for banner in shown.banners:
        yield text(f"! {banner}", "yellow")
    if shown.more_banners:
        yield text(f"  {more_words(len(shown.more_banners), 'on the page')}", "yellow")
    yield from _part("Pillars", lists.pillars(shown))
    if shown.score.standing:
        yield from _part("Beside the score", lists.standing(shown))
        yield Padding(text(shown.score.explained), (0, 0, 0, 2))
    yield from _risks(shown, lists)
    if shown.weakened:
        yield from _part(f"Weakened: {len(shown.weakened)}", lists.weakened(shown.weakened[:SHOWN]))
        yield from _more(len(shown.weakened), "weakening")
    if shown.registers is not None:
        yield from _registers(shown.registers)
    yield from _changes(shown)
    if shown.blind:
        yield from _part(f"Not checked: {count(shown.counts['Not checked'], 'rule')}", _blind(shown))


def _risks(shown: View, lists: Lists) -> Iterator[RenderableType]:
    yield from _part("Top risks", lists.risks(shown) if shown.risks else text("No checked rule is broken."))
    if any(risk.points for risk in shown.risks):
        yield Padding(text(shown.score.points), (0, 0, 0, 2))


def _changes(shown: View) -> Iterator[RenderableType]:
    yield from _part("What changed", text(changed_words(shown.changed)))
    if shown.score.change:
        yield Padding(text(f"Score: {_moved(shown)}"), (0, 0, 0, 2))
    for change in shown.rule_changes[:SHOWN]:
        yield Padding(text(f"{change.rule}: {change.what}"), (0, 0, 0, 2))
    yield from _more(len(shown.rule_changes), "rule change")


def _registers(shown: RegisterLines) -> Iterator[RenderableType]:
    yield from _part("Requests and decisions", text(shown.summary))
    lines = list(pressing(shown))
    for line in lines[:SHOWN]:
        yield Padding(text(line), (0, 0, 0, 2))
    yield from _more(len(lines), "request or decision", "requests and decisions")


def _moved(shown: View) -> str:
    """From which score to which, and why."""
    parts = ", ".join(f"{part.points} {part.cause}" for part in shown.score.parts)
    return f"{shown.score.change}: {parts}"


def _score(shown: View) -> Text:
    score = shown.review.score.overall
    line = text("No score" if score is None else f"{score}", "bold")
    line.append_text(text(f"  {shown.band}", STYLES.get(shown.band, "")))
    trend = f"{shown.trend.arrow} {shown.trend.words}".strip()
    return line.append_text(text(f"  {trend} · {shown.coverage}"))


def _more(number: int, noun: str, nouns: str = "") -> Iterator[RenderableType]:
    if number > SHOWN:
        more = count(number - SHOWN, f"more {noun}", f"more {nouns or noun + 's'}")
        yield Padding(text(f"and {more} in the review"), (0, 0, 0, 2))


def _blind(shown: View) -> Table:
    rows = grid(2, kept=(0,))
    for group in shown.blind:
        rows.add_row(
            Text(count(len(group.rules), "rule"), justify="right"),
            text(group.unlocked_by or "no permission would change it"),
        )
    return rows


def _part(title: str, body: RenderableType) -> Iterator[RenderableType]:
    yield Text()
    yield text(title, "bold")
    yield Padding(body, (0, 0, 0, 2))
