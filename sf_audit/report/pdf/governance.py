"""Who has what to do and what is late, what people agreed on, and what they took off the standards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sf_audit.report import words
from sf_audit.report.pdf.blocks import Block, Bullets, Cell, Column, Heading, Lines, Paragraph, Section, Table, Tone
from sf_audit.report.pdf.looks import number
from sf_audit.report.register_lines import DecisionLine, RequestLine
from sf_audit.report.view import Risk, View


def governance_section(shown: View) -> Section:
    """Who has what to do, what is late, and what people took off the standards."""
    return Section("Governance", (*_parties(shown), *_registers(shown), *_weakened(shown)))


def _parties(shown: View) -> Iterator[Block]:
    if not shown.parties:
        yield Paragraph("No checked rule is broken, so nobody has anything to do.")
        return
    columns = (
        Column("Who acts", 2),
        number("Broken rules"),
        number("Findings"),
        number("Rules overdue"),
        Column("Next date", 1),
    )
    rows = tuple(
        (
            party.name,
            f"{len(party.rules):,}",
            f"{party.findings:,}",
            _late(party.risks),
            _next(party.risks),
        )
        for party in shown.parties
    )
    yield Table(columns, rows)


def _late(risks: Sequence[Risk]) -> Cell:
    late = sum(risk.due is not None and risk.due.overdue for risk in risks)
    return Lines(f"{late:,}", "", Tone.ACT) if late else "0"


def _next(risks: Sequence[Risk]) -> Cell:
    ahead = [risk.due.on for risk in risks if risk.due and not risk.due.overdue]
    return words.day(min(ahead)) if ahead else "none ahead"


def _registers(shown: View) -> Iterator[Block]:
    registers = shown.registers
    if registers is None:
        yield Heading("Requests and decisions")
        yield Paragraph("This review knows of none: nobody's promises are followed here.")
        return
    yield Heading("Requests and decisions", registers.summary)
    if registers.requests:
        columns = (Column("Request", 1.6), Column("Stands", 1.4), Column("Waits for", 0.8), Column("Time", 1.6))
        yield Table(columns, tuple(map(_request, registers.requests)))
    if registers.decisions:
        columns = (Column("Decision", 2), Column("Decided", 1.2), Column("Owner", 0.8), Column("Became of it", 1.6))
        yield Table(columns, tuple(map(_decision, registers.decisions)))
    notes = (*(f"Refused: {problem}" for problem in registers.refused), *registers.notes)
    if notes:
        yield Bullets(notes)


def _request(line: RequestLine) -> tuple[Cell, ...]:
    lacks = f"Lacks {line.lacks}" if line.lacks else ""
    tone = Tone.ACT if line.is_late else Tone.PLAIN
    return Lines(line.title, line.id), line.stands, line.waits_for, Lines("; ".join(line.time) or "–", lacks, tone)


def _decision(line: DecisionLine) -> tuple[Cell, ...]:
    became = Lines(f"{line.carried}, {line.due}", line.because, Tone.ACT if line.is_late else Tone.PLAIN)
    return Lines(line.decision, line.id), line.decided, line.owner, became


def _weakened(shown: View) -> Iterator[Block]:
    yield Heading("What was taken off the standards")
    if not shown.weakened:
        yield Paragraph("Nothing: no waiver, no exception, no blind spot holds today.")
        return
    columns = (
        Column("Standard", 2),
        Column("What", 1.6),
        Column("Approved by", 1),
        Column("Until", 1),
        Column("Why", 2),
    )
    yield Table(
        columns, tuple((line.rule, line.what, line.approver, line.until, line.reason) for line in shown.weakened)
    )
