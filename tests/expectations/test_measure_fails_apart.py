"""A standard that cannot be measured is no pass and costs the others nothing."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from sf_audit.expectations.asks import (
    Between,
    Filled,
    LengthBetween,
    Matches,
    OneOf,
    Unique,
    ValidEmail,
)
from sf_audit.expectations.measure import measure
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.needs import Clause, Comparison
from tests.expectations.measure_scenes import COLUMNS, ROWS, _amounts
from tests.expectations.small_snapshots import Build, failing


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


@dataclass(frozen=True, slots=True)
class _MergedByNobody(Unique):
    """Says that a table tells how its records become one, and makes none."""

    def merge_table(self, key: str) -> str:
        return f"nowhere of {key}"


def test_what_is_said_beside_the_records_that_fail_costs_none_of_them(snapshot_of: Build) -> None:
    rows = [
        {"Id": record, "Name": name} for record, name in (("001A", "Alpine"), ("001B", "Alpine"), ("001C", "Birch"))
    ]
    snapshot = snapshot_of({"Account": ({"Id": "VARCHAR", "Name": "VARCHAR"}, rows)})
    standards = {
        "a": Standard("Account", _MergedByNobody(("Name",)), ""),
        "b": Standard("Account", Unique(("Name",)), ""),
    }

    found = measure(snapshot, standards)

    one, other = found["a"], found["b"]
    assert isinstance(one, Measured)
    assert isinstance(other, Measured)
    assert (one.checked, one.broken, one.merges) == (other.checked, other.broken, None) == (3, 2, None)


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
