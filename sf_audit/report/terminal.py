"""The review in one screen of a terminal: how healthy, what first, what changed, what was not checked."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sf_audit.model.review import Review
from sf_audit.report.banners import more_words
from sf_audit.report.hostile import printable
from sf_audit.report.view import Due, View, view
from sf_audit.report.words import count

#: Lines of a list that has them all on the page.
SHOWN = 5

STYLES = {"Good": "green", "Watch": "yellow", "Act": "red", "critical": "bold red", "high": "red", "medium": "yellow"}


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
    for part in _screen(view(review)):
        console.print(part)
    return "\n".join(line.rstrip() for line in screen.getvalue().splitlines()) + "\n"


def _screen(shown: View) -> Iterator[RenderableType]:
    org = shown.review.org
    kind = "sandbox" if org.is_sandbox else "production"
    yield _text(f"{org.name} · {shown.month} · {kind}", "bold")
    yield _score(shown)
    yield _text(shown.findings)
    for banner in shown.banners:
        yield _text(f"! {banner}", "yellow")
    if shown.more_banners:
        yield _text(f"  {more_words(len(shown.more_banners), 'on the page')}", "yellow")
    yield from _part("Pillars", _pillars(shown))
    yield from _part("Top risks", _risks(shown) if shown.risks else _text("No checked rule is broken."))
    if shown.weakened:
        yield from _part(f"Weakened: {len(shown.weakened)}", _weakened(shown))
    yield from _part("What changed", _text(changed_words(shown)))
    for change in shown.rule_changes[:SHOWN]:
        yield Padding(_text(f"{change.rule}: {change.what}"), (0, 0, 0, 2))
    yield from _more(len(shown.rule_changes), "rule change")
    if shown.blind:
        yield from _part(f"Not checked: {count(shown.counts['Not checked'], 'rule')}", _blind(shown))


def changed_words(shown: View) -> str:
    """What changed since the review before, in one line."""
    changed = shown.changed
    if changed is None:
        return "This is the first review."
    unasked = f" · {changed.no_longer_asked:,} no longer asked" if changed.no_longer_asked else ""
    first = f" · {changed.first_looked_at:,} first looked at" if changed.first_looked_at else ""
    tolerated = f" · {changed.within_tolerance:,} within tolerance" if changed.within_tolerance else ""
    return (
        f"{changed.new:,} new · {changed.fixed:,} fixed · {changed.still_open:,} still open · "
        f"{changed.not_evaluated:,} not evaluated{unasked}{first}{tolerated}"
    )


def due_words(due: Due | None) -> str:
    """When it must be done."""
    return f"due {due.words}" if due else "no date"


def _score(shown: View) -> Text:
    score = shown.review.score.overall
    line = _text("No score" if score is None else f"{score}", "bold")
    line.append_text(_text(f"  {shown.band}", STYLES.get(shown.band, "")))
    trend = f"{shown.trend.arrow} {shown.trend.words}".strip()
    return line.append_text(_text(f"  {trend} · {shown.coverage}"))


def _pillars(shown: View) -> Table:
    grid = _grid()
    for pillar in shown.pillars:
        score = "–" if pillar.score is None else str(pillar.score)
        grid.add_row(
            _text(pillar.name),
            Text(score, justify="right"),
            _text(pillar.band, STYLES.get(pillar.band, "")),
            _text(f"{pillar.broken} broken, {pillar.checked} of {pillar.total} checked"),
        )
    return grid


def _risks(shown: View) -> Table:
    grid = _grid()
    for risk in shown.risks:
        grid.add_row(
            _text(risk.severity.capitalize(), STYLES.get(risk.severity, "")),
            _text(risk.title),
            Text(f"{risk.findings:,}", justify="right"),
            _text(risk.who),
            _text(due_words(risk.due)),
        )
    return grid


def _weakened(shown: View) -> Group:
    grid = _grid()
    for weakened in shown.weakened[:SHOWN]:
        who = f"{weakened.approver}, until {weakened.until}"
        grid.add_row(_text(weakened.rule), _text(weakened.what), _text(who), _text(weakened.reason))
    return Group(grid, *_more(len(shown.weakened), "weakening"))


def _more(number: int, noun: str) -> Iterator[RenderableType]:
    if number > SHOWN:
        yield Padding(_text(f"and {count(number - SHOWN, f'more {noun}')} in the review"), (0, 0, 0, 2))


def _blind(shown: View) -> Table:
    grid = _grid()
    for group in shown.blind:
        grid.add_row(
            Text(count(len(group.rules), "rule"), justify="right"),
            _text(group.unlocked_by or "no permission would change it"),
        )
    return grid


def _part(title: str, body: RenderableType) -> Iterator[RenderableType]:
    yield Text()
    yield _text(title, "bold")
    yield Padding(body, (0, 0, 0, 2))


def _grid() -> Table:
    return Table.grid(padding=(0, 2, 0, 0))


def _text(text: str, style: str = "") -> Text:
    """Rich reads no markup from a Text, and no character in it can talk to the terminal."""
    return Text(printable(text, limit=300), style=style)
