"""The verbs about days: which records of a tiny org break them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sf_audit.checks.in_order import InOrder
from sf_audit.checks.not_future import NotFuture
from sf_audit.errors import UsageProblem
from sf_audit.expectations.measure import measure
from sf_audit.expectations.standard import Measured
from sf_audit.model.review import FailingRows, Reason, Verdict
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.snapshot.tables import Snapshot
from tests.checks.looking import look, unread, verdict
from tests.expectations.conftest import snapshot_of
from tests.expectations.small_snapshots import failing

__all__ = ["snapshot_of"]

HEAD = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\n"


def contacts(*birthdates: object) -> dict[str, list[dict[str, Any]]]:
    """Contacts 0, 1, 2…; the snapshot is of 16 March 2026."""
    return {"Contact": [{"Id": str(place), "Birthdate": day} for place, day in enumerate(birthdates)]}


def test_a_day_that_has_not_come_is_in_the_future() -> None:
    org = contacts(date(2026, 3, 15), date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 18), None, date(9999, 12, 31))

    assert look(NotFuture(object="Contact", field="Birthdate"), org)[1] == ["2", "3", "5"]
    assert look(NotFuture(object="Contact", field="Birthdate", grace=1), org)[1] == ["3", "5"]


def test_what_is_empty_is_not_looked_at() -> None:
    check = NotFuture(object="Contact", field="Birthdate")

    seen = verdict(check, contacts(None, date(2026, 3, 17)))

    assert (seen.checked, seen.broken) == (1, 1)
    assert verdict(check, contacts(None, None)).checked == 0
    assert verdict(check, {"Contact": []}).proof == "Contact was read whole: 0 rows, none in scope"


def test_a_hidden_field_of_a_day_is_not_checked() -> None:
    seen = unread(
        NotFuture(object="Contact", field="Birthdate"), contacts(date(2026, 3, 17)), hidden=["Contact.Birthdate"]
    )

    assert (seen.reason, seen.unlocked_by) == (Reason.FIELD_NOT_VISIBLE, "Read on Contact.Birthdate")


def test_a_moment_is_of_the_day_that_it_is_in_the_org(snapshot_of: Callable[..., Snapshot]) -> None:
    won = [datetime(2026, 3, 10, 3, 59), datetime(2026, 3, 10, 4, 0)]  # noqa: DTZ001 (UTC, as snapshots keep it)
    rows = [{"Id": str(place), "Won__c": moment} for place, moment in enumerate(won)]
    snapshot = snapshot_of(
        {"Opportunity": ({"Id": "VARCHAR", "Won__c": "TIMESTAMP"}, rows)},
        today=date(2026, 3, 9),
        time_zone="America/New_York",
    )

    standard = NotFuture(object="Opportunity", field="Won__c").standard(snapshot)

    assert isinstance(measure(snapshot, {"x": standard})["x"], Measured)
    assert failing(snapshot, "Opportunity") == {"x": ["1"]}


def deals(**fields: Any) -> dict[str, list[dict[str, Any]]]:
    """Opportunities 0, 1, 2…, with the values of each field in their order."""
    rows = zip(*fields.values(), strict=True)
    return {
        "Opportunity": [{"Id": str(place), **dict(zip(fields, row, strict=True))} for place, row in enumerate(rows)]
    }


@pytest.mark.parametrize(
    ("settings", "broken", "because"),
    [
        ({}, ["0"], "CreatedDate is after CloseDate"),
        ({"within": 120}, ["0", "4"], "CloseDate is before CreatedDate, or more than 120 days after it"),
        ({"at_least": 1}, ["0", "1"], "CloseDate is not at least 1 day after CreatedDate"),
        ({"at_least": 2, "within": 120}, ["0", "1", "2", "4"], "CloseDate is not 2 to 120 days after CreatedDate"),
        ({"within": 0}, ["0", "2", "3", "4"], "CloseDate is not on the day of CreatedDate"),
        ({"at_least": 1, "within": 1}, ["0", "1", "3", "4"], "CloseDate is not exactly 1 day after CreatedDate"),
    ],
)
def test_a_day_follows_another_at_a_distance(settings: dict[str, Any], broken: list[str], because: str) -> None:
    closes = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2), date(2026, 5, 1), date(2026, 5, 2), None]
    org = deals(CreatedDate=[date(2026, 1, 1)] * 6, CloseDate=closes)
    check = InOrder(object="Opportunity", first="CreatedDate", then="CloseDate", **settings)

    seen, ids = look(check, org)

    assert ids == broken
    assert isinstance(seen, Verdict)
    assert seen.checked == 5
    assert isinstance(seen.breaches, FailingRows)
    assert seen.breaches.because == because


@pytest.mark.parametrize("time_zone", ["America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def test_days_between_are_those_of_the_org(snapshot_of: Callable[..., Snapshot], time_zone: str) -> None:
    random = Random(7)
    start = datetime(2025, 10, 1, tzinfo=UTC)
    moments = [start + timedelta(minutes=random.randrange(60 * 24 * 60)) for _ in range(400)]
    closes = [(moment + timedelta(days=random.choice((-1, 0, 1, 29, 30, 31, 90)))).date() for moment in moments]
    rows = [
        {"Id": f"{place:03}", "CreatedDate": moment.replace(tzinfo=None), "CloseDate": day}
        for place, (moment, day) in enumerate(zip(moments, closes, strict=True))
    ]
    columns = {"Id": "VARCHAR", "CreatedDate": "TIMESTAMP", "CloseDate": "DATE"}
    snapshot = snapshot_of({"Opportunity": (columns, rows)}, time_zone=time_zone)
    check = InOrder(object="Opportunity", first="CreatedDate", then="CloseDate", at_least=1, within=30)

    measure(snapshot, {"x": check.standard(snapshot)})

    zone = ZoneInfo(time_zone)
    apart = [(day - moment.astimezone(zone).date()).days for moment, day in zip(moments, closes, strict=True)]
    expected = [f"{place:03}" for place, days in enumerate(apart) if not 1 <= days <= 30]
    assert failing(snapshot, "Opportunity") == {"x": expected}
    assert 100 < len(expected) < 300


def refused(folder: Path, check: str) -> str:
    """What is said of a rule file with this check, from its line on."""
    path = folder / "x.yaml"
    path.write_text(f"{HEAD}check:\n  {check}\n", encoding="utf-8")
    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "own/quality/x")
    return str(caught.value).removeprefix(f"{path}:")


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (
            "not_future: {object: Contact, field: Birthdate, grace: 1}",
            "7: check.not_future.grace: write a time as whole days, for example ",
        ),
        (
            "in_order: {object: Opportunity, first: CreatedDate, then: CloseDate, within: 120}",
            "7: check.in_order.within: write a time as whole days, for example ",
        ),
        (
            "in_order: {object: Opportunity, first: CreatedDate, then: CloseDate, within: 2 days, at_least: 3 days}",
            "7: check.in_order: no value is at_least 3 and within 2 at once: change the two round",
        ),
        (
            "in_order: {object: Opportunity, first: CreatedDate, then: CloseDate, at_most: 2 days}",
            "7: check.in_order.at_most: there is no such key",
        ),
        ("not_future: {object: Contact}", "7: check.not_future.field: is missing"),
        ("not_in_future: {object: Contact, field: Birthdate}", "7: check.not_in_future: there is no check"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(tmp_path: Path, check: str, says: str) -> None:
    assert refused(tmp_path, check).startswith(says)
