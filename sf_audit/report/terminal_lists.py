"""The lists of the first screen: tables where there is room for columns, and a few lines each where there is not."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sf_audit.report.cards import Due
from sf_audit.report.first_page import PillarCard
from sf_audit.report.hostile import printable
from sf_audit.report.standards_lines import WeakenedLine
from sf_audit.report.standing_lines import StandingLine
from sf_audit.report.view import Risk, View
from sf_audit.report.words import count, stays_together

STYLES = {"Good": "green", "Watch": "yellow", "Act": "red", "critical": "bold red", "high": "red", "medium": "yellow"}

#: Columns of a terminal from which tables have room for their words.
TABLES_FROM = 72

#: Columns that a long name of a team may take.
_TEAM = 20


@dataclass(frozen=True, slots=True)
class Lists:
    """How the lists of a review are laid out."""

    pillars: Callable[[View], RenderableType]
    standing: Callable[[View], RenderableType]
    risks: Callable[[View], RenderableType]
    weakened: Callable[[Sequence[WeakenedLine]], RenderableType]


def text(words: str, style: str = "") -> Text:
    """Rich reads no markup from a Text, and no character in it can talk to the terminal."""
    return Text(printable(words, limit=300), style=style)


def due_words(due: Due | None) -> str:
    """When it must be done."""
    return f"due {due.words}" if due else "no date"


def grid(columns: int, *, kept: Collection[int] = ()) -> Table:
    """A table without lines; the `kept` columns wrap nowhere, and no other one loses a letter."""
    made = Table.grid(padding=(0, 2, 0, 0))
    for number in range(columns):
        made.add_column(no_wrap=number in kept, overflow="fold")
    return made


def _pillar_rows(shown: View) -> Table:
    rows = grid(4, kept=(0, 1, 2))
    for pillar in shown.pillars:
        score = Text(_score(pillar), justify="right")
        rows.add_row(text(pillar.name), score, _band(pillar), text(_rules(pillar)))
    return rows


def _standing_rows(shown: View) -> Table:
    rows = grid(3, kept=(1,))
    for line in shown.score.standing:
        rows.add_row(text(line.name), Text(line.share, justify="right"), text(_counted(line)))
    return rows


def _risk_rows(shown: View) -> Table:
    rows = grid(5, kept=(0, 2, 3))
    for risk in shown.risks:
        rows.add_row(
            _severity(risk),
            text(risk.title),
            Text(f"{risk.findings:,}", justify="right"),
            _team(risk.who),
            _due_and_points(risk),
        )
    return rows


def _weakened_rows(lines: Sequence[WeakenedLine]) -> Table:
    rows = grid(4)
    for line in lines:
        rows.add_row(text(line.rule), text(line.what), text(_approval(line)), text(line.reason))
    return rows


def _due_and_points(risk: Risk) -> Text:
    """In two lines: the column for points alone would take the room of what is wrong."""
    due = text(due_words(risk.due))
    return due.append_text(Text(f"\n{risk.points} points")) if risk.points else due


def _team(name: str) -> Text:
    """A short name in one line, a long one in several."""
    whole = text(name)
    if stays_together(name):
        return whole
    return Text("\n".join(textwrap.wrap(whole.plain, _TEAM)))


def _pillar_lines(shown: View) -> Group:
    return Group(*(line for pillar in shown.pillars for line in _pillar_line(pillar)))


def _pillar_line(pillar: PillarCard) -> Iterator[RenderableType]:
    yield text(f"{pillar.name}: {_score(pillar)} ").append_text(_band(pillar))
    yield _below(_rules(pillar))


def _standing_lines(shown: View) -> Group:
    return Group(*(part for line in shown.score.standing for part in _standing_line(line)))


def _standing_line(line: StandingLine) -> Iterator[RenderableType]:
    yield text(f"{line.name}: {line.share}")
    yield _below(_counted(line))


def _counted(line: StandingLine) -> str:
    return "; ".join(part for part in (line.numbers, line.note) if part)


def _risk_lines(shown: View) -> Group:
    return Group(*(line for risk in shown.risks for line in _risk_line(risk)))


def _risk_line(risk: Risk) -> Iterator[RenderableType]:
    yield _severity(risk).append_text(text(f": {risk.title}"))
    yield _below(risk.who)
    points = f", {risk.points} points" if risk.points else ""
    yield _below(f"{count(risk.findings, 'finding')}{points}, {due_words(risk.due)}")


def _weakened_lines(lines: Sequence[WeakenedLine]) -> Group:
    return Group(*(part for line in lines for part in _weakened_line(line)))


def _weakened_line(line: WeakenedLine) -> Iterator[RenderableType]:
    yield text(f"{line.rule}: {line.what}")
    yield _below(_approval(line))
    yield _below(line.reason)


def _score(pillar: PillarCard) -> str:
    return "–" if pillar.score is None else str(pillar.score)


def _band(pillar: PillarCard) -> Text:
    return text(pillar.band, STYLES.get(pillar.band, ""))


def _rules(pillar: PillarCard) -> str:
    return f"{pillar.broken} broken, {pillar.checked} of {pillar.total} checked"


def _severity(risk: Risk) -> Text:
    return text(risk.severity.capitalize(), STYLES.get(risk.severity, ""))


def _approval(line: WeakenedLine) -> str:
    return f"{line.approver}, until {line.until}"


def _below(words: str) -> Padding:
    return Padding(text(words), (0, 0, 0, 2))


TABLES = Lists(_pillar_rows, _standing_rows, _risk_rows, _weakened_rows)
STACKED = Lists(_pillar_lines, _standing_lines, _risk_lines, _weakened_lines)
