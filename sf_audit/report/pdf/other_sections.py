"""The parts of the review that compare, govern, plan, and prove."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sf_audit.model.review import Change, Point, ReviewStatus, Status
from sf_audit.report import words
from sf_audit.report.cards import RuleCard
from sf_audit.report.org_day import org_day
from sf_audit.report.pdf.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Heading,
    Lines,
    Paragraph,
    Pill,
    Section,
    Table,
    Tone,
)
from sf_audit.report.pdf.looks import DUE, FINDINGS, POINTS, SEVERITY, WHO, broken_of, due, number, risks_of, severity
from sf_audit.report.score_lines import UNSEEN
from sf_audit.report.standards_lines import SOON
from sf_audit.report.view import View

#: Rows of a table of changes; the others are counted.
_CHANGES = 15

_STATUSES = {
    Status.BROKEN: Tone.ACT,
    Status.KEPT: Tone.GOOD,
    Status.NOT_CHECKED: Tone.UNSEEN,
    Status.NOT_APPLICABLE: Tone.NONE,
}


def changes_section(shown: View) -> Section:
    """What changed: findings, rules, and the score from review to review."""
    return Section("What changed", (*_score(shown), *_findings(shown), *_stay(shown), *_rules(shown), *_series(shown)))


def _score(shown: View) -> Iterator[Block]:
    """Why the score moved, cause by cause."""
    if shown.score.change:
        yield Heading("Why the score moved", shown.score.change)
        rows = tuple((part.cause, part.points) for part in shown.score.parts) or (("Nothing that counts", "±0"),)
        yield Table((Column("Cause", 4), number("Points")), rows)
        yield Heading("Findings since the review before")


def _findings(shown: View) -> Iterator[Block]:
    if shown.changed is None:
        yield Paragraph("This is the first review. The next one says what is new and what was fixed.")
        return
    moved = [change for change in shown.review.changes if _has_moved(change)]
    if not moved:
        yield Paragraph("No finding is new, and none was fixed, since the review before.")
        return
    moved.sort(key=lambda change: (-change.new - change.returned, -change.fixed, -change.not_evaluated))
    columns = (
        Column("Rule", 3),
        number("New"),
        number("Returned"),
        number("Fixed"),
        number("Still open"),
        number("Not evaluated"),
        number("No longer asked"),
    )
    yield Table(columns, tuple(map(_change, moved[:_CHANGES])))
    still = len(shown.review.changes) - len(moved)
    notes = [f"{words.count(len(moved) - _CHANGES, 'rule')} more moved"] if len(moved) > _CHANGES else []
    notes += [f"findings of {words.count(still, 'rule')} did not move"] if still else []
    if notes:
        yield Paragraph(f"Not in this table: {'; '.join(notes)}. All of them are in the page.", Tone.MUTED)


def _has_moved(change: Change) -> bool:
    """Whether findings of it came or went, or nobody knows whether they did."""
    return bool(change.new or change.returned or change.fixed or change.not_evaluated or change.no_longer_asked)


def _change(change: Change) -> tuple[Cell, ...]:
    counted = (
        *(change.new, change.returned, change.fixed, change.still_open),
        *(change.not_evaluated, change.no_longer_asked),
    )
    return change.title, *(f"{number_of:,}" for number_of in counted)


def _stay(shown: View) -> Iterator[Block]:
    """How long findings stay, and how the old stock shrinks."""
    if shown.lifecycle is None:
        return
    yield Heading("How long findings stay")
    if shown.lifecycle.burn_down:
        yield Paragraph(shown.lifecycle.burn_down)
    columns = (Column("Came in", 2), number("Then"), *map(number, shown.lifecycle.columns))
    yield Table(columns, tuple((line.month, line.came, *line.after) for line in shown.lifecycle.cohorts))


def _rules(shown: View) -> Iterator[Block]:
    if shown.rule_changes:
        yield Heading("Rules that are not what they were")
        yield Paragraph(f"{shown.rule_change_words}.")
        yield Bullets(tuple(f"{line.rule}: {line.what}" for line in shown.rule_changes[:_CHANGES]))
        more = len(shown.rule_changes) - _CHANGES
        if more > 0:
            yield Paragraph(f"{words.count(more, 'change')} more of rules are in the page.", Tone.MUTED)


def _series(shown: View) -> Iterator[Block]:
    yield Heading("Review by review", shown.score.other_formula)
    columns = (
        Column("Month", 1.4),
        number("Score"),
        Column("Status", 1),
        number("Rules checked"),
        number("Findings of broken rules"),
        number("Within tolerance"),
    )
    rows = tuple(
        (
            words.month(point.period),
            _score_words(point),
            point.status.capitalize(),
            f"{point.checked} of {point.total}",
            f"{point.open_findings:,}",
            f"{point.within_tolerance:,}",
        )
        for point in shown.series[::-1]
    )
    yield Table(columns, rows)


def _score_words(point: Point) -> Cell:
    if point.score is None:
        return "–"
    return str(point.score) if point.published is None else Lines(str(point.score), f"then {point.published}")


def plan_section(shown: View) -> Section:
    """What is overdue or due within 30 days, in the order of its dates."""
    limit = org_day(shown.review) + timedelta(days=SOON)
    risks = sorted(
        (risk for risk in risks_of(shown).values() if risk.due and risk.due.on <= limit),
        key=lambda risk: (risk.due.on if risk.due else limit, words.SEVERITIES.index(risk.severity), risk.anchor),
    )
    later = len(risks_of(shown)) - len(risks)
    lead = Paragraph(
        "What is overdue or due within 30 days. A finding is closed by the next review alone, where its rule is judged "
        "over all records: nobody has to report it, and nobody can."
    )
    if not risks:
        return Section("Work plan", (lead, Paragraph("Nothing is due within 30 days.")))
    columns = (DUE, SEVERITY, Column("What is wrong", 3.4), FINDINGS, POINTS, WHO)
    rows = tuple(
        (due(risk.due), severity(risk.severity), risk.title, f"{risk.findings:,}", risk.points or "–", risk.who)
        for risk in risks
    )
    note = f"{words.count(later, 'broken rule is', 'broken rules are')} due later, or without a date."
    return Section("Work plan", (lead, Table(columns, rows), *([Paragraph(note, Tone.MUTED)] if later else [])))


def not_checked_section(shown: View) -> Section:
    """What nobody looked at, and what would change that."""
    if not shown.blind and not shown.review.unread:
        return Section("Not checked", (Paragraph(shown.all_checked),))
    blocks: list[Block] = []
    if shown.blind:
        blocks.append(Paragraph(f"Neither kept nor broken. {UNSEEN}"))
        columns = (Column("What would change that", 1.6), Column("Rule", 1.6), Column("Why it was not judged", 2))
        blocks.append(Table(columns, tuple(_blind_rows(shown)), small=True))
    if shown.review.unread:
        blocks += [Heading("Parts of the org that were not read"), Bullets(shown.review.unread)]
    return Section("Not checked", tuple(blocks))


def _blind_rows(shown: View) -> Iterator[tuple[Cell, ...]]:
    for group in shown.blind:
        for card in group.rules:
            unlocked_by = group.unlocked_by or "No permission would change it"
            yield unlocked_by, card.outcome.title, Lines(words.reason(card.outcome), card.outcome.detail)


def about_section(shown: View) -> Section:
    """What the numbers rest on: who read what, when, and by which rules."""
    review = shown.review
    partial = "" if review.status is ReviewStatus.COMPLETE else " (not complete)"
    calls = f"{review.api.calls:,}" + (f" of {review.api.limit:,} in 24 hours" if review.api.limit else "")
    auditor = f", as {review.auditor}" if review.auditor else ""
    facts = (
        ("Score", f"{shown.score.formula} {shown.score.points}"),
        ("Beside it", shown.score.explained),
        ("Status", f"{review.status.capitalize()}{partial}, {shown.coverage}"),
        ("Findings", f"{shown.findings}"),
        (
            "Org",
            f"{review.org.name}, {review.org.id}, {review.org.edition or 'edition not known'}, {review.org.time_zone}",
        ),
        ("Read", f"{words.moment(review.started)} to {words.moment(review.finished)}{auditor}"),
        ("API calls", calls),
        ("Snapshot", review.snapshot),
        ("Rules", review.rules_sha256),
        ("Written by", f"sf-audit {review.tool_version or '(version not recorded)'}; nothing in the org was changed"),
    )
    banners = (*shown.banners, *shown.more_banners)
    notes = (Heading("Before you believe the numbers"), Bullets(banners)) if banners else ()
    return Section("About this review", (Facts(facts), *notes))


def appendix(shown: View) -> Section:
    """Every rule, with what became of it."""
    cards = (
        *broken_of(shown),
        *(card for group in shown.blind for card in group.rules),
        *shown.kept,
        *shown.not_applicable,
    )
    columns = (
        Column("Rule", 1.9),
        Column("Standard", 2.6),
        Column("Severity", 0),
        Column("Outcome", 0),
        number("Keep it"),
        number("Must"),
        number("Open"),
    )
    queries = sum(len(card.outcome.queries) for card in cards)
    where = (
        f"The {words.count(queries, 'query', 'queries')} that they were read with, word for word, are in review.html "
    )
    lead = Paragraph(f"{words.count(len(cards), 'rule')}. {where}and review.json.", Tone.MUTED)
    return Section("Appendix: every rule", (lead, Table(columns, tuple(map(_rule_row, cards)), small=True)))


def _rule_row(card: RuleCard) -> tuple[Cell, ...]:
    outcome = card.outcome
    judged = outcome.is_judged
    return (
        outcome.rule,
        outcome.title,
        outcome.severity.capitalize(),
        Pill(words.STATUSES[outcome.status], _STATUSES[outcome.status]),
        f"{words.percent(outcome.share_kept)} of {outcome.checked:,}" if judged and outcome.checked else "–",
        words.percent(outcome.at_least) if judged else "–",
        f"{outcome.broken:,}" if judged else "–",
    )
