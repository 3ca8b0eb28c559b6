"""Records that came in the last month are counted apart, by the same conditions as all of them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sf_audit.expectations.asks import Ask, Between, Filled, InOrder, Matches, OneOf, Unique
from sf_audit.expectations.measure import measure
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.model.review import NewRecords
from sf_audit.snapshot.needs import ALL_ROWS, Clause, Comparison, Filter
from sf_audit.snapshot.periods import first_new_day
from tests.expectations.small_snapshots import Build

COLUMNS = {
    "Id": "VARCHAR",
    "Name": "VARCHAR",
    "Size": "BIGINT",
    "Opened": "DATE",
    "Closed": "DATE",
    "CreatedDate": "TIMESTAMP",
}
#: The day of the snapshot is 16 March 2026, in the time zone of Berlin: records are new from 16 February on.
ROWS = [
    {
        "Id": f"00100000000000{number}AAA",
        "Name": name,
        "Size": size,
        "Opened": date(2026, 3, 2),
        "Closed": closed,
        "CreatedDate": created,
    }
    for number, name, size, closed, created in (
        (1, "Acme", 5, date(2026, 3, 1), datetime(2024, 1, 1)),  # noqa: DTZ001 (UTC)
        (2, None, 50, None, datetime(2026, 2, 15, 22, 59)),  # noqa: DTZ001 (UTC): one minute before
        (3, None, None, date(2026, 3, 3), datetime(2026, 2, 15, 23, 0)),  # noqa: DTZ001 (UTC): midnight in Berlin
        (4, "acme", 50, date(2026, 3, 1), datetime(2026, 3, 16, 8)),  # noqa: DTZ001 (UTC)
        (5, "Bolt", 5, None, None),
    )
]
SMALL: Filter = frozenset({Clause("Size", Comparison.AT_MOST, (10,))})


@pytest.mark.parametrize(
    ("ask", "scope", "measured", "new"),
    [
        (Filled("Name"), ALL_ROWS, (5, 5, 2), (2, 1)),
        (Filled("Name"), SMALL, (2, 2, 0), (0, 0)),
        (Between("Size", high=10), ALL_ROWS, (5, 4, 2), (1, 1)),
        (Matches("Name", "^A"), ALL_ROWS, (5, 3, 2), (1, 1)),
        (OneOf("Name", frozenset({"Acme"})), ALL_ROWS, (5, 3, 2), (1, 1)),
        (InOrder("Opened", "Closed"), ALL_ROWS, (5, 3, 2), (2, 1)),
        (Unique(("Name",)), ALL_ROWS, (5, 3, 2), (1, 1)),
    ],
)
def test_new_records_are_counted_apart(
    snapshot_of: Build, ask: Ask, scope: Filter, measured: tuple[int, int, int], new: tuple[int, int]
) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)}, time_zone="Europe/Berlin", today=date(2026, 3, 16))

    found = measure(snapshot, {"a": Standard("Account", ask, "", scope)})["a"]

    assert isinstance(found, Measured)
    assert (found.in_scope, found.checked, found.broken) == measured
    assert found.new == NewRecords(date(2026, 2, 16), *new)


def test_without_the_day_of_creation_nobody_is_called_new(snapshot_of: Build) -> None:
    columns = {name: kind for name, kind in COLUMNS.items() if name != "CreatedDate"}
    rows = [{name: row[name] for name in columns} for row in ROWS]

    found = measure(snapshot_of({"Account": (columns, rows)}), {"a": Standard("Account", Filled("Name"), "")})["a"]

    assert isinstance(found, Measured)
    assert found.new is None


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 12, 1), date(2026, 11, 1)),
        (date(2026, 1, 15), date(2025, 12, 15)),
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2024, 3, 30), date(2024, 2, 29)),
    ],
)
def test_records_are_new_for_a_month(today: date, since: date) -> None:
    assert first_new_day(today) == since
