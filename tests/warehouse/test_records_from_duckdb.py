"""Records of an object in a DuckDB file, which nothing is written to."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import need
from sf_audit.warehouse.opened import open_source
from sf_audit.warehouse.source import Place, RecordSource
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.warehouse.accounts import LOADED, in_org, loaded, parquet, source

WANTED = need("Account", "Name AnnualRevenue OwnerId")


def database(folder: Path, count: int) -> Path:
    file = parquet(folder / "landing.parquet", loaded(count))
    path = folder / "crm.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA salesforce")
        connection.execute(f"CREATE TABLE salesforce.account AS SELECT * FROM read_parquet('{file}')")
        connection.execute(f"CREATE VIEW salesforce.lake AS SELECT * FROM read_parquet('{file}')")
    return path


def held(folder: Path, table: str = "salesforce.account", address: str = "crm.duckdb") -> RecordSource:
    return source(folder, address, place=Place.DUCKDB, table=table)


def test_a_table_of_a_duckdb_file_is_read_and_nothing_written(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 3)
    path = database(tmp_path, 3)
    before = hashlib.sha256(path.read_bytes()).hexdigest()

    found = gather(WANTED, held=[held(tmp_path)])

    assert found["Account"].unread is None
    assert [row["Name"] for row in found.rows("Account")] == ["Name 0", "Name 1", "Name 2"]
    assert found.rows("Account")[0]["AnnualRevenue"] == Decimal("12345678901234.56")
    assert found["Account"].loaded_from is not None
    assert found["Account"].loaded_from.place == "DuckDB table salesforce.account (crm.duckdb)"
    assert found["Account"].loaded_from.loaded == LOADED
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert sorted(each.name for each in tmp_path.iterdir() if "crm" in each.name) == ["crm.duckdb"]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("salesforce.acount", "crm.duckdb has no table salesforce.acount"),
        ("salesforce.lake", "salesforce.lake in crm.duckdb is a view on other files, which are not opened"),
        ('x"; DROP TABLE account; --', 'crm.duckdb has no table x"; DROP TABLE account; --'),
    ],
)
def test_what_is_no_table_costs_its_object_alone(
    org: Org, gather: Gather, tmp_path: Path, table: str, says: str
) -> None:
    in_org(org, 1)
    database(tmp_path, 1)
    org.add("Lead", [], [{"Id": "00Q000000000001EAA"}])

    found = gather(WANTED, need("Lead", "Id"), held=[held(tmp_path, table)])

    assert found["Account"].unread is not None
    assert (found["Account"].unread.reason, found["Account"].unread.detail) == (Reason.NOT_LOADED, f"Account: {says}")
    assert found["Lead"].unread is None


def test_a_file_that_is_none_is_said(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    (tmp_path / "odd.duckdb").write_bytes(b"odd" * 9000)

    odd = gather(WANTED, held=[held(tmp_path, address="odd.duckdb")])["Account"].unread
    gone = gather(WANTED, held=[held(tmp_path, address="gone.duckdb")])["Account"].unread

    assert odd is not None
    assert odd.detail == "Account: odd.duckdb cannot be read: it is damaged, or not a DuckDB file of this version"
    assert gone is not None
    assert gone.detail == f"Account: there is no DuckDB file {tmp_path}/gone.duckdb"


def test_a_file_that_is_being_written_is_said(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    path = database(tmp_path, 1)
    script = f"import duckdb; held = duckdb.connect({str(path)!r}); print('open', flush=True); input()"
    command = [sys.executable, "-c", script]

    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as loader:
        assert loader.stdout is not None
        assert loader.stdout.readline() == "open\n"
        unread = gather(WANTED, held=[held(tmp_path)])["Account"].unread
        loader.communicate("\n")

    assert unread is not None
    assert unread.detail == "Account: another program is writing crm.duckdb"


def test_an_interrupt_after_the_last_row_ends_nothing(tmp_path: Path) -> None:
    database(tmp_path, 1)
    with open_source(held(tmp_path)) as opened:
        opened.cancel()

    opened.cancel()


def test_many_objects_of_a_file_are_read_side_by_side(org: Org, gather: Gather, tmp_path: Path) -> None:
    sources = [RecordSource(name, Place.DUCKDB, "crm.duckdb", tmp_path, name) for name in ("Lead", "Case", "Asset")]
    file = parquet(tmp_path / "landing.parquet", loaded(50))
    with duckdb.connect(str(tmp_path / "crm.duckdb")) as connection:
        for each in sources:
            in_org(org, 50, each.object)
            connection.execute(f"""CREATE TABLE "{each.table}" AS SELECT * FROM read_parquet('{file}')""")

    found = gather(*(need(each.object, "Name") for each in sources), held=sources)

    assert [(found[each.object].unread, found[each.object].rows) for each in sources] == [(None, 50)] * 3
