"""A worklist as a workbook: what it is about, the records with links, and how each rule is fixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sf_audit.model.worklist import FailingRecord, Fix, Merge, Occasion, Worklist
from sf_audit.report import words
from sf_audit.report.links import deep_link
from sf_audit.report.workbook import Cell, Link, Sheet, write_workbook
from sf_audit.report.worklists.list_words import called, of_fix, own_share, summary
from sf_audit.report.worklists.merge_lines import merge_lines
from sf_audit.report.worklists.merge_lines import summary as summary_of_merge

_RECORDS = (
    "What is wrong",
    "Severity",
    "Object",
    "Record",
    "What is the case",
    "What the fields hold",
    "Suggested",
    "At stake",
    "Currency",
    "First seen",
    "Due",
    "Waived until",
    "Record owner",
    "Rules broken",
    "Record id",
    "Rule",
    "Finding",
)
_WIDTHS = dict(enumerate((44, 10, 16, 32, 44, 36, 28, 14, 9, 12, 12, 13, 24, 8, 22, 36, 20)))
_KEY = _RECORDS.index("Finding")
_MERGES = ("Group", "Record", "What to do", "Take from it", "Work", "In the way", "Object", "Record id", "Rule")


def worklist_xlsx(worklist: Worklist, occasion: Occasion, path: Path) -> None:
    """Write the workbook. It is dated by the review, so that the same review gives the same file."""
    merges = [_merges(worklist.merges, occasion)] if worklist.merges else []
    sheets = [_start(worklist, occasion), _records(worklist, occasion), *merges, _fixes(worklist)]
    write_workbook(path, sheets, made=occasion.finished)


def merges_xlsx(merges: Sequence[Merge], occasion: Occasion, path: Path) -> None:
    """Write a workbook of duplicates to merge, and nothing else."""
    write_workbook(path, [_merges(merges, occasion)], made=occasion.finished)


def _start(worklist: Worklist, occasion: Occasion) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        ("For", called(worklist.recipient)),
        ("Org", occasion.org.name),
        ("Review", words.month(occasion.period)),
        ("To do", summary(worklist)),
        *(("For you alone", text) for text in [own_share(worklist)] if text),
        ("How", "Open a record from the sheet “Records”; the sheet “How to fix” says why and how, rule by rule."),
        *(("Before you begin", text) for text in occasion.missing),
        *(("Note", text) for text in occasion.notes),
    ]
    return Sheet("Start here", ("Worklist", ""), len(rows), rows, {0: 18, 1: 100}, prose=True)


def _records(worklist: Worklist, occasion: Occasion) -> Sheet:
    return Sheet("Records", _RECORDS, worklist.shown, _rows(worklist, occasion), _WIDTHS, frozenset({_KEY}))


def _rows(worklist: Worklist, occasion: Occasion) -> Iterator[tuple[Cell, ...]]:
    for fix in worklist.fixes:
        for record in fix.records:
            yield _row(fix, record, deep_link(occasion.org, record.object, record.id))


def _row(fix: Fix, record: FailingRecord, address: str | None) -> tuple[Cell, ...]:
    name = record.label or record.id
    return (
        fix.heading,
        fix.severity.value.capitalize(),
        record.object,
        Link(name, address) if address else name,
        " ".join(filter(None, (record.because, f"({record.part})" if record.part else ""))),
        "; ".join(f"{each.field}: {each.value}" for each in record.values),
        "; ".join(each.value for each in record.suggested),
        record.at_stake,
        record.currency,
        record.first_seen,
        record.due,
        record.waived_until,
        record.record_owner,
        str(record.broken),
        record.id,
        fix.rule,
        record.key,
    )


def _merges(merges: Sequence[Merge], occasion: Occasion) -> Sheet:
    lines = list(merge_lines(merges, occasion))
    rows = (
        (
            str(line.group),
            Link(line.record.label or line.record.id, line.link) if line.link else line.record.label or line.record.id,
            line.todo,
            line.taken,
            summary_of_merge(line.merge),
            line.merge.obstacle,
            line.record.object,
            line.record.id,
            line.merge.rule,
        )
        for line in lines
    )
    return Sheet("Merges", _MERGES, len(lines), rows, dict(enumerate((8, 32, 36, 60, 28, 40, 12, 22, 36))))


def _fixes(worklist: Worklist) -> Sheet:
    header = ("What is wrong", "Severity", "Findings", "Why it matters", "How to fix it", "Rule")
    rows = (
        (fix.heading, fix.severity.value.capitalize(), of_fix(fix), fix.why, fix.fix, fix.rule)
        for fix in worklist.fixes
    )
    return Sheet("How to fix", header, len(worklist.fixes), rows, dict(enumerate((44, 10, 18, 60, 60, 36))), prose=True)
