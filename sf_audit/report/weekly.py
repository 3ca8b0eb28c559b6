"""The weekly sync: one page of at most thirty rows, each a person and a verb, from what a stored review has.

What is left out is counted, and what no review knows yet is named: a short list must not pass for a quiet week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sf_audit.model.review import Review, Severity
from sf_audit.report import words
from sf_audit.report.org_day import org_day
from sf_audit.report.standards_lines import weakened_lines
from sf_audit.report.view import Risk, View, view

MOST = 30

#: What is due, or ends, within so many days is spoken of.
WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)

#: Of what a weekly sync is about, this is in no review.
NO_SOURCE = ("access requests and emergency access", "integrations in vetting")

_GRAVE = (Severity.CRITICAL, Severity.HIGH)


@dataclass(frozen=True, slots=True)
class Item:
    """One row: who does what, and what presses: a date, or what is lacking; empty where nothing says."""

    who: str
    does: str
    presses: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind; `left_out` more did not fit the page."""

    heading: str
    items: tuple[Item, ...]
    left_out: int = 0

    @property
    def rows(self) -> int:
        """All rows of the kind."""
        return len(self.items) + self.left_out

    @property
    def more(self) -> str:
        """How many rows did not fit; empty where all did."""
        return (
            f"{words.count(self.left_out, 'row')} more: a page has {MOST}. All are in the review."
            if self.left_out
            else ""
        )


@dataclass(frozen=True, slots=True)
class Weekly:
    """The page: three numbers, the rows by kind, and what has no source."""

    review: Review
    month: str
    numbers: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]

    @property
    def no_source(self) -> str:
        """What a sync is about and no review knows yet."""
        return f"Not here, because no review has a source for it: {', '.join(NO_SOURCE)}."


def weekly(review: Review) -> Weekly:
    """The rows, the most pressing kinds first, until the page is full."""
    shown = view(review)
    parts = (
        Part("New and grave", tuple(_new(shown))),
        Part("Requests whose time is up", tuple(_requests(shown))),
        Part("Decided, and not done", tuple(_decided(shown))),
        Part("Overdue, carried over", tuple(_overdue(shown))),
        Part("Due this week", tuple(_due(shown))),
        Part("Waivers and exceptions that end", tuple(_ending(review))),
        Part("What blocks the view", tuple(_blockers(shown))),
        Part("Nobody's yet", tuple(_of_nobody(shown))),
    )
    return Weekly(review, shown.month, _numbers(shown), tuple(_fitted(part for part in parts if part.items)))


def _fitted(parts: Iterable[Part]) -> Iterator[Part]:
    """Each part with what fits the page; no part vanishes, because its heading says how many rows it has."""
    room = MOST
    for part in parts:
        yield replace(part, items=part.items[:room], left_out=max(len(part.items) - room, 0))
        room -= min(room, len(part.items))


def _numbers(shown: View) -> tuple[tuple[str, str], ...]:
    score = "–" if shown.review.score.overall is None else str(shown.review.score.overall)
    late = sum(_is_late(risk) for risk in _risks(shown))
    return (
        (score, f"score, {shown.band}; {shown.coverage}"),
        (f"{shown.changed.new:,}" if shown.changed else "–", "new findings since the review before"),
        (f"{late:,}", f"broken {'rule' if late == 1 else 'rules'} overdue"),
    )


def _risks(shown: View) -> Sequence[Risk]:
    risks = [risk for party in shown.parties for risk in party.risks]
    return sorted(risks, key=lambda risk: (risk.due.on if risk.due else date.max, _rank(risk)))


def _rank(risk: Risk) -> int:
    return words.SEVERITIES.index(risk.severity)


def _is_late(risk: Risk) -> bool:
    return risk.due is not None and risk.due.overdue


def _new(shown: View) -> Iterator[Item]:
    """New findings of critical and high rules."""
    for risk, new in _grave(shown):
        yield _item(risk, f"look into {words.count(new, f'new {risk.severity} finding')}: {risk.title}")


def _grave(shown: View) -> Sequence[tuple[Risk, int]]:
    risks = {
        card.outcome.rule: risk for party in shown.parties for card, risk in zip(party.rules, party.risks, strict=True)
    }
    grave = [
        (risks[change.rule], change.new)
        for change in shown.review.changes
        if change.new and change.rule in risks and risks[change.rule].severity in _GRAVE
    ]
    return sorted(grave, key=lambda pair: (_rank(pair[0]), -pair[1]))


def _others(shown: View) -> Iterator[Risk]:
    """What is in no row of new findings yet."""
    spoken = {risk.anchor for risk, _ in _grave(shown)}
    return (risk for risk in _risks(shown) if risk.anchor not in spoken)


def _requests(shown: View) -> Iterator[Item]:
    for line in shown.registers.requests if shown.registers else ():
        if line.is_late:
            why = f"lacks {line.lacks}" if line.lacks else "; ".join(line.time)
            yield Item(line.waits_for, f"act on {line.id}, {line.title}", why, late=True)


def _decided(shown: View) -> Iterator[Item]:
    for line in shown.registers.decisions if shown.registers else ():
        if line.is_late:
            yield Item(
                line.owner, f"carry out {line.id}, {line.decision} ({line.carried.lower()})", line.due, late=True
            )


def _overdue(shown: View) -> Iterator[Item]:
    yield from (_item(risk, f"finish: {risk.title}") for risk in _others(shown) if _is_late(risk))


def _due(shown: View) -> Iterator[Item]:
    last = org_day(shown.review) + WEEK
    for risk in _others(shown):
        if risk.due and not risk.due.overdue and risk.due.on <= last:
            yield _item(risk, f"finish: {risk.title}")


def _ending(review: Review) -> Iterator[Item]:
    day = org_day(review)
    for weakening, line in zip(review.weakened, weakened_lines(review), strict=True):
        if day <= weakening.until <= day + FORTNIGHT:
            yield Item(line.approver, f"renew or end: {line.rule} ({line.what})", f"ends {words.day(weakening.until)}")


def _blockers(shown: View) -> Iterator[Item]:
    for group in shown.blind:
        if group.waiting:
            rules = words.count(len(group.waiting), "rule waits", "rules wait")
            yield Item("IT", f"grant what {rules} for: {group.unlocked_by}")


def _of_nobody(shown: View) -> Iterator[Item]:
    for party in shown.parties:
        if party.name == words.party(""):
            yield from (Item("Sales Ops and IT", f"name who acts on: {risk.title}") for risk in party.risks)


def _item(risk: Risk, does: str) -> Item:
    return Item(risk.who, does, f"due {risk.due.words}" if risk.due else "", _is_late(risk))
