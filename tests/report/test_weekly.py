"""The weekly sync: one page of at most thirty rows, each a person and a verb, and nothing left out in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sf_audit.model.changes import Change
from sf_audit.model.review import Action, Outcome, Pillar, Review, Severity, Status
from sf_audit.model.weakened import Weakened, Weakening
from sf_audit.report.weekly import MOST, Weekly, weekly
from sf_audit.report.weekly_texts import weekly_markdown, weekly_text


def test_each_row_is_a_person_and_a_verb(review: Review) -> None:
    sync = weekly(review)

    assert _rows(sync) == [
        ("New and grave", "IT", "look into 1 new critical finding: 3 people who are"),
        ("New and grave", "Sales Ops", "look into 9 new high findings: 41 open opportuniti"),
        ("Requests whose time is up", "IT", "act on REQ-31, Returns of the web shop as cases"),
        ("Requests whose time is up", "IT", "act on REQ-29, Orders every hour"),
        ("Decided, and not done", "Merle Voss", "carry out DEC-8, An account says when its contract"),
        ("Due this week", "IT", "finish: 1 person who left can still sign in"),
        ("What blocks the view", "IT", "grant what 1 rule waits for: Field-level security:"),
        ("What blocks the view", "IT", "grant what 1 rule waits for: Object permissions: r"),
        ("What blocks the view", "IT", "grant what 1 rule waits for: Permission: View All "),
    ]
    assert [number for number, _ in sync.numbers] == ["69", "44", "1"]


def test_what_is_overdue_is_carried_over_and_what_has_no_owner_is_named(review: Review) -> None:
    late = [replace(action, due=date(2026, 10, 1), owner="") for action in review.actions[-2:]]

    rows = _rows(weekly(replace(review, changes=(), registers=None, actions=(*review.actions[:-2], *late))))

    assert ("Overdue, carried over", "Nobody yet", "finish: Integrations leave a quarter of the API li") in rows
    assert ("Nobody's yet", "Sales Ops and IT", "name who acts on: Custom fields say what they are ") in rows


def test_only_what_ends_within_a_fortnight_is_renewed_or_ended(review: Review) -> None:
    day = review.finished.date()
    ends = {days: day + timedelta(days=days) for days in (-1, 0, 14, 15)}
    some = tuple(_waiver(f"ends in {days} days", until) for days, until in ends.items())

    rows = [row for row in _rows(weekly(replace(review, weakened=some))) if row[0].startswith("Waivers")]

    assert [(who, does) for _, who, does in rows] == [
        ("Ada", "renew or end: ends in 0 days (1 finding waived)"),
        ("Ada", "renew or end: ends in 14 days (1 finding waived)"),
    ]


def test_thirty_rows_fill_the_page_and_the_others_are_counted(review: Review) -> None:
    many = _broken(review, 41)

    sync = weekly(many)

    shown = sum(len(part.items) for part in sync.parts)
    assert shown == MOST
    assert shown + sum(part.left_out for part in sync.parts) >= 41
    for text in ("".join(weekly_markdown(sync)), "".join(weekly_text(sync))):
        assert "11 rows more: a page has 30. All are in the review." in text


def test_what_no_review_has_a_source_for_is_named(review: Review) -> None:
    named = "access requests and emergency access, integrations in vetting"

    assert named in "".join(weekly_markdown(weekly(review)))
    assert named in " ".join("".join(weekly_text(weekly(review))).split())


def _rows(sync: Weekly) -> list[tuple[str, str, str]]:
    return [(part.heading, item.who, item.does[:50]) for part in sync.parts for item in part.items]


def _waiver(title: str, until: date) -> Weakened:
    return Weakened(Weakening.WAIVER, "quality/x", title, "", 1, "a reason", "Ada", until, 30)


def _broken(review: Review, number: int) -> Review:
    """So many rules that are broken, each with a new critical finding."""
    names = [f"quality/rule-{place}" for place in range(number)]
    outcomes = tuple(
        Outcome(
            name, name, Pillar.DATA_QUALITY, Status.BROKEN, Severity.CRITICAL, "it", "", "w", "f", checked=9, broken=1
        )
        for name in names
    )
    actions = tuple(Action(name, name, Severity.CRITICAL, "it", "", None, 1, "f") for name in names)
    changes = tuple(Change(name, name, 1, 0, 0, 0) for name in names)
    return replace(review, outcomes=outcomes, actions=actions, changes=changes, registers=None, weakened=())
