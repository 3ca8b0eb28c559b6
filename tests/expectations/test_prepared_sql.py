"""The SQL of prepared columns against the same thing said in Python."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sf_audit.expectations.days import Calendar
from sf_audit.expectations.filled import BLANKS, or_null

ONE_CONNECTION = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00") | st.sampled_from(BLANKS)))


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize(
    "blank", ["", " ", "\t\r\n", "\u00a0", "\u3000", "\u200b", "\u2060", "\ufeff", "\u2800", " \u200b "]
)
def test_what_looks_like_nothing_is_empty(connection: duckdb.DuckDBPyConnection, blank: str) -> None:
    assert connection.execute(f"SELECT {or_null('value')} FROM (SELECT $1 AS value)", [blank]).fetchone() == (None,)


@pytest.mark.parametrize("text", ["0", "-", "~", " x", "\u200bx", "é", "日本", "😀", "\x7f", "."])
def test_what_a_person_can_see_is_filled(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    assert connection.execute(f"SELECT {or_null('value')} FROM (SELECT $1 AS value)", [text]).fetchone() == (text,)


@ONE_CONNECTION
@given(TEXTS)
def test_filled_texts_are_left_as_they_are(connection: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    told = connection.execute(f"SELECT {or_null('one')} FROM (SELECT unnest($1::VARCHAR[]) AS one)", [texts]).fetchall()

    assert [row[0] for row in told] == [text if text.strip(BLANKS) else None for text in texts]


@pytest.mark.parametrize(
    "zone", ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
)
def test_days_are_those_of_the_org(connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    calendar = Calendar.of(zone, date(2026, 3, 9))
    moments = [datetime.fromisoformat("2005-01-01") + timedelta(hours=7 * step, minutes=13) for step in range(25_000)]

    told = connection.execute(
        f"SELECT {calendar.day_of('moment')} FROM (SELECT unnest($1) AS moment)", [moments]
    ).fetchall()

    assert [row[0] for row in told] == [
        moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for moment in moments
    ]
