"""Records that are overdue for deletion. The day of the snapshot is 16 March 2026."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sf_audit.checks.kept_no_longer import KeptNoLonger
from sf_audit.model.review import FailingRows, Reason
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.settings.ages import age
from sf_audit.rulebook.settings.when import when
from tests.checks.access_rows import Row
from tests.checks.looking import look, org, unread, verdict
from tests.checks.verb_rows import HIDDEN_ROWS
from tests.review.months import breaking, rule


def check(than: str = "2 years", **more: Any) -> KeptNoLonger:
    return KeptNoLonger(object="Lead", field="LastActivityDate", than=age(than), **more)


LEADS: tuple[Row, ...] = (
    {"Id": "00QA", "LastActivityDate": date(2024, 3, 15), "Hold__c": False},
    {"Id": "00QB", "LastActivityDate": date(2024, 3, 16), "Hold__c": False},
    {"Id": "00QC", "LastActivityDate": date(2001, 1, 1), "Hold__c": True},
    {"Id": "00QD", "LastActivityDate": date(2099, 1, 1), "Hold__c": False},
    {"Id": "00QE", "LastActivityDate": None, "Hold__c": False},
)


@pytest.mark.parametrize(
    ("than", "broken"),
    [
        ("2 years", ["00QA", "00QC"]),
        ("24 months", ["00QA", "00QC"]),
        ("730 days", ["00QA", "00QC"]),
        ("731 days", ["00QC"]),
        ("26 years", []),
        ("25 years", ["00QC"]),
        ("1 day", ["00QA", "00QB", "00QC"]),
    ],
)
def test_records_that_are_kept_too_long_are_named(than: str, broken: list[str]) -> None:
    assert look(check(than), {"Lead": LEADS})[1] == broken


def test_a_legal_hold_is_left_out_by_the_scope() -> None:
    found = verdict(check(when=when({"Hold__c": False})), {"Lead": LEADS})

    assert isinstance(found.breaches, FailingRows)
    assert found.breaches.because == "LastActivityDate is more than 2 years ago"
    assert (found.checked, found.broken) == (3, 1)


def test_records_without_the_date_are_counted() -> None:
    undated = {"Id": "00QF", "LastActivityDate": None}

    assert verdict(check(), {"Lead": LEADS}).notes == ("1 record in scope has no LastActivityDate and was not judged",)
    assert verdict(check(), {"Lead": (*LEADS, undated)}).notes == (
        "2 records in scope have no LastActivityDate and were not judged",
    )
    assert verdict(check("90 years"), {"Lead": LEADS}).notes
    assert verdict(check(), {"Lead": LEADS[:4]}).notes == ()
    assert verdict(check(), {"Lead": LEADS[4:]}).proof == (
        "Lead was read whole: 1 row, 1 in scope, none of them with a value to judge"
    )
    assert verdict(check(), {"Lead": ()}).proof == "Lead was read whole: 0 rows, none in scope"


def test_what_cannot_be_seen_may_be_overdue() -> None:
    assert unread(check(), {"Lead": LEADS}, hidden=["Lead.LastActivityDate"]).reason is Reason.FIELD_NOT_VISIBLE
    assert unread(check("99 years"), {"Lead": LEADS}, {"Lead": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN


def test_days_are_those_of_the_org() -> None:
    at = {"Id": "00QA", "CreatedDate": datetime.fromisoformat("2024-03-16T03:30")}  # still the 15th in New York
    checked = KeptNoLonger(object="Lead", field="CreatedDate", than=age("2 years"))
    judged = replace(rule(breaking()), id="quality/x", check=checked)

    for zone, broken in (("America/New_York", 1), ("UTC", 0), ("Asia/Tokyo", 0)):
        with org(checked, {"Lead": (at,)}, {}) as snapshot:
            snapshot.org = replace(snapshot.org, time_zone=zone)
            assert getattr(examine([judged], snapshot)["quality/x"], "broken", None) == broken


@pytest.mark.parametrize("seed", range(4))
def test_they_are_those_of_plain_python(seed: int) -> None:
    chance = random.Random(seed)
    today = date(2026, 3, 16)
    days = [None, *(today - timedelta(number) for number in range(-9, 800))]
    leads: list[dict[str, Any]] = [
        {"Id": f"00Q{number:03}", "LastActivityDate": chance.choice(days)} for number in range(300)
    ]
    dated = [lead for lead in leads if lead["LastActivityDate"]]

    assert look(check("400 days"), {"Lead": leads})[1] == [
        lead["Id"] for lead in dated if (today - lead["LastActivityDate"]).days > 400
    ]
    assert look(check("12 months"), {"Lead": leads})[1] == [
        lead["Id"] for lead in dated if lead["LastActivityDate"] < date(2025, 3, 16)
    ]
