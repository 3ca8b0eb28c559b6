"""Answers about access for spreadsheets, a line at a time; whoever is unknown has a line that says so."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.access import Diff, Records, Who, Why
from sf_audit.report.findings_csv import csv_line

WHY = (
    *("user_id", "user", "asked", "answer", "open", "through", "name", "members", "grant", "expires", "conditional"),
    *("namespace", "because"),
)
WHO = ("user_id", "user", "user_type", "asked", "answer", "through", "frozen", "because")
DIFF = ("user_id", "user", "change", "kind", "target", "right", "through", "only_in_a_session")


def why_csv(why: Why) -> Iterator[str]:
    """One line for each way, the open ones first; one line where there is none. Then what is known of its records.

    `through` tells them apart: `profile`, `set`, `group`; `records`, `sharing rule` (open: whether it is sure), `note`.
    """
    yield csv_line(WHY)
    start = (why.person.id, why.person.name, why.asked, why.answer)
    for way in why.ways:
        granted = (way.through, way.name, ", ".join(way.members), way.grant, way.expires, way.conditional)
        yield csv_line((*start, not way.closed, *granted, way.namespace, way.closed))
    if not why.ways:
        yield csv_line((*start, None, *(None,) * 7, why.because))
    if why.records is not None:
        yield from (csv_line((*start, *line)) for line in _records(why.records))


def _records(records: Records) -> Iterator[tuple[object, ...]]:
    yield (None, "records", records.object, None, records.reach, *(None,) * 3, records.because)
    for sharing in records.opened_by:
        yield (sharing.sure, "sharing rule", sharing.rule, None, sharing.level, *(None,) * 3, sharing.said)
    yield from ((None, "note", records.object, *(None,) * 5, note) for note in records.notes)


def who_csv(who: Who) -> Iterator[str]:
    """One line for each holder, then one for each user who is not checked."""
    yield csv_line(WHO)
    for holder in who.holders:
        answer = "conditional" if holder.conditional else "yes"
        through = ", ".join(holder.through)
        frozen = holder.frozen if holder.frozen_known else None
        more = "may have more ways" if holder.may_hold_more else None
        yield csv_line((holder.user_id, holder.name, holder.user_type, who.asked, answer, through, frozen, more))
    for nobody in who.unknown:
        yield csv_line((nobody.user_id, nobody.name, None, who.asked, "not_checked", None, None, nobody.why))
    if who.doubt:
        yield csv_line((None, "everybody else", None, who.asked, "not_checked", None, None, who.doubt))


def diff_csv(diff: Diff) -> Iterator[str]:
    """One line for each right that somebody gained or lost, then one for each user who is not compared."""
    yield csv_line(DIFF)
    for person, changed in diff.each():
        change = "gained" if changed.gained else "lost"
        right = (changed.kind, changed.target, changed.right, ", ".join(changed.through), changed.only_in_a_session)
        yield csv_line((person.id, person.name, change, *right))
    for nobody in diff.unknown:
        yield csv_line((nobody.user_id, nobody.name, "not_checked", None, None, None, nobody.why, None))
    for subject in diff.not_compared:
        yield csv_line((None, "everybody", "not_checked", None, None, None, subject, None))
