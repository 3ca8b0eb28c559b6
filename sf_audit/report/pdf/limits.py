"""The org's limits on paper: how much is used, how that went, when it ends; for IT and for Ops."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.limits import NEAR
from sf_audit.report.curves import runs
from sf_audit.report.limit_lines import LimitLine
from sf_audit.report.pdf.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Curve,
    Heading,
    Lines,
    Paragraph,
    Share,
    Table,
    Tone,
)
from sf_audit.report.pdf.looks import no_source
from sf_audit.report.view import View
from sf_audit.report.words import count

_COLUMNS = (
    Column("Limit", 1.3),
    Column("Used now", 1),
    Column("Outlook", 1.6),
    Column("Diagnostics for IT", 1.7),
    Column("Impact for Ops", 1.5),
)


def limit_blocks(shown: View) -> Iterator[Block]:
    """The table, or that there is none and how to get one."""
    limits = shown.limits
    if limits is None:
        yield no_source("No source.", "This review was written before limits were told: nothing is known of them.")
        return
    yield Heading("Limits of the org", "as they were when it was read")
    if limits.sampled:
        yield Paragraph(limits.summary, Tone.MUTED)
    else:
        lead, _, rest = limits.summary.partition(": ")
        yield no_source(f"{lead}:", rest)
    near = [line for line in limits.everything if line.near]
    if near:
        yield Table(_COLUMNS, tuple(map(_row, near)))
    if left := len(limits.everything) - len(near):
        others = count(left, "other limit is", "other limits are")
        yield Paragraph(f"{others} less than half used, and nowhere near an end; the workbook has each.", Tone.MUTED)
    problems = (*(f"Not checked: {problem}" for problem in limits.not_read), *limits.notes)
    if problems:
        yield Bullets(problems)


def _row(line: LimitLine) -> tuple[Cell, ...]:
    share = min(max(line.share, 0.0), 1.0)
    return (
        Lines(line.label, line.name),
        Share(share, f"{line.share_words}: {line.used}", Tone(line.tone), NEAR),
        _outlook(line),
        line.diagnostics,
        line.impact,
    )


def _outlook(line: LimitLine) -> Cell:
    words = "; ".join(line.outlook)
    if not line.curve_words:
        return words
    days = tuple(tuple(run) for run in runs(line.curve))
    return Curve(days, len(line.curve), NEAR, line.curve_words, words)
