"""What `measure` promises whatever the data and however the standards fail."""

from __future__ import annotations

import pytest

from sf_audit.expectations.asks import (
    Between,
    DaysFromToday,
    Filled,
    LengthBetween,
    Matches,
    OneOf,
    RefersTo,
    Unique,
    ValidEmail,
)
from sf_audit.expectations.measure import measure
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.needs import Clause, Comparison
from tests.expectations.measure_scenes import COLUMNS, ROWS, _amounts
from tests.expectations.small_snapshots import Build, failing


def test_counts_and_ids_are_those_of_the_records(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})

    told = measure(snapshot, {"a": Standard("Account", Filled("Name"), ""), "b": _amounts(low=0)})

    file = snapshot.scratch / "failing-Account.parquet"
    assert told == {"a": Measured(3, 3, 2, file), "b": Measured(3, 2, 1, file)}
    rows = snapshot.rows("SELECT standard, id, record_owner_id FROM read_parquet(?) ORDER BY ALL", [str(file)])
    assert rows == [
        ("a", "001000000000002AAA", "005000000000002AAA"),
        ("a", "001000000000003AAA", None),
        ("b", "001000000000002AAA", "005000000000002AAA"),
    ]


def test_every_failing_id_is_written(snapshot_of: Build) -> None:
    rows = [{"Id": f"001{number:015}", "Name": None if number % 2 else "x"} for number in range(10_000)]
    snapshot = snapshot_of({"Account": ({"Id": "VARCHAR", "Name": "VARCHAR"}, [])})
    snapshot.connection.executemany('INSERT INTO "Account" VALUES (?, ?)', [[*row.values()] for row in rows[:1]])
    snapshot.connection.execute(
        "INSERT INTO \"Account\" SELECT '001' || lpad(i::VARCHAR, 15, '0'), CASE WHEN i % 2 = 0 THEN 'x' END "
        "FROM range(1, 10000) t(i)"
    )

    told = measure(snapshot, {"a": Standard("Account", Filled("Name"), "")})

    assert told["a"] == Measured(10_000, 10_000, 5_000, snapshot.scratch / "failing-Account.parquet")
    assert failing(snapshot, "Account")["a"] == [row["Id"] for row in rows if row["Name"] is None]


def test_standards_that_ask_the_same_each_list_their_records(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})

    measure(
        snapshot, {"a": Standard("Account", Filled("Name"), "one"), "b": Standard("Account", Filled("Name"), "two")}
    )

    ids = ["001000000000002AAA", "001000000000003AAA"]
    assert failing(snapshot, "Account") == {"a": ids, "b": ids}


def test_what_no_longer_fails_leaves_no_file(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})
    measure(snapshot, {"a": Standard("Account", Filled("Name"), "")})

    told = measure(snapshot, {"a": Standard("Account", Filled("Id"), "")})

    assert told == {"a": Measured(3, 3, 0, None)}
    assert failing(snapshot, "Account") == {}


def test_an_empty_table_has_nothing_checked(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, [])})
    asks = [Filled("Name"), Matches("Name", "x"), Between("Amount", 0), Unique(("Name",)), ValidEmail("Name")]

    told = measure(snapshot, {str(number): Standard("Account", ask, "") for number, ask in enumerate(asks)})

    assert set(told.values()) == {Measured(0, 0, 0, None)}
    assert len(told) == 5


def test_a_table_without_record_owners_has_none(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Product2": ({"Id": "VARCHAR", "Name": "VARCHAR"}, [{"Id": "01t", "Name": ""}])})

    measure(snapshot, {"a": Standard("Product2", Filled("Name"), "")})

    file = str(snapshot.scratch / "failing-Product2.parquet")
    assert snapshot.rows("SELECT * FROM read_parquet(?)", [file]) == [("a", "01t", None)]


@pytest.mark.parametrize(
    "ask",
    [
        Matches("Amount", "1"),
        Matches("Name", "(unclosed"),
        Matches("Name", "(?=look)ahead"),
        Between("Amount"),
        Between("Name", 1, 2),
        LengthBetween("Amount", 1, 2),
        OneOf("Amount", frozenset({"text"})),
        DaysFromToday("Name", -1, 1),
        RefersTo("Name", "Account", frozenset({Clause("Amount", Comparison.OLDER_THAN_DAYS, (1,))})),
    ],
    ids=repr,
)
def test_a_standard_that_cannot_be_evaluated_is_not_a_pass(snapshot_of: Build, ask: Matches) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})

    told = measure(snapshot, {"bad": Standard("Account", ask, ""), "good": Standard("Account", Filled("Name"), "")})

    assert isinstance(told["bad"], Unread)
    assert told["bad"].reason is Reason.CHECK_FAILED
    assert told["good"] == Measured(3, 3, 2, snapshot.scratch / "failing-Account.parquet")
    assert list(failing(snapshot, "Account")) == ["good"]


def test_a_column_that_was_not_read_is_not_a_pass(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})

    told = measure(snapshot, {"a": Standard("Account", Filled("Industry"), ""), "b": _amounts(low=0)})

    assert told["a"] == Unread(
        Reason.INCOMPLETE, "Account.Industry was not asked for when this snapshot was read", "Collect again"
    )
    assert isinstance(told["b"], Measured)
