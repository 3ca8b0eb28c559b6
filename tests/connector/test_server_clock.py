"""What two clocks that differ are called, and what to do about it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from sf_audit.connector.http.server_clock import clock_words, disagreement, offset_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "offset"),
    [
        ("Sun, 22 Nov 2026 12:07:00 GMT", timedelta(minutes=7)),
        ("Sun, 22 Nov 2026 11:00:00 GMT", timedelta(hours=-1)),
        ("Sun, 22 Nov 2026 13:00:00 +0100", timedelta(0)),
        ("Sun, 22 Nov 2026 12:07:00", None),
        ("Sun, 22 Nov 99999 12:07:00 GMT", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_the_date_of_an_answer_tells_how_far_the_clocks_are_apart(date: str | None, offset: timedelta | None) -> None:
    assert offset_of(date, NOW) == offset


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (timedelta(minutes=7), "your clock is 7 min behind"),
        (timedelta(minutes=-7), "your clock is 7 min ahead"),
        (timedelta(minutes=119), "your clock is 119 min behind"),
        (timedelta(hours=2), "your clock is 2 hours behind"),
        (timedelta(hours=-47), "your clock is 47 hours ahead"),
        (timedelta(hours=48), "your clock is 2 days behind"),
        (timedelta(days=-3650), "your clock is 3,650 days ahead"),
    ],
)
def test_a_difference_is_said_in_its_largest_unit(offset: timedelta, words: str) -> None:
    assert clock_words(offset) == words


@pytest.fixture
def in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine has another time zone."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_tokyo")
def test_clocks_that_differ_are_both_named_in_utc() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=2)))

    says, hint = disagreement(timedelta(hours=-3), here)

    assert says == "your clock is 3 hours ahead: this machine says 2026-11-22 12:00 UTC, the org 2026-11-22 09:00 UTC"
    assert hint == (
        "Your clock is 3 hours ahead: set it, say by timedatectl set-ntp true. Compare both with a time server (NTP) "
        "first: if this machine's time is right, look at the gateway or proxy between it and Salesforce. "
        "At most 5 minutes are made up for."
    )


@pytest.mark.parametrize(
    ("offset", "dated"),
    [
        (timedelta(days=-399), "2025-10-19 12:00 UTC"),
        (timedelta(days=399), "2027-12-26 12:00 UTC"),
        (timedelta(days=4_000_000), "beyond the year 9999 UTC"),
    ],
)
def test_a_time_at_which_the_certificate_is_not_valid_cannot_be_right(offset: timedelta, dated: str) -> None:
    says, hint = disagreement(offset, NOW)

    assert says == (
        f"the answer of the sign-in is dated {dated}, which cannot be: its certificate is valid at "
        "2026-11-22 12:00 UTC, the time of this machine"
    )
    assert hint == (
        "Compare both with a time server (NTP). If this machine's time is right, look at the gateway or proxy between "
        "it and Salesforce; if not, set it: timedatectl set-ntp true."
    )


def test_for_the_life_of_a_certificate_either_clock_may_be_right() -> None:
    assert disagreement(timedelta(days=398), NOW)[0].startswith("your clock is 398 days behind")
