"""Page one, which answers in thirty seconds: how healthy, how sure, what got worse, what is risked, who does what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sf_audit.model.review import Point, ReviewStatus
from sf_audit.report import words
from sf_audit.report.banners import more_words
from sf_audit.report.decisions import Decision, decisions
from sf_audit.report.first_page import Changed, point_words
from sf_audit.report.pdf.blocks import (
    Bar,
    BarChart,
    Beside,
    Block,
    Bullets,
    Card,
    Cards,
    Cell,
    Column,
    Figures,
    Gauge,
    Heading,
    LineChart,
    Lines,
    Mark,
    Notice,
    Paragraph,
    Section,
    Table,
    Tone,
)
from sf_audit.report.pdf.looks import BANDS, DUE, FINDINGS, POINTS, SEVERITY, WHO, due, risks_of, severity
from sf_audit.report.standing_lines import PIPELINE, StandingLine
from sf_audit.report.view import Risk, View

#: Lines of a list on page one; what is not shown is counted.
MOST = 3

#: Bars beside the score.
BESIDE = 7

#: Banners on page one; the others are in the part about the review.
BANNERS = 3


def front_page(shown: View) -> Section:
    """The first page."""
    return Section(
        "At a glance",
        (
            Beside((1, 1.2), ((gauge(shown),), (trend(shown),))),
            *_banners(shown),
            _pillars(shown),
            *beside_the_score(shown),
            Heading("Top risks", "what is wrong, who acts, by when"),
            *_risks(shown),
            Beside((1, 1), (tuple(_worse(shown)), tuple(_overdue(shown)))),
            Beside((1, 1), (tuple(_decisions(shown)), tuple(_money(shown)))),
        ),
    )


def gauge(shown: View) -> Gauge:
    """The score, and of how much of the standards it speaks."""
    review, score = shown.review, shown.review.score.overall
    sure = f"How sure: {shown.coverage}" + ("" if review.status is ReviewStatus.COMPLETE else f", {review.status}")
    said = "No score" if score is None else f"Score {score} of 100"
    return Gauge(
        score,
        shown.band,
        BANDS.get(shown.band, Tone.NONE),
        f"{shown.trend.arrow} {shown.trend.words}".strip(),
        sure,
        review.coverage.checked,
        review.coverage.total,
        f"{said}, {shown.band}. {sure}.",
    )


def trend(shown: View) -> LineChart:
    """The score over the reviews."""
    points = shown.series
    marks = tuple(Mark(words.month(point.period), point.score, _whole(point), point.formula) for point in points)
    return LineChart(f"Score: {shown.trend.words}", marks, "; ".join(map(point_words, points)))


def _whole(point: Point) -> bool:
    return point.status is ReviewStatus.COMPLETE and point.score is not None


def _banners(shown: View) -> Iterator[Block]:
    every = (*shown.banners, *shown.more_banners)
    if every:
        more = more_words(len(every) - BANNERS, "under About this review") if len(every) > BANNERS else ""
        text = " ".join((*every[:BANNERS], *([f"({more}.)"] if more else [])))
        yield Notice(text, Tone.WATCH, "Before you believe the numbers:")


def _pillars(shown: View) -> Cards:
    return Cards(
        tuple(
            Card(
                pillar.name,
                pillar.score,
                pillar.band,
                BANDS.get(pillar.band, Tone.NONE),
                f"{pillar.broken} broken · {pillar.checked} of {pillar.total} checked",
            )
            for pillar in shown.pillars
        )
    )


def beside_the_score(shown: View) -> Iterator[Block]:
    """What stands beside the score and needs no formula, as bars; what did not fit is in the workbook."""
    lines = shown.score.standing
    if lines:
        bars = tuple(_bar(line) for line in lines[:BESIDE])
        more = f"; {words.count(len(lines) - BESIDE, 'line')} more in review.html" if len(lines) > BESIDE else ""
        spoken = "; ".join(f"{line.name}: {line.share}, {line.numbers}" for line in lines)
        notes = ". ".join(f"{line.name}: {line.note}" for line in lines[:BESIDE] if line.note)
        yield BarChart(f"Beside the score{more}", bars, f"{spoken}. {shown.score.explained}", notes)


def _bar(line: StandingLine) -> Bar:
    part = line.part or 0
    tone = Tone.NONE if line.part is None else Tone.GOOD if part >= 0.9 else Tone.WATCH if part >= 0.7 else Tone.ACT
    return Bar(line.name, part, ": ".join(filter(None, (line.share, line.numbers))), tone)


def _risks(shown: View) -> Iterator[Block]:
    if not shown.risks:
        yield Paragraph("No checked rule is broken.")
        return
    columns = (SEVERITY, Column("What is wrong", 3.2), FINDINGS, POINTS, WHO, DUE)
    yield Table(columns, tuple(_risk(risk) for risk in shown.risks))


def _risk(risk: Risk) -> tuple[Cell, ...]:
    title: Cell = Lines(risk.title, f"At stake: {risk.at_stake}") if risk.at_stake else risk.title
    return severity(risk.severity), title, f"{risk.findings:,}", risk.points or "–", risk.who, due(risk.due)


def _worse(shown: View) -> Iterator[Block]:
    yield Heading("What got worse")
    if shown.changed is None:
        yield Paragraph("This is the first review. The next one says what is new and what was fixed.", Tone.MUTED)
        return
    yield Figures(_figures(shown.changed))
    grew = sorted((change for change in shown.review.changes if change.new), key=lambda change: -change.new)
    grew = [change for change in grew if change.rule not in shown.tolerant]
    yield Bullets(tuple(f"{change.title}: {change.new:,} new" for change in grew[:MOST]))
    yield from _more(len(grew), "rule has new findings", "rules have new findings")


def _figures(changed: Changed) -> tuple[tuple[str, str], ...]:
    counted = (
        (changed.new, "new"),
        (changed.returned, "returned"),
        (changed.fixed, "fixed"),
        (changed.still_open, "still open"),
        (changed.not_evaluated, "not evaluated"),
        (changed.first_looked_at, "first looked at"),
    )
    return tuple((f"{number:,}", name) for number, name in counted if number or name in {"new", "fixed", "still open"})


def _overdue(shown: View) -> Iterator[Block]:
    yield Heading("Promised and not done")
    late = sorted(
        (risk for risk in risks_of(shown).values() if risk.due and risk.due.overdue),
        key=lambda risk: (words.SEVERITIES.index(risk.severity), risk.due.on if risk.due else date.max),
    )
    decided = [line for line in (shown.registers.decisions if shown.registers else ()) if line.is_late]
    promises = [f"{line.owner}: {line.id}, {line.decision} ({line.carried.lower()}, {line.due})" for line in decided]
    promises += [f"{risk.who}: {risk.title} (due {risk.due.words if risk.due else ''})" for risk in late]
    if not promises:
        yield Paragraph("Nothing that has a date is overdue.")
        return
    yield Bullets(tuple(promises[:MOST]))
    yield from _more(len(promises), "promise was not kept", "promises were not kept")


def _decisions(shown: View) -> Iterator[Block]:
    yield Heading("Decisions needed")
    open_decisions = decisions(shown)
    if not open_decisions:
        yield Paragraph("None that this review can see.")
        return
    yield Bullets(tuple(map(_decision, open_decisions[:MOST])))
    yield from _more(len(open_decisions), "decision", "decisions")


def _decision(decision: Decision) -> str:
    by = f", by {words.day(decision.by)}" if decision.by else ""
    return f"{decision.who}: {decision.what}{by}"


def _money(shown: View) -> Iterator[Block]:
    yield Heading("Money at risk")
    stakes = [risk for risk in risks_of(shown).values() if risk.at_stake]
    stakes.sort(key=lambda risk: words.SEVERITIES.index(risk.severity))
    pipeline = [line for line in shown.score.standing if line.name == PIPELINE]
    yield from (Paragraph(f"{line.name}: {line.share}, {line.numbers or line.note}") for line in pipeline)
    if not stakes:
        yield Paragraph("No broken rule says what money is at stake.")
        return
    yield Bullets(tuple(f"{risk.at_stake}: {risk.title}" for risk in stakes[:MOST]))
    yield from _more(len(stakes), "broken rule has money at stake", "broken rules have money at stake")
    if len(stakes) > 1:
        yield Paragraph("A record can break several rules: these amounts do not add up.", Tone.MUTED)


def _more(found: int, singular: str, plural: str) -> Iterator[Block]:
    if found > MOST:
        yield Paragraph(f"{words.count(found, singular, plural)} in all.", Tone.MUTED)
