"""What `measure` promises whatever the data and however the standards fail."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from textwrap import dedent

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
from tests.expectations.small_snapshots import Build, failing

COLUMNS = {"Id": "VARCHAR", "OwnerId": "VARCHAR", "Name": "VARCHAR", "Amount": "DOUBLE"}
ROWS = [
    {"Id": "001000000000001AAA", "OwnerId": "005000000000001AAA", "Name": "Acme", "Amount": 1.0},
    {"Id": "001000000000002AAA", "OwnerId": "005000000000002AAA", "Name": " ", "Amount": -1.0},
    {"Id": "001000000000003AAA", "OwnerId": None, "Name": None, "Amount": None},
]


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


def test_a_column_that_is_known_but_not_there_is_not_a_pass(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})
    snapshot.connection.execute('ALTER TABLE "Account" DROP COLUMN "Name"')

    told = measure(snapshot, {"a": Standard("Account", Filled("Name"), ""), "b": _amounts(low=0)})

    assert isinstance(told["a"], Unread)
    assert isinstance(told["b"], Measured)


def test_nothing_that_can_be_evaluated_is_not_a_pass(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})

    told = measure(snapshot, {"a": Standard("Account", Between("Amount"), "")})

    assert isinstance(told["a"], Unread)


def test_an_object_that_was_not_read_is_not_a_pass(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})

    told = measure(snapshot, {"a": Standard("Case", Filled("Subject"), "")})

    said = "Case was not asked for when this snapshot was read"
    assert told == {"a": Unread(Reason.INCOMPLETE, said, "Collect again")}


def test_a_time_zone_that_is_not_known_is_not_a_pass(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)}, time_zone="Mars/Olympus")

    told = measure(snapshot, {"a": Standard("Account", Filled("Name"), "")})

    assert isinstance(told["a"], Unread)


def test_records_are_read_in_one_pass(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})
    asks = [
        Filled("Name"),
        Matches("Name", "x"),
        Between("Amount", 0),
        LengthBetween("Name", 1),
        Unique(("Name",), folded=False),
    ]
    scope = frozenset({Clause("Name", Comparison.FILLED)})
    snapshot.connection.execute("CALL enable_logging('QueryLog')").fetchall()

    measure(snapshot, {repr(ask): Standard("Account", ask, "", scope) for ask in asks})

    snapshot.connection.execute("CALL disable_logging()").fetchall()
    sent = [row[0] for row in snapshot.rows("SELECT message FROM duckdb_logs WHERE type = 'QueryLog'")]
    reading = [one for one in sent if "Account" in one and not one.startswith("DESCRIBE")]
    assert len(reading) == 1


def test_twelve_suites_in_a_row_leave_nothing_behind(snapshot_of: Build) -> None:
    tables = {f"Object{number}__c": (COLUMNS, ROWS[: number % 4]) for number in range(12)}
    snapshot = snapshot_of(tables)
    asks = [Filled("Name"), Matches("Name", "^A"), Between("Amount", 0), ValidEmail("Name"), Unique(("Name",))]
    standards = {f"{name} {ask!r}": Standard(name, ask, "") for name in tables for ask in asks}
    before = snapshot.rows("SELECT view_name FROM duckdb_views() UNION SELECT table_name FROM duckdb_tables()")

    together = measure(snapshot, standards)
    alone = measure(snapshot, {key: one for key, one in standards.items() if one.object == "Object7__c"})

    after = snapshot.rows("SELECT view_name FROM duckdb_views() UNION SELECT table_name FROM duckdb_tables()")
    assert {key: one for key, one in together.items() if key in alone} == alone
    assert {key: one.in_scope for key, one in together.items() if isinstance(one, Measured)} == {
        key: len(tables[one.object][1]) for key, one in standards.items()
    }
    assert sorted(before) == sorted(after)


def test_a_locked_connection_is_enough(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)}, today=date(2026, 1, 1))
    snapshot.connection.execute("SET enable_external_access = false")
    snapshot.connection.execute("SET lock_configuration = true")

    told = measure(snapshot, {"a": Standard("Account", ValidEmail("Name"), ""), "b": _amounts(low=0)})

    assert [one.broken for one in told.values() if isinstance(one, Measured)] == [1, 1]


def test_nobody_is_told_and_no_value_is_logged(
    snapshot_of: Build, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    snapshot = snapshot_of({"Account": (COLUMNS, [{"Id": "001", "Name": "a secret", "Amount": 1.0}])})

    with _connections() as opened:
        measure(snapshot, {"a": Standard("Account", OneOf("Name", frozenset({1})), ""), "b": _amounts(low=2)})

    assert opened == []
    assert "a secret" not in caplog.text
    assert capfd.readouterr() == ("", "")
    assert [path.name for path in snapshot.scratch.iterdir()] == ["failing-Account.parquet"]


def test_a_process_that_measured_ends_in_silence(tmp_path: Path) -> None:
    program = f"""
        import datetime, pathlib, duckdb
        from sf_audit.expectations.measure import measure
        from sf_audit.expectations.asks import Filled
        from sf_audit.expectations.standard import Standard
        from sf_audit.model.review import OrgIdentity
        from sf_audit.snapshot.needs import Source
        from sf_audit.snapshot.tables import Snapshot, Table

        connection = duckdb.connect()
        connection.execute('CREATE TABLE "Account" ("Id" VARCHAR, "Name" VARCHAR)')
        snapshot = Snapshot(
            org=OrgIdentity("00D", "Test", True, ""), taken=datetime.datetime(2026, 1, 1),
            today=datetime.date(2026, 1, 1), connection=connection, scratch=pathlib.Path({str(tmp_path)!r}),
            tables={{"Account": Table("Account", Source.DATA, {{"Id": "id", "Name": "text"}}, 0)}},
        )
        print(measure(snapshot, {{"a": Standard("Account", Filled("Name"), "")}})["a"].checked)
    """

    ended = subprocess.run([sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "0\n", "")


def _amounts(*, low: float) -> Standard:
    return Standard("Account", Between("Amount", low), "")


_watching: list[list[str]] = []


def _watch(event: str, _: object) -> None:
    if _watching and event.startswith("socket."):
        _watching[-1].append(event)


@contextmanager
def _connections() -> Iterator[list[str]]:
    """Every use of a socket while it lasts, as Python's own audit events tell it."""
    if not _watching:
        sys.addaudithook(_watch)
    opened: list[str] = []
    _watching.append(opened)
    yield opened
    _watching.remove(opened)


def test_records_of_every_batch_are_counted_and_listed(snapshot_of: Build) -> None:
    """DuckDB hands out 122,880 records at a time."""
    snapshot = snapshot_of({"Account": (COLUMNS, [])})
    snapshot.connection.execute(
        """INSERT INTO "Account" SELECT printf('001%012dAAA', i), NULL, CASE WHEN i % 50000 = 7 THEN NULL ELSE 'Acme'
           END, 1.0 FROM range(300000) t(i)"""
    )

    found = measure(snapshot, {"quality/name": Standard("Account", Filled("Name"), "Name is empty")})["quality/name"]

    assert isinstance(found, Measured)
    assert (found.in_scope, found.checked, found.broken) == (300_000, 300_000, 6)
    assert failing(snapshot, "Account") == {
        "quality/name": [f"001{number:012d}AAA" for number in (7, 50_007, 100_007, 150_007, 200_007, 250_007)]
    }
