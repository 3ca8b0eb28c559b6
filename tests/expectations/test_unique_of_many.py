"""Large tables are asked another way whether records are unique; what is found is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from sf_audit.expectations.asks import Unique
from sf_audit.expectations.measure import measure
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.snapshot.needs import ALL_ROWS
from tests.expectations.small_snapshots import Build

COLUMNS = {"Id": "VARCHAR", "OwnerId": "VARCHAR", "Name": "VARCHAR", "City": "VARCHAR"}
ROWS = [
    {"Id": "a", "Name": "Straße 1", "City": "Ulm"},
    {"Id": "b", "Name": "STRASSE  1", "City": "ulm"},
    {"Id": "c", "Name": "Straße 1", "City": "Bonn"},
    {"Id": "d", "Name": "Ada", "City": "Ulm"},
    {"Id": "e", "Name": "", "City": "Ulm"},
    {"Id": "f", "Name": None, "City": "Ulm"},
    {"Id": "g", "Name": "Ada", "City": "Ulm"},
]
Twins = list[tuple[str, str, int]]


@pytest.mark.parametrize("rows", [len(ROWS), 1_000_000, 1_000_001])
@pytest.mark.parametrize(
    ("fields", "folded", "twins"),
    [
        (("Name",), True, [("a", "b", 1), ("b", "a", 1), ("c", "a", 1), ("d", "g", 0), ("g", "d", 0)]),
        (("Name",), False, [("a", "c", 0), ("c", "a", 0), ("d", "g", 0), ("g", "d", 0)]),
        (("Name", "City"), True, [("a", "b", 0), ("b", "a", 0), ("d", "g", 0), ("g", "d", 0)]),
    ],
)
def test_records_and_twins_are_the_same_however_large_the_table(
    snapshot_of: Build, rows: int, fields: Sequence[str], folded: bool, twins: Twins
) -> None:
    snapshot = snapshot_of({"Account": (COLUMNS, ROWS)})
    snapshot.tables = {"Account": replace(snapshot.tables["Account"], rows=rows)}
    standard = Standard("Account", Unique(tuple(fields), folded=folded), "", ALL_ROWS)

    measured = measure(snapshot, {"same": standard})["same"]

    assert isinstance(measured, Measured)
    assert measured.failing is not None
    assert measured.twins is not None
    assert sorted(pq.read_table(measured.failing).column("id").to_pylist()) == [record for record, _, _ in twins]
    assert sorted(tuple(row.values()) for row in pq.read_table(measured.twins).to_pylist()) == twins
