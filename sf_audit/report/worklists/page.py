"""A worklist as a page that needs nothing else, and the page that lists all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sf_audit.model.worklist import FailingRecord, Fix, Merge, Occasion, Recipient, Worklist
from sf_audit.report import words
from sf_audit.report.html import ours, page
from sf_audit.report.links import deep_link
from sf_audit.report.org_day import day_in
from sf_audit.report.worklists.list_words import KINDS, amount, amounts, called, of_fix, own_share, summary
from sf_audit.report.worklists.merge_lines import merge_lines
from sf_audit.report.worklists.merge_lines import summary as work

#: Groups of duplicates on one page: more than somebody merges in a month. Files for programs have all.
MOST_GROUPS = 200


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
class WrittenMerges:
    """The duplicates of one object as the overview names them: how many groups there are, and in which files."""

    object: str
    groups: int
    files: tuple[tuple[str, str], ...]


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
        **_merges(worklist.merges, occasion),
    }
    return page("worklist.html.j2", ours("review.css") + ours("worklist.css"), "", shown)


def merges_page(name: str, merges: Sequence[Merge], occasion: Occasion) -> str:
    """The page of duplicates to merge, of one object. It has no script, and its policy allows none."""
    shown = {"occasion": occasion, "month": words.month(occasion.period), "name": name, **_merges(merges, occasion)}
    return page("merges.html.j2", ours("review.css") + ours("worklist.css"), "", shown)


def _merges(merges: Sequence[Merge], occasion: Occasion) -> dict[str, object]:
    lines = merge_lines(merges[:MOST_GROUPS], occasion)
    more = f"; here are the first {MOST_GROUPS:,}" if len(merges) > MOST_GROUPS else ""
    return {
        "groups": [list(group) for _, group in groupby(lines, key=lambda line: line.group)],
        "work": work,
        "merges_summary": words.count(len(merges), "group") + more,
    }


def overview_page(
    occasion: Occasion, lists: Sequence[Written], loads: Sequence[tuple[str, str]], merges: Sequence[WrittenMerges] = ()
) -> str:
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
        "merges": merges,
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
        record.due is not None and record.due < day_in(occasion.org, occasion.finished),
        words.day(record.first_seen),
    )
