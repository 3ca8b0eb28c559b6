"""The review as a workbook: a sheet for each part, to filter, to sort, and to write a status into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from sf_audit.model.review import OrgIdentity, Pillar, Review
from sf_audit.report import words
from sf_audit.report.cards import Due, Row, RuleCard
from sf_audit.report.decisions import decisions
from sf_audit.report.findings_csv import COLUMNS
from sf_audit.report.first_page import changed_words
from sf_audit.report.links import deep_link
from sf_audit.report.no_source import without_source
from sf_audit.report.review_sheets import decisions_sheet, limits_sheet, origins_sheet, requests_sheet, weakened_sheet
from sf_audit.report.standing_lines import StandingLine
from sf_audit.report.view import Risk, View, view
from sf_audit.report.workbook import Cell, Link, Percent, Sheet, write_workbook

#: What people write beside a line of work.
STATUSES = ("Open", "In progress", "Fixed", "Needs a waiver", "Not ours", "Needs an administrator")

_RULES = (
    *("Outcome", "Severity", "What is wrong, or the standard", "Keep it", "Must", "Looked at", "Open", "Waived"),
    *("Who acts", "With", "Due", "At stake", "Why it matters", "How to fix it", "Not looked at", "Notes", "Rule"),
)
_RULE_WIDTHS = dict(enumerate((14, 10, 56, 9, 9, 11, 10, 10, 22, 22, 12, 22, 60, 60, 40, 40, 40)))

_WORK = (
    *("Due", "Overdue", "Severity", "What is wrong", "Findings", "Points", "Points behind the cap"),
    *("At stake", "Who acts", "With", "How to fix it", "Rule"),
)
_WORK_WIDTHS = dict(enumerate((12, 9, 10, 56, 10, 9, 20, 22, 24, 24, 60, 40, 22, 40)))

_RECORDS = (
    *("Record", "Object", "What is the case", "Part", "What the fields hold", "At stake", "Record owner"),
    *("First seen", "Due", "Waived until", "What is wrong", "Record id", "Rule"),
)
_RECORD_WIDTHS = dict(enumerate((32, 16, 44, 24, 36, 18, 24, 12, 12, 13, 44, 22, 36)))

#: Letters of a cell: a workbook is read, and review.json has the whole of each text.
_LONGEST = 2_000

_Findings = Callable[[], Iterable[Mapping[str, object]]]


def review_xlsx(review: Review, findings: _Findings, path: Path) -> None:
    """Write the workbook. It is dated by the review, so that the same review gives the same file."""
    shown = view(review)
    sheets = (
        _summary(shown),
        _work(shown),
        _changes(shown),
        *(_rules(name, shown, pillar) for pillar, name in words.PILLARS.items()),
        limits_sheet(shown),
        origins_sheet(shown),
        requests_sheet(shown),
        decisions_sheet(shown),
        weakened_sheet(shown),
        _rules("All rules", shown, None),
        _records(shown),
        _findings(review.org, findings),
    )
    write_workbook(path, [replace(sheet, longest=_LONGEST) for sheet in sheets], made=review.finished)


def _summary(shown: View) -> Sheet:
    review = shown.review
    score = "No score" if review.score.overall is None else f"{review.score.overall} of 100"
    rows: list[tuple[Cell, ...]] = [
        ("Org", f"{review.org.name} ({'sandbox' if review.org.is_sandbox else 'production'})"),
        ("Month", shown.month),
        ("Score", f"{score}, {shown.band}; {shown.trend.words}"),
        ("How sure", f"{shown.coverage}, {review.status}"),
        ("Findings", shown.findings),
        *((line.name, _standing_words(line)) for line in shown.score.standing),
        *((pillar.name, _pillar_words(pillar.score, pillar.band, pillar.broken)) for pillar in shown.pillars),
        *(("No source", text) for text in without_source(review)),
        *([("Changed", changed_words(shown.changed))] if shown.changed else []),
        *(("Why the score moved", f"{part.cause}: {part.points}") for part in shown.score.parts),
        *(("Before you believe the numbers", text) for text in (*shown.banners, *shown.more_banners)),
        *(("Decision needed", f"{each.who}: {each.what}{_by(each.by)}") for each in decisions(shown)),
        *(("Not read", text) for text in review.unread),
        ("Read", f"{words.moment(review.started)} to {words.moment(review.finished)}"),
        ("Snapshot", review.snapshot),
        ("Rules", review.rules_sha256),
        ("Written by", f"sf-audit {review.tool_version}".strip()),
    ]
    return Sheet("Summary", ("CRM health review", ""), len(rows), rows, {0: 30, 1: 110}, prose=True)


def _pillar_words(score: int | None, band: str, broken: int) -> str:
    return f"{'No score' if score is None else score}, {band}; {words.count(broken, 'rule')} broken"


def _standing_words(line: StandingLine) -> str:
    return ": ".join(filter(None, (line.share, "; ".join(filter(None, (line.numbers, line.note))))))


def _by(day: date | None) -> str:
    return f", by {words.day(day)}" if day is not None else ""


def _work(shown: View) -> Sheet:
    work = [pair for party in shown.parties for pair in zip(party.risks, party.rules, strict=True)]
    work.sort(key=lambda pair: pair[0].due.on if pair[0].due else date.max)
    points = {action.rule: (action.points, action.points_behind_cap) for action in shown.review.actions}
    rows = (_work_row(risk, card.outcome.rule, points.get(card.outcome.rule, (None, None))) for risk, card in work)
    header = (*_WORK, "Status", "Comment")
    return Sheet("Work plan", header, len(work), rows, _WORK_WIDTHS, choices={len(_WORK): STATUSES})


def _work_row(risk: Risk, rule: str, points: tuple[float | None, float | None]) -> tuple[Cell, ...]:
    due = risk.due
    return (
        due.on if due else None,
        "yes" if due and due.overdue else "",
        risk.severity.capitalize(),
        risk.title,
        risk.findings,
        *points,
        risk.at_stake,
        risk.owner,
        risk.partner,
        risk.fix,
        rule,
        "Open",
        None,
    )


def _changes(shown: View) -> Sheet:
    header = ("Rule", "New", "Returned", "Fixed", "Still open", "Not evaluated", "No longer asked", "Rule id")
    changes = shown.review.changes
    rows = (
        (
            change.title,
            change.new,
            change.returned,
            change.fixed,
            change.still_open,
            change.not_evaluated,
            change.no_longer_asked,
            change.rule,
        )
        for change in changes
    )
    return Sheet("What changed", header, len(changes), rows, dict(enumerate((60, 10, 10, 10, 12, 14, 16, 40))))


def _cards(shown: View) -> Iterator[tuple[RuleCard, Due | None]]:
    """Every rule: broken ones first, with their dates."""
    for party in shown.parties:
        for card, risk in zip(party.rules, party.risks, strict=True):
            yield card, risk.due
    for group in shown.blind:
        yield from ((card, None) for card in group.rules)
    yield from ((card, None) for card in (*shown.kept, *shown.not_applicable))


def _rules(name: str, shown: View, pillar: Pillar | None) -> Sheet:
    rows = [_rule_row(card, due) for card, due in _cards(shown) if pillar in {None, card.outcome.pillar}]
    return Sheet(name, _RULES, len(rows), rows, _RULE_WIDTHS)


def _rule_row(card: RuleCard, due: Due | None) -> tuple[Cell, ...]:
    outcome = card.outcome
    judged = outcome.is_judged
    unseen = " ".join(filter(None, (words.reason(outcome) if outcome.reason else "", outcome.detail)))
    return (
        words.STATUSES[outcome.status],
        outcome.severity.capitalize(),
        outcome.heading,
        Percent(outcome.share_kept) if judged and outcome.checked else None,
        Percent(outcome.at_least) if judged else None,
        outcome.checked if judged else None,
        outcome.broken if judged else None,
        outcome.waived if judged else None,
        card.owner,
        card.partner,
        due.on if due else None,
        card.at_stake,
        outcome.why,
        outcome.fix,
        unseen,
        " ".join(outcome.notes),
        outcome.rule,
    )


def _records(shown: View) -> Sheet:
    rows = [_record_row(row, card) for card, _ in _cards(shown) for row in card.rows]
    header = (*_RECORDS, "Status", "Comment")
    widths = {**_RECORD_WIDTHS, len(_RECORDS): 22, len(_RECORDS) + 1: 40}
    return Sheet("First records", header, len(rows), rows, widths, choices={len(_RECORDS): STATUSES})


def _record_row(row: Row, card: RuleCard) -> tuple[Cell, ...]:
    example = row.example
    name = example.label or example.id
    return (
        Link(name, row.link) if row.link else name,
        example.object,
        example.said or example.because,
        example.part,
        "; ".join(f"{held.field}: {held.value}" for held in row.values),
        row.at_stake,
        example.record_owner,
        example.first_seen,
        example.due,
        example.waived_until,
        card.outcome.heading,
        example.id,
        card.outcome.rule,
        None,
        None,
    )


def _findings(org: OrgIdentity, findings: _Findings) -> Sheet:
    widths = dict(enumerate((36, 16, 22, 24, 44, 10, 20, 20, 22, 12, 12, 13, 14, 20, 9)))
    return Sheet("Findings", COLUMNS, None, (_finding(org, row) for row in findings()), widths)


def _finding(org: OrgIdentity, row: Mapping[str, object]) -> tuple[Cell, ...]:
    """As findings.csv has it, with the record's address on its id."""
    return tuple(_value(org, row, column) for column in COLUMNS)


def _value(org: OrgIdentity, row: Mapping[str, object], column: str) -> Cell:
    value = row.get(column)
    if column == "id":
        address = deep_link(org, str(row.get("object") or ""), str(value or ""))
        return Link(str(value), address) if address else str(value or "")
    if column == "at_stake" and words.NUMBER.fullmatch(str(value)):
        return float(str(value))
    return value if isinstance(value, str | int | float | date) or value is None else str(value)
