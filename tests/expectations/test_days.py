"""Moments of an org are kept in UTC, wherever the auditor's machine stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from sf_audit.expectations.days import Calendar


@pytest.fixture(params=["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def of_the_machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine has another time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("of_the_machine")
def test_a_day_of_the_org_begins_at_the_same_moment_on_every_machine() -> None:
    berlin = Calendar.of("Europe/Berlin", date(2026, 7, 1))

    assert berlin.midnight(date(2026, 7, 1)).isoformat() == "2026-06-30T22:00:00"
    assert berlin.in_utc(datetime.fromisoformat("2026-12-01T09:00:00")).isoformat() == "2026-12-01T08:00:00"
    assert berlin.in_utc(datetime.fromisoformat("2026-12-01T09:00:00+05:30")).isoformat() == "2026-12-01T03:30:00"
