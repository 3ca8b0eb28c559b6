"""Ctrl-C while DuckDB works ends the run. It is an error like any other there, and no check has failed."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

import duckdb
import pytest

from sf_audit.expectations.attempt import attempt
from sf_audit.expectations.scan import Scan
from tests.expectations.small_snapshots import Build

ENDLESS = "SELECT count(*) FROM range(100000000000) t(i) WHERE hash(i) = 1"


@pytest.fixture
def ctrl_c() -> Callable[[], None]:
    """Sends it in half a second."""
    return threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start


def test_a_check_that_asks_for_long_is_interrupted(ctrl_c: Callable[[], None]) -> None:
    with duckdb.connect() as connection:
        ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            attempt("looking", lambda: connection.execute(ENDLESS).fetchall())


def test_a_scan_is_interrupted(snapshot_of: Build, ctrl_c: Callable[[], None]) -> None:
    snapshot = snapshot_of({"Account": ({"Id": "VARCHAR"}, [{"Id": "001A"}])})
    source = 'SELECT "Id" AS "record id", "Id" AS "record owner" FROM "Account", range(100000000000) t(i)'
    scan = Scan(snapshot.connection, source, snapshot.scratch / "failing.parquet")

    ctrl_c()

    with pytest.raises(KeyboardInterrupt):
        scan.count(['hash("record id") = 1'], {})
