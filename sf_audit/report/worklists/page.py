"""A worklist as a page that needs nothing else, and the page that lists all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sf_audit.model.worklist import FailingRecord, Fix, Occasion, Recipient, Worklist
from sf_audit.report import words
from sf_audit.report.html import ours, page
from sf_audit.report.links import deep_link
from sf_audit.report.worklists.list_words import KINDS, amount, called, of_fix, summary


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a page."""

    record: FailingRecord
    link: str | None
    at_stake: str
    due: str
    overdue: bool
    first_seen: str


@dataclass(frozen=True, slots=True)
class Part:
    """One rule of a page: its records that are open, and those that are waived."""

    fix: Fix
    findings: str
    still_open: tuple[Line, ...]
    waived: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One list as the overview names it: who it is for, and the files that it is in by what they are called."""

    recipient: Recipient
    files: tuple[tuple[str, str], ...]


def worklist_page(worklist: Worklist, occasion: Occasion) -> str:
    """The page of one list. It has no script, and its policy allows none."""
    shown = {
        "occasion": occasion,
        "month": words.month(occasion.period),
        "kind": KINDS[worklist.recipient.kind],
        "name": called(worklist.recipient),
        "summary": summary(worklist),
        "parts": [_part(fix, occasion) for fix in worklist.fixes],
    }
    return page("worklist.html.j2", ours("review.css") + ours("worklist.css"), "", shown)


def overview_page(occasion: Occasion, lists: Sequence[Written], loads: Sequence[tuple[str, str]]) -> str:
    """The page that leads to all lists, by name and without numbers, and to the files of values to load."""
    named = sorted(((KINDS[each.recipient.kind], called(each.recipient), each.files) for each in lists), key=_by_name)
    shown = {
        "occasion": occasion,
        "month": words.month(occasion.period),
        "about": (*occasion.missing, *occasion.notes),
        "lists": named,
        "loads": loads,
    }
    return page("worklists.html.j2", ours("review.css") + ours("worklist.css"), "", shown)


def _by_name(row: tuple[str, str, tuple[tuple[str, str], ...]]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return row[0], row[1].casefold(), row[2]


def _part(fix: Fix, occasion: Occasion) -> Part:
    lines = [_line(record, occasion) for record in fix.records]
    return Part(
        fix,
        of_fix(fix),
        tuple(line for line in lines if line.record.waived_until is None),
        tuple(line for line in lines if line.record.waived_until is not None),
    )


def _line(record: FailingRecord, occasion: Occasion) -> Line:
    return Line(
        record,
        deep_link(occasion.org, record.object, record.id),
        amount(record),
        words.day(record.due) if record.due else "",
        record.due is not None and record.due < occasion.finished.date(),
        words.day(record.first_seen),
    )
