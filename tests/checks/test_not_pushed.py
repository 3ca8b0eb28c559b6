"""How often a date was moved, by each of the histories that an org may show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sf_audit.checks.not_pushed import NotPushed
from sf_audit.expectations.measure import measure
from sf_audit.model.review import Reason
from sf_audit.snapshot.tables import Snapshot
from tests.checks.looking import look, unread, verdict
from tests.checks.test_verbs_of_dates import refused
from tests.checks.verb_rows import HIDDEN_ROWS
from tests.expectations.conftest import snapshot_of
from tests.expectations.small_snapshots import failing

__all__ = ["snapshot_of"]

Row = dict[str, Any]

at, day = datetime.fromisoformat, date.fromisoformat


def not_pushed(**settings: Any) -> NotPushed:
    return NotPushed(**{"object": "Opportunity", "field": "CloseDate", **settings})


def deal(number: int, closes: str | None, created: str = "2025-06-01") -> Row:
    return {"Id": f"006{number}", "CloseDate": day(closes) if closes else None, "CreatedDate": at(created)}


def rows(of: int, *closes: str, **more: Any) -> list[Row]:
    """Rows of OpportunityHistory, one for each day from 1 September on."""
    return [
        {
            "Id": f"008{of}{number}",
            "OpportunityId": f"006{of}",
            "CreatedDate": at("2025-09-01") + timedelta(days=number),
            "CloseDate": day(closes_then),
            **more,
        }
        for number, closes_then in enumerate(closes)
    ]


HISTORY = {
    "Opportunity": [
        deal(0, "2026-03-31"),
        deal(1, "2026-01-10"),
        deal(2, "2026-06-30"),
        deal(3, "2026-04-30"),
        deal(4, None),
    ],
    "OpportunityHistory": [
        # three moves of a month
        *rows(0, "2025-12-31", "2026-01-31", "2026-01-31", "2026-02-28", "2026-03-31"),
        # once later by 20 days, and then earlier: that does not make up for it
        *rows(1, "2026-01-01", "2026-01-21", "2026-01-10"),
        # one long move
        *rows(2, "2025-12-31", "2026-06-30"),
        # never moved: no row
    ],
}


@pytest.mark.parametrize(
    ("settings", "broken", "because"),
    [
        ({"at_most": 2}, ["0060"], "more than 2 times"),
        ({"at_most": 0}, ["0060", "0061", "0062"], "more than 0 times"),
        ({"at_most": 3}, [], ""),
        ({"in_all": 90}, ["0062"], "by more than 90 days in all"),
        ({"in_all": 89}, ["0060", "0062"], "by more than 89 days in all"),
        ({"in_all": 19}, ["0060", "0061", "0062"], "by more than 19 days in all"),
        ({"at_most": 1, "in_all": 90}, ["0060", "0062"], "more than 1 time or by more than 90 days in all"),
    ],
)
def test_moves_to_a_later_date_count(settings: dict[str, Any], broken: list[str], because: str) -> None:
    seen, ids = look(not_pushed(**settings), HISTORY)

    assert ids == broken
    assert getattr(getattr(seen, "breaches", None), "because", "").removeprefix(
        "CloseDate was moved to a later date "
    ) == (because if broken else "")
    assert verdict(not_pushed(**settings), HISTORY).notes == ("as OpportunityHistory has it",)
    assert verdict(not_pushed(**settings), HISTORY).checked == 4


def test_the_first_row_knows_the_date_before_it_where_the_org_says_so() -> None:
    org = {
        "Opportunity": [deal(0, "2026-03-31"), deal(1, "2026-03-31")],
        "OpportunityHistory": [
            *rows(0, "2026-03-31", PrevCloseDate=day("2026-01-31")),
            *rows(1, "2026-03-31", PrevCloseDate=None),
        ],
    }

    assert look(not_pushed(at_most=0), org)[1] == ["0060"]


def test_a_past_with_a_gap_does_not_acquit() -> None:
    org = {
        "Opportunity": [deal(0, "2026-04-30"), deal(1, "2026-12-31")],
        "OpportunityHistory": [*rows(0, "2025-12-31", "2026-01-31"), *rows(1, "2025-12-31", "2026-01-31")],
    }
    seen = unread(not_pushed(at_most=2), org)

    assert (seen.reason, seen.detail) == (
        Reason.INCOMPLETE,
        "OpportunityHistory does not say of 2 records how often their CloseDate was moved",
    )
    assert look(not_pushed(at_most=0), org)[1] == ["0060", "0061"]


def changes(of: int, *moves: tuple[str, str, str]) -> list[Row]:
    """Rows of OpportunityFieldHistory: when, from, to."""
    return [
        {
            "Id": f"017{of}{number}",
            "OpportunityId": f"006{of}",
            "Field": "CloseDate",
            "CreatedDate": at(moment),
            "OldValue": old,
            "NewValue": new,
        }
        for number, (moment, old, new) in enumerate(moves)
    ]


def test_tracked_changes_count_where_the_other_history_is_hidden() -> None:
    org = {
        "Opportunity": [deal(0, "2026-03-31"), deal(1, "2026-03-31"), deal(2, "2026-05-01", created="2024-01-01")],
        "OpportunityFieldHistory": [
            *changes(0, ("2025-07-01", "2025-12-31", "2026-01-31"), ("2025-08-01", "2026-01-31", "2026-03-31")),
            *changes(1, ("2025-07-01", "2026-04-30", "2026-03-31"), ("2025-06-30", "no date", "2026-04-30")),
            {**changes(9, ("2025-05-01", "2025-12-31", "2026-01-31"))[0]},
            {**changes(1, ("2025-09-01", "10", "20"))[0], "Field": "Amount"},
        ],
    }
    hidden = ["OpportunityHistory"]

    seen = verdict(not_pushed(at_most=1), org, hidden=hidden)

    assert look(not_pushed(at_most=1), org, hidden=hidden)[1] == ["0060"]
    assert (seen.checked, seen.notes) == (2, ("as OpportunityFieldHistory has it",))
    assert seen.unread is not None
    assert seen.unread.detail == "OpportunityFieldHistory does not say of 1 record how often their CloseDate was moved"
    assert unread(not_pushed(at_most=2), org, hidden=hidden) == seen.unread
    assert unread(not_pushed(at_most=1), {**org, "OpportunityFieldHistory": []}, hidden=hidden).detail.startswith(
        "OpportunityFieldHistory does not say of 3 records"
    )


def test_hidden_history_neither_blames_nor_acquits() -> None:
    assert unread(not_pushed(at_most=0), HISTORY, {"OpportunityHistory": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN
    nothing = unread(not_pushed(at_most=0), HISTORY, hidden=["OpportunityHistory", "OpportunityFieldHistory"])
    assert nothing.unlocked_by == "Read on OpportunityHistory"
    assert unread(not_pushed(at_most=0), HISTORY, hidden=["Opportunity.CloseDate"]).reason is Reason.FIELD_NOT_VISIBLE


def test_no_record_and_no_date_is_not_applicable() -> None:
    assert verdict(not_pushed(at_most=0), {"Opportunity": []}).checked == 0
    assert verdict(not_pushed(at_most=0), {"Opportunity": [deal(0, None)]}).checked == 0


def test_many_rows_are_counted_as_in_plain_python(snapshot_of: Callable[..., Snapshot]) -> None:
    random = Random(11)
    deals, history, expected = [], [], []
    for number in range(300):
        closes = [day("2026-01-01") + timedelta(days=random.randrange(120)) for _ in range(random.randrange(1, 7))]
        deals.append({"Id": f"{number:03}", "CloseDate": closes[-1], "CreatedDate": at("2025-06-01")})
        moments = sorted(random.sample(range(1000), len(closes)))
        history += [
            {
                "Id": f"{number:03}{place}",
                "OpportunityId": f"{number:03}",
                "CreatedDate": at("2025-09-01") + timedelta(hours=moments[place]),
                "CloseDate": closed,
            }
            for place, closed in enumerate(closes)
        ]
        later = [(new - old).days for old, new in pairwise(closes) if new > old]
        if len(later) > 2 or sum(later) > 100:
            expected.append(f"{number:03}")
    random.shuffle(history)
    kinds = {"Id": "VARCHAR", "OpportunityId": "VARCHAR", "CreatedDate": "TIMESTAMP", "CloseDate": "DATE"}
    columns = {"Id": "VARCHAR", "CloseDate": "DATE", "CreatedDate": "TIMESTAMP"}
    snapshot = snapshot_of({"Opportunity": (columns, deals), "OpportunityHistory": (kinds, history)})

    standard = not_pushed(at_most=2, in_all=100, source="OpportunityHistory").standard(snapshot)

    measure(snapshot, {"x": standard})
    assert standard.unread is None
    assert failing(snapshot, "Opportunity") == {"x": expected}
    assert 50 < len(expected) < 250


BEGIN = "not_pushed: {object: Opportunity, field: CloseDate"


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (BEGIN + "}", "7: check.not_pushed: write at_most (times), in_all (days), or both"),
        (BEGIN + ", at_most: -1}", "7: check.not_pushed.at_most: "),
        (BEGIN + ", at_most: 2 times}", "7: check.not_pushed.at_most: write a number without quotes"),
        (BEGIN + ", in_all: 90}", "7: check.not_pushed.in_all: write a time as whole days"),
        (BEGIN + ", at_most: 1, source: LastStageChangeDate}", "7: check.not_pushed: source: “LastStageChangeDate”"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(tmp_path: Path, check: str, says: str) -> None:
    assert refused(tmp_path, check).startswith(says)
