"""Small snapshots, built in the test that needs them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.tables import Snapshot, Table
from tests.expectations.small_snapshots import Build, Tables


@pytest.fixture
def snapshot_of(tmp_path: Path) -> Iterator[Build]:
    connections = []

    def build(tables: Tables, *, today: date = date(2026, 3, 9), time_zone: str = "America/New_York") -> Snapshot:
        connection = duckdb.connect()
        connections.append(connection)
        for name, (columns, rows) in tables.items():
            listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            connection.execute(f'CREATE TABLE "{name}" ({listed})')
            values = [[row.get(column) for column in columns] for row in rows]
            if values:
                connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', values)
        org = OrgIdentity("00D000000000001EAA", "Test", is_sandbox=True, instance_url="", time_zone=time_zone)
        return Snapshot(
            org=org,
            taken=datetime.combine(today, datetime.min.time(), UTC),
            today=today,
            tables={name: Table(name, Source.DATA, columns, len(rows)) for name, (columns, rows) in tables.items()},
            connection=connection,
            scratch=tmp_path,
        )

    yield build
    for connection in connections:
        connection.close()
