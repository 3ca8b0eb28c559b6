"""The first records of critical rules: few enough for paper, and too grave to look up elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sf_audit.model.review import Severity
from sf_audit.report import words
from sf_audit.report.cards import Row, RuleCard
from sf_audit.report.pdf.blocks import Block, Cell, Column, Heading, Lines, Link, Paragraph, Table, Tone
from sf_audit.report.pdf.looks import due

#: Records of each rule on paper.
MOST = 5

_COLUMNS = (Column("Record", 1.4), Column("What is the case", 2.2), Column("First seen", 0), Column("Due", 0.8))


def critical_records(cards: Iterable[RuleCard]) -> Iterator[Block]:
    """A table for each critical rule that names records."""
    for card in cards:
        if card.outcome.severity is Severity.CRITICAL and card.rows:
            yield Heading(card.outcome.heading, f"critical, {card.owner.partition(' <')[0]}")
            yield Table(_COLUMNS, tuple(map(_row, card.rows[:MOST])))
            yield from _left_out(card)


def _left_out(card: RuleCard) -> Iterator[Block]:
    left = max(card.findings, len(card.rows)) - MOST
    if left > 0:
        yield Paragraph(
            f"{words.count(left, 'finding')} more: in review.html, and all of them in findings.csv.", Tone.MUTED
        )


def _row(row: Row) -> tuple[Cell, ...]:
    example = row.example
    name, below = example.label or example.id, f"{example.object} {example.id}" if example.label else example.object
    record: Cell = Link(name, row.link, below) if row.link else Lines(name, below)
    until = f"Waived until {row.waived_until}" if row.waived_until else due(row.due)
    return record, Lines(example.said or example.because, example.part), row.first_seen, until
