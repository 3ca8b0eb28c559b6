"""A worklist as a page that needs nothing else, and the page that lists all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sf_audit.model.worklist import FailingRecord, Fix, Occasion, Recipient, Worklist
from sf_audit.report import words
from sf_audit.report.html import ours, page
from sf_audit.report.links import deep_link
from sf_audit.report.worklists.list_words import KINDS, amount, amounts, called, of_fix, own_share, summary


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
    """One list as the overview names it: who it is for, the files that it is in by what they are called, and how much
    there is to do: `findings`, and by currency what is at stake.
    """

    recipient: Recipient
    files: tuple[tuple[str, str], ...]
    findings: int
    at_stake: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One list of the overview."""

    written: Written
    kind: str
    name: str
    at_stake: str


def worklist_page(worklist: Worklist, occasion: Occasion) -> str:
    """The page of one list. It has no script, and its policy allows none."""
    shown = {
        "occasion": occasion,
        "month": words.month(occasion.period),
        "kind": KINDS[worklist.recipient.kind],
        "name": called(worklist.recipient),
        "summary": summary(worklist),
        "own_share": own_share(worklist),
        "parts": [_part(fix, occasion) for fix in worklist.fixes],
    }
    return page("worklist.html.j2", ours("review.css") + ours("worklist.css"), "", shown)


def overview_page(occasion: Occasion, lists: Sequence[Written], loads: Sequence[tuple[str, str]]) -> str:
    """The page that leads to all lists, and to the files of values to load.

    First what has the most money at stake, then what has the most findings; where people are not compared, by name.
    """
    named = sorted(lists, key=_by_name)
    ordered = _weightiest_first(named) if occasion.compared else named
    shown = {
        "occasion": occasion,
        "month": words.month(occasion.period),
        "about": (*occasion.missing, *occasion.notes),
        "lists": [
            Row(each, KINDS[each.recipient.kind], called(each.recipient), amounts(each.at_stake)) for each in ordered
        ],
        "loads": loads,
    }
    return page("worklists.html.j2", ours("review.css") + ours("worklist.css"), "", shown)


def _by_name(each: Written) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return KINDS[each.recipient.kind], called(each.recipient).casefold(), each.files


def _weightiest_first(lists: Sequence[Written]) -> list[Written]:
    """Amounts are compared within their currency, as within a list: the first of each come before the second."""
    amounts_of: dict[str, set[float]] = {}
    for currency, at_stake in (stake for each in lists for stake in each.at_stake):
        amounts_of.setdefault(currency, set()).add(at_stake)
    places = {
        (currency, at_stake): place
        for currency, found in amounts_of.items()
        for place, at_stake in enumerate(sorted(found, reverse=True))
    }
    last = len(lists)
    return sorted(
        lists, key=lambda each: (min((places[stake] for stake in each.at_stake), default=last), -each.findings)
    )


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
