"""How long records are in their stage, by each of the histories that an org may show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sf_audit.checks.stage_age import StageAge
from sf_audit.expectations.measure import measure
from sf_audit.model.review import Reason
from sf_audit.rulebook.settings.when import when
from sf_audit.snapshot.tables import Snapshot
from tests.checks.looking import look, unread, verdict
from tests.checks.test_verbs_of_dates import refused
from tests.checks.verb_rows import HIDDEN_ROWS
from tests.expectations.conftest import snapshot_of
from tests.expectations.small_snapshots import failing

__all__ = ["snapshot_of"]

Row = dict[str, Any]

at = datetime.fromisoformat

#: The snapshots of these tests are of 16 March 2026: 30 days before is 14 February.
OPEN = when({"IsClosed": False})


def stage_age(**settings: Any) -> StageAge:
    return StageAge(**{"object": "Opportunity", "field": "StageName", "at_most": 30, **settings})


def deal(number: int, created: str, stage: str | None = "Proposal", **more: Any) -> Row:
    return {"Id": f"006{number}", "StageName": stage, "CreatedDate": at(created), "IsClosed": False, **more}


def stage(number: int, of: int, since: str, name: str) -> Row:
    return {"Id": f"008{number:03}", "OpportunityId": f"006{of}", "CreatedDate": at(since), "StageName": name}


def change(number: int, of: int, since: str, field: str = "StageName") -> Row:
    return {"Id": f"017{number:03}", "OpportunityId": f"006{of}", "CreatedDate": at(since), "Field": field}


def test_the_field_of_the_record_comes_first() -> None:
    org = {
        "Opportunity": [
            deal(0, "2024-01-01", LastStageChangeDate=at("2026-02-13T23:59:59")),
            deal(1, "2024-01-01", LastStageChangeDate=at("2026-02-14T00:00:00")),
            deal(2, "2026-02-13T23:59:59", LastStageChangeDate=None),
            deal(3, "2026-02-14T00:00:00", LastStageChangeDate=None),
            deal(4, "2024-01-01", LastStageChangeDate=None, IsClosed=True),
            deal(5, "2024-01-01", None, LastStageChangeDate=None),
        ],
        "OpportunityHistory": [stage(1, 1, "2025-01-01", "Proposal")],
    }

    assert look(stage_age(when=OPEN), org)[1] == ["0060", "0062"]
    assert verdict(stage_age(when=OPEN), org).checked == 4
    assert verdict(stage_age(when=OPEN), org).notes == ("as LastStageChangeDate has it",)


def test_each_stage_has_its_time() -> None:
    org = {
        "Opportunity": [
            deal(0, "2026-02-01", "Prospecting", LastStageChangeDate=None),
            deal(1, "2026-02-01", "Negotiation", LastStageChangeDate=None),
            deal(2, "2026-01-01", "Negotiation", LastStageChangeDate=None),
            deal(3, "2020-01-01", "Proposal", LastStageChangeDate=None),
            deal(4, "2020-01-01", "negotiation", LastStageChangeDate=None),
        ]
    }
    check = stage_age(at_most={"Prospecting": 30, "Negotiation": 60})

    seen = verdict(check, org)

    assert (seen.checked, look(check, org)[1]) == (3, ["0060", "0062"])
    assert getattr(seen.breaches, "because", "") == "StageName is the same for longer than that value may last"


def test_the_history_of_stages_dates_the_last_change() -> None:
    org = {
        "Opportunity": [deal(number, "2025-06-01") for number in range(5)],
        "OpportunityHistory": [
            # left and came back, and then the amount changed
            stage(1, 0, "2025-06-01", "Proposal"),
            stage(2, 0, "2026-01-01", "Negotiation"),
            stage(3, 0, "2026-03-01", "Proposal"),
            stage(4, 0, "2026-03-10", "Proposal"),
            # in the stage since the start of the year, whatever else changed
            stage(5, 1, "2025-06-01", "Prospecting"),
            stage(6, 1, "2026-01-01", "Proposal"),
            stage(7, 1, "2026-03-10", "Proposal"),
            # of one second: the ids say which came last
            stage(9, 2, "2026-03-01", "Proposal"),
            stage(8, 2, "2026-03-01", "Prospecting"),
            # never changed
            stage(10, 3, "2025-06-01", "Proposal"),
        ],
    }

    seen = verdict(stage_age(), org)

    assert (seen.checked, seen.unread, seen.notes) == (5, None, ("as OpportunityHistory has it",))
    assert look(stage_age(), org)[1] == ["0061", "0063", "0064"]


def test_a_first_row_that_is_not_of_the_creation_leaves_the_time_before_it_open() -> None:
    late = [stage(1, 0, "2026-03-01", "Proposal")]

    doubtful = unread(stage_age(), {"Opportunity": [deal(0, "2025-06-01")], "OpportunityHistory": late})

    assert doubtful.reason is Reason.INCOMPLETE
    assert doubtful.detail == "OpportunityHistory does not say of 1 record since when their StageName is what it is"
    assert verdict(stage_age(), {"Opportunity": [deal(0, "2026-02-20")], "OpportunityHistory": late}).broken == 0


def test_a_stage_that_no_row_has_is_neither_kept_nor_broken() -> None:
    org = {
        "Opportunity": [deal(0, "2025-06-01", "Offer"), deal(1, "2026-03-01"), deal(2, "2025-06-01")],
        "OpportunityHistory": [stage(1, 0, "2025-06-01", "Proposal")],
    }
    kept = {**org, "Opportunity": org["Opportunity"][:2]}

    seen = verdict(stage_age(), org)

    assert (seen.checked, seen.broken) == (2, 1)
    assert seen.unread is not None
    assert "of 1 record" in seen.unread.detail
    assert unread(stage_age(), kept) == seen.unread
    assert verdict(stage_age(at_most={"Proposal": 999}), kept).broken == 0


CHANGES = {
    "Opportunity": [deal(0, "2024-01-01"), deal(1, "2024-01-01"), deal(2, "2025-09-01"), deal(3, "2026-03-01")],
    "OpportunityFieldHistory": [
        change(1, 0, "2025-07-01"),
        change(2, 0, "2026-03-01"),
        change(3, 1, "2026-03-10", "Amount"),
        change(4, 9, "2024-05-01", "CloseDate"),
    ],
}
HIDDEN = ["Opportunity.LastStageChangeDate", "OpportunityHistory"]


def test_tracked_changes_are_the_last_resort() -> None:
    seen = verdict(stage_age(), CHANGES, hidden=HIDDEN)

    assert look(stage_age(), CHANGES, hidden=HIDDEN)[1] == ["0061", "0062"]
    assert (seen.checked, seen.unread, seen.notes) == (4, None, ("as OpportunityFieldHistory has it",))


def test_what_was_before_the_oldest_change_is_not_known() -> None:
    org = {**CHANGES, "OpportunityFieldHistory": [change(1, 3, "2026-03-02")]}

    seen = unread(stage_age(), org, hidden=HIDDEN)

    assert seen.detail == "OpportunityFieldHistory does not say of 3 records since when their StageName is what it is"
    assert verdict(stage_age(at_most=10), org, hidden=HIDDEN).broken == 4
    assert verdict(stage_age(at_most=999), org, hidden=HIDDEN).broken == 0


def test_without_any_change_only_the_young_are_surely_in_time() -> None:
    org = {"Opportunity": [deal(0, "2026-03-01"), deal(1, "2020-01-01")], "OpportunityFieldHistory": []}

    assert "of 1 record" in unread(stage_age(), org, hidden=HIDDEN).detail
    assert verdict(stage_age(), {**org, "Opportunity": org["Opportunity"][:1]}, hidden=HIDDEN).checked == 1


def test_other_objects_have_their_own_history() -> None:
    org = {
        "Bike__c": [{"Id": "a01", "Status__c": "New", "CreatedDate": at("2025-01-01")}],
        "Bike__History": [
            {"Id": "017", "ParentId": "a01", "Field": "Status__c", "CreatedDate": at("2025-02-01")},
        ],
    }

    assert look(StageAge(object="Bike__c", field="Status__c", at_most=30), org)[1] == ["a01"]
    assert [need.table for need in StageAge(object="Case", field="Status", at_most=30).needs()] == [
        "Case",
        "CaseHistory",
    ]


def test_names_are_written_in_any_case() -> None:
    org = {"Opportunity": [deal(0, "2020-01-01")], "OpportunityFieldHistory": [change(1, 0, "2021-01-01")]}
    check = StageAge(object="opportunity", field="stagename", at_most=30, source="opportunityfieldhistory")

    assert [need.table for need in check.needs()] == ["opportunity", "OpportunityFieldHistory"]
    assert [need.table for need in StageAge(object="bike__C", field="status__c", at_most=30).needs()] == [
        "bike__C",
        "bike__History",
    ]
    assert look(stage_age(field="StageName", source="opportunityfieldhistory"), org)[1] == ["0060"]


@pytest.mark.parametrize("table", ["OpportunityHistory", "Opportunity"])
def test_hidden_rows_neither_blame_nor_acquit(table: str) -> None:
    org = {"Opportunity": [deal(0, "2026-03-01")], "OpportunityHistory": [stage(1, 0, "2026-03-01", "Proposal")]}

    assert unread(stage_age(), org, {table: HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN


def test_a_hidden_stage_or_history_is_not_checked() -> None:
    org = {"Opportunity": [deal(0, "2020-01-01")]}

    assert unread(stage_age(), org, hidden=["Opportunity.StageName"]).unlocked_by == "Read on Opportunity.StageName"
    nothing = unread(stage_age(), org, hidden=[*HIDDEN, "OpportunityFieldHistory"])
    assert (nothing.reason, nothing.unlocked_by) == (Reason.OBJECT_NOT_READABLE, "Read on OpportunityHistory")
    chosen = unread(stage_age(source="OpportunityFieldHistory"), org, hidden=["OpportunityFieldHistory"])
    assert chosen.unlocked_by == "Read on OpportunityFieldHistory"


def test_no_record_and_no_stage_is_not_applicable() -> None:
    assert verdict(stage_age(), {"Opportunity": []}).checked == 0
    assert verdict(stage_age(), {"Opportunity": [deal(0, "2020-01-01", None)]}).checked == 0


def test_the_time_begins_at_midnight_in_the_org(snapshot_of: Callable[..., Snapshot]) -> None:
    random = Random(3)
    columns = {"Id": "VARCHAR", "StageName": "VARCHAR", "CreatedDate": "TIMESTAMP"}
    history = {"Id": "VARCHAR", "OpportunityId": "VARCHAR", "CreatedDate": "TIMESTAMP", "StageName": "VARCHAR"}
    midnight = at("2026-02-07T05:00:00")  # of 7 February in New York, 30 days before 9 March
    deals, stages, expected = [], [], []
    for number in range(400):
        times = sorted(
            midnight + timedelta(seconds=random.randrange(-9_000, 9_000)) for _ in range(random.randrange(1, 6))
        )
        names = [random.choice("AB") for _ in times]
        deals.append({"Id": f"{number:03}", "StageName": names[-1], "CreatedDate": times[0]})
        stages += [
            {"Id": f"{number:03}{place}", "OpportunityId": f"{number:03}", "CreatedDate": moment, "StageName": name}
            for place, (moment, name) in enumerate(zip(times, names, strict=True))
        ]
        run = len(names) - next((n for n, name in enumerate(reversed(names)) if name != names[-1]), len(names))
        if times[run] < midnight:
            expected.append(f"{number:03}")
    random.shuffle(stages)
    snapshot = snapshot_of({"Opportunity": (columns, deals), "OpportunityHistory": (history, stages)})

    standard = stage_age(source="OpportunityHistory").standard(snapshot)

    measure(snapshot, {"x": standard})
    assert standard.unread is None
    assert failing(snapshot, "Opportunity") == {"x": expected}
    assert 100 < len(expected) < 300


BEGIN = "stage_age: {object: Opportunity, field: StageName, "


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (
            BEGIN + "at_most: {Prospecting: 30}}",
            "7: check.stage_age.at_most.Prospecting: write a time as whole days, for example ",
        ),
        (BEGIN + "at_most: {}}", "7: check.stage_age.at_most: write a time as whole days"),
        (BEGIN + "at_most: 30}", "7: check.stage_age.at_most: write a time as whole days"),
        (BEGIN + "within: 30 days}", "7: check.stage_age.within: there is no such key"),
        (
            BEGIN + "at_most: 9 days, source: CaseHistory}",
            "7: check.stage_age: source: “CaseHistory” does not say it; write LastStageChangeDate or "
            "OpportunityHistory or OpportunityFieldHistory, or leave it out",
        ),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(tmp_path: Path, check: str, says: str) -> None:
    assert refused(tmp_path, check).startswith(says)
