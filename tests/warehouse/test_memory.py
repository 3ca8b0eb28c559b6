"""Rows go by: however many there are, few are held at a time."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import write_deltalake  # noqa: TID251 - as the job that fills the lake

from sf_audit.snapshot.cast import FieldType
from sf_audit.warehouse.names import match
from sf_audit.warehouse.opened import open_source
from sf_audit.warehouse.rows import CurrentRows, layout
from sf_audit.warehouse.source import Place, RecordSource

ROWS, COLUMNS, WIDTH = 150_000, 12, 60
MEGABYTE = 1 << 20
TYPES = {"Id": FieldType("id"), **{f"Text_{number}__c": FieldType("string") for number in range(COLUMNS)}}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than 100 MB of text, in one row group."""
    folder = tmp_path_factory.mktemp("large")
    ids = pa.array([f"001{number:012d}" for number in range(ROWS)])
    text = pa.array([f"{number:0{WIDTH}d}" for number in range(ROWS)])
    table = pa.table({"id": ids, **{f"text_{number}_c": text for number in range(COLUMNS)}})
    pq.write_table(table, folder / "large.parquet", row_group_size=ROWS, use_dictionary=False)
    write_deltalake(folder / "delta", table)
    with duckdb.connect(str(folder / "large.duckdb")) as connection:
        connection.execute(f"CREATE TABLE large AS SELECT * FROM read_parquet('{folder / 'large.parquet'}')")
    return folder


@pytest.mark.parametrize(
    ("place", "address", "name"),
    [(Place.PARQUET, "large.parquet", ""), (Place.DELTA, "delta", ""), (Place.DUCKDB, "large.duckdb", "large")],
)
def test_few_rows_are_held_at_a_time(landed: Path, place: Place, address: str, name: str) -> None:
    source = RecordSource("Account", place, address, landed, name)
    before, most, rows = pa.total_allocated_bytes(), 0, 0

    with open_source(source) as opened:
        where = layout(source, opened, match(source, TYPES, opened.schema.names), TYPES, ())
        for page in CurrentRows(opened, where, TYPES, "").pages():
            most, rows = max(most, pa.total_allocated_bytes() - before), rows + page.num_rows

    assert rows == ROWS
    assert most < 60 * MEGABYTE < ROWS * COLUMNS * WIDTH
