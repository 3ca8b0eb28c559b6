"""What a printed document is made of. A block says what is shown; `reports/pdf` says what that looks like.

A chart always carries its words: they are its alternative text, and stand below it for who cannot see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Tone(StrEnum):
    """What a colour means. No colour says anything that no word beside it says."""

    PLAIN = "plain"
    MUTED = "muted"
    GOOD = "good"
    WATCH = "watch"
    ACT = "act"
    UNSEEN = "unseen"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Notice:
    """A box that nobody overlooks. `lead` is printed bold before the text."""

    text: str
    tone: Tone
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section; `aside` stands behind it, smaller."""

    text: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pill:
    """A word in a coloured frame; filled where it is `grave`."""

    text: str
    tone: Tone
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A text that opens an address. The address is one that `report.links` built, never a text of a record."""

    text: str
    address: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A text with a smaller one below it."""

    text: str
    below: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, 0 to 1, as a bar with its words; `aim` is what it should be."""

    share: float
    text: str
    tone: Tone
    aim: float = 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A small curve of shares, 0 to 1, under the line of `aim`: runs of days without a gap, each a day of `days`.

    `below` are the sentences that stand under it.
    """

    runs: tuple[tuple[tuple[int, float], ...], ...]
    days: int
    aim: float
    words: str
    below: str


Cell: TypeAlias = str | Pill | Link | Lines | Share | Curve


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` in parts of what is left, or 0 for what its cells need."""

    heading: str
    width: float = 1.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is printed again on each page. `small` is for long tables that are looked up."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Gauge:
    """The score, and how sure it is."""

    score: int | None
    band: str
    tone: Tone
    trend: str
    sure: str
    checked: int
    total: int
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line chart; the line goes to the next one where both are `whole` and on one `scale`."""

    label: str
    value: int | None
    whole: bool
    scale: int


@dataclass(frozen=True, slots=True)
class LineChart:
    """Values over time, 0 to 100. `title` is what it shows in a sentence."""

    title: str
    marks: tuple[Mark, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: how long it is, 0 to 1, and what it says."""

    label: str
    share: float
    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars below each other, each with its name and its value; `notes`, small below them, may be empty."""

    title: str
    bars: tuple[Bar, ...]
    words: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One field of a heat strip; no text where there is nothing to say."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class HeatStrip:
    """A table of coloured numbers: rows by columns."""

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[HeatCell, ...]], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A number with its name, and how much of 100 it is."""

    name: str
    value: int | None
    band: str
    tone: Tone
    below: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Big numbers side by side, each with what it counts."""

    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns of blocks, as wide as `widths` says in parts."""

    widths: tuple[float, ...]
    columns: tuple[tuple[Block, ...], ...]


Block: TypeAlias = (
    Paragraph
    | Notice
    | Heading
    | Bullets
    | Facts
    | Table
    | Gauge
    | LineChart
    | BarChart
    | HeatStrip
    | Cards
    | Figures
    | Beside
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document, with a heading of its own."""

    heading: str
    blocks: tuple[Block, ...]
    own_page: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole document. `running` stands at the top of every page but the first; `facts` below the title."""

    title: str
    kicker: str
    subtitle: str
    running: str
    footer: str
    facts: tuple[str, ...]
    badges: tuple[Pill, ...]
    sections: tuple[Section, ...]
