"""Ctrl-C while DuckDB works ends the run. It arrives as an error like any other there, and no check has failed.

When DuckDB hears of the signal is its own matter (the watchdog of the command line does not wait for it), so these
tests interrupt its connection, which raises the same.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pytest

from sf_audit.expectations.attempt import attempt
from sf_audit.expectations.scan import Scan
from tests.expectations.small_snapshots import Build

ENDLESS = "SELECT count(*) FROM range(100000000000) t(i) WHERE hash(i) = 1"


@contextmanager
def interrupting(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Again and again, because an interruption between two queries is forgotten."""
    ended = threading.Event()

    def interrupt() -> None:
        while not ended.wait(0.2):
            connection.interrupt()

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_check_that_asks_for_long_is_interrupted() -> None:
    with duckdb.connect() as connection, interrupting(connection), pytest.raises(KeyboardInterrupt):
        attempt("looking", lambda: connection.execute(ENDLESS).fetchall())


def test_a_scan_is_interrupted(snapshot_of: Build) -> None:
    snapshot = snapshot_of({"Account": ({"Id": "VARCHAR"}, [{"Id": "001A"}])})
    source = 'SELECT "Id" AS "record id", "Id" AS "record owner" FROM "Account", range(100000000000) t(i)'
    scan = Scan(snapshot.answering, source, snapshot.scratch / "failing.parquet")

    with interrupting(snapshot.connection), pytest.raises(KeyboardInterrupt):
        scan.count(['hash("record id") = 1'], {})
