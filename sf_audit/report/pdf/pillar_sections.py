"""The parts of the review that judge: data quality, access, performance, adoption. A part without a source says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from sf_audit.model.review import Outcome, Pillar, Status
from sf_audit.report import words
from sf_audit.report.cards import Due, RuleCard
from sf_audit.report.dimensions import Dimension, Quality, quality_by_object
from sf_audit.report.origins_lines import TableLines
from sf_audit.report.pdf.blocks import (
    Bar,
    BarChart,
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    HeatCell,
    HeatStrip,
    Lines,
    Paragraph,
    Section,
    Share,
    Table,
    Tone,
)
from sf_audit.report.pdf.limits import limit_blocks
from sf_audit.report.pdf.looks import (
    BANDS,
    SEVERITY,
    broken_of,
    broken_table,
    kept,
    no_source,
    risks_of,
    severity,
)
from sf_audit.report.pdf.records import critical_records
from sf_audit.report.view import View

_HEADINGS = {
    Pillar.DATA_QUALITY: "Data quality",
    Pillar.ACCESS_POLICY: "Access policy",
    Pillar.SYSTEM_PERFORMANCE: "System performance and limits",
    Pillar.ADOPTION: "Adoption and user feedback",
}

#: Rules of a chart.
_BARS = 8


def pillar_sections(shown: View) -> Iterator[Section]:
    """The four parts; each is there also where nothing of it was judged."""
    blocks: dict[Pillar, Callable[[View], Iterator[Block]]] = {
        Pillar.DATA_QUALITY: _data_quality,
        Pillar.ACCESS_POLICY: lambda _: iter(()),
        Pillar.SYSTEM_PERFORMANCE: limit_blocks,
        Pillar.ADOPTION: _feedback,
    }
    for pillar, heading in _HEADINGS.items():
        yield Section(heading, (*_judged(shown, pillar), *blocks[pillar](shown)))


def _judged(shown: View, pillar: Pillar) -> Iterator[Block]:
    outcomes = [outcome for outcome in shown.review.outcomes if outcome.pillar is pillar]
    checked = [outcome for outcome in outcomes if outcome.is_judged]
    if not checked:
        reason = f"None of {words.count(len(outcomes), 'rule')} could be judged" if outcomes else "No rule is about it"
        yield no_source("No source.", f"{reason}: this review says nothing of it, neither good nor bad.")
        return
    yield _standing(shown, pillar)
    if pillar is Pillar.DATA_QUALITY:
        yield from _heat_strip(outcomes)
    cards = [card for card in broken_of(shown) if card.outcome.pillar is pillar]
    if pillar is Pillar.SYSTEM_PERFORMANCE:
        yield _two_readers(cards, shown)
    elif cards:
        yield broken_table(cards, shown)
    yield Paragraph(_rest(outcomes), Tone.MUTED)
    yield from critical_records(cards)


def _standing(shown: View, pillar: Pillar) -> BarChart:
    """The score of the part, as a bar that says what it means."""
    name = words.PILLARS[pillar]
    card = next(card for card in shown.pillars if card.name == name)
    score = "No score" if card.score is None else f"{card.score}, {card.band}"
    text = f"{words.count(card.broken, 'rule')} broken; {card.checked} of {words.count(card.total, 'rule')} checked"
    bar = Bar(name, (card.score or 0) / 100, score, BANDS.get(card.band, Tone.NONE))
    return BarChart(text, (bar,), f"{name}: {score}. {text}.")


def _heat_strip(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    rows = quality_by_object(outcomes)
    if rows:
        cells = tuple((row.object, tuple(map(_heat, row.cells))) for row in rows)
        words_below = "Rules kept of those that were checked. Red: one of severity high or critical is broken."
        yield HeatStrip("Rules kept, by object and dimension", "Object", tuple(Dimension), cells, words_below)


def _heat(quality: Quality | None) -> HeatCell:
    return HeatCell(quality.words, Tone(quality.tone)) if quality else HeatCell("", Tone.PLAIN)


def _rest(outcomes: Sequence[Outcome]) -> str:
    """What of the part is in no table here, counted."""
    counted = Counter(outcome.status for outcome in outcomes)
    parts = [
        words.count(counted[status], singular, plural)
        for status, singular, plural in (
            (Status.KEPT, "rule is kept", "rules are kept"),
            (Status.NOT_CHECKED, "rule could not be judged", "rules could not be judged"),
            (Status.NOT_APPLICABLE, "rule does not apply", "rules do not apply"),
        )
        if counted[status]
    ]
    return f"{'; '.join(parts) or 'No other rule is about it'}. Every rule is in the appendix."


def _two_readers(cards: Sequence[RuleCard], shown: View) -> Table | Paragraph:
    """Each line with what IT looks into, and what people feel of it."""
    if not cards:
        return Paragraph("Nothing that was checked is broken.")
    risks = risks_of(shown)
    columns = (SEVERITY, Column("What is wrong", 1.6), Column("Diagnostics for IT", 2), Column("Impact for Ops", 1.6))
    rows = tuple(
        (
            severity(risks[card.anchor].severity),
            Lines(card.outcome.heading, f"{risks[card.anchor].findings:,} found; {risks[card.anchor].who}"),
            Lines(card.outcome.fix, " ".join((card.kept, *card.outcome.notes))),
            Lines(card.outcome.why, _when(risks[card.anchor].due)),
        )
        for card in cards
    )
    return Table(columns, rows)


def _when(when: Due | None) -> str:
    return f"Due {words.day(when.on)}" if when is not None else "No date"


def _data_quality(shown: View) -> Iterator[Block]:
    yield from _inflow(shown)
    yield from _origins(shown)
    yield from _gaming(shown)


def _inflow(shown: View) -> Iterator[Block]:
    """What comes in beside what is there already."""
    cards = [card for card in (*broken_of(shown), *shown.kept) if card.outcome.new and card.outcome.new.checked]
    if not cards:
        return
    yield Heading("What comes in, beside what is there", "share that keeps the rule")
    columns = (Column("Rule", 2.4), Column("All records", 1.2), Column("New records", 1.2), Column("Since", 0))
    cards.sort(key=lambda card: _inflow_share(card.outcome) - card.outcome.share_kept)
    yield Table(columns, tuple(_inflow_row(card) for card in cards[:_BARS]))
    if len(cards) > _BARS:
        yield Paragraph(f"The {_BARS} of {len(cards)} rules where new records are worst beside the others.", Tone.MUTED)


def _inflow_row(card: RuleCard) -> tuple[Cell, ...]:
    outcome, new = card.outcome, card.outcome.new
    share, since = _inflow_share(outcome), words.day(new.since) if new else ""
    tone = Tone.GOOD if share >= outcome.at_least else Tone.ACT
    count = new.checked if new else 0
    return (
        outcome.heading,
        kept(card),
        Share(share, f"{words.percent(share)} of {count:,}", tone, outcome.at_least),
        since,
    )


def _inflow_share(outcome: Outcome) -> float:
    new = outcome.new
    return 1 - min(new.broken, new.checked) / new.checked if new and new.checked else 1.0


def _origins(shown: View) -> Iterator[Block]:
    origins = shown.origins
    if origins is None:
        return
    tables = [table for table in origins.tables if table.lines]
    if tables:
        yield Heading("Where it comes from", "the groups that keep the least")
        yield from map(_origin_chart, tables[:2])
    left = [table.caption.partition(":")[0] for table in tables[2:]]
    if left:
        yield Paragraph(f"In the page and the workbook: {'; '.join(left)}.", Tone.MUTED)


def _origin_chart(table: TableLines) -> BarChart:
    lines = table.lines[:_BARS]
    bars = tuple(
        Bar(
            line.name,
            line.group.share_kept,
            f"{line.kept} of {line.group.judged:,}",
            Tone.GOOD if line.group.share_kept >= 0.9 else Tone.WATCH,
        )
        for line in lines
    )
    return BarChart(table.caption, bars, "; ".join(f"{bar.label}: {bar.text} kept" for bar in bars))


def _gaming(shown: View) -> Iterator[Block]:
    if shown.gaming is None or not shown.gaming.signs:
        return
    yield Heading("What looks like gaming", "an indication, not a verdict")
    signs = [f"{sign.title} ({sign.where}): {sign.reason}" for sign in shown.gaming.signs if sign.teams]
    yield Bullets(tuple(dict.fromkeys(signs)))


def _feedback(_: View) -> Iterator[Block]:
    yield Heading("User feedback")
    yield no_source(
        "No source.",
        "Nobody's feedback is in this review: no cases, no survey. What users think of the CRM is not known.",
    )
