"""Every example of the page about records that are elsewhere reads records that are there."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from deltalake import write_deltalake  # noqa: TID251 - as the job that fills the lake

from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.needs import need
from sf_audit.warehouse.source import Place, RecordSource
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.warehouse.accounts import in_org, loaded, parquet, table
from tests.warehouse.lake import Lake
from tests.warehouse.postgres import PASSWORD, Postgres

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(sources:\n.*?)```", PAGE, re.DOTALL)


def land(source: RecordSource, server: Postgres, lake: Lake) -> None:
    """Put three records where the example says that they are."""
    if source.place is Place.PARQUET:
        parquet(source.folder / source.address / "part-0.parquet", loaded(3))
    if source.place is Place.DUCKDB:
        schema = source.table.partition(".")[0]
        file = parquet(source.folder / "landing.parquet", loaded(3))
        with duckdb.connect(str(source.folder / source.address)) as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
            connection.execute(f"CREATE TABLE {source.table} AS SELECT * FROM read_parquet('{file}')")
    if source.place is Place.DELTA:
        write_deltalake(source.folder / source.address, table(loaded(3)))
    if source.place is Place.ICEBERG:
        lake.land(source.table, loaded(3))
    if source.place is Place.POSTGRESQL:
        server.land(source.table.partition(".")[2], loaded(3))


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, postgres: Postgres) -> None:
    """The service that the page names, and its password where psql looks for it."""
    lines = ["[warehouse]", "host=127.0.0.1", f"port={postgres.port}", "dbname=postgres", "user=auditor"]
    (tmp_path / "services").write_text("\n".join(lines))
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    monkeypatch.setenv("PGPASSWORD", PASSWORD)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split()[2].rstrip(":"))
def test_an_example_reads_the_records(
    org: Org, gather: Gather, tmp_path: Path, postgres: Postgres, lake: Lake, example: str
) -> None:
    (tmp_path / "sf-audit.yaml").write_text(example, encoding="utf-8")
    (source,) = Standards.of(tmp_path).held.values()
    in_org(org, 3, source.object)
    land(source, postgres, lake)

    found = gather(need(source.object, "Name"), held=[source])

    assert found[source.object].unread is None
    assert [row["Name"] for row in found.rows(source.object)] == ["Name 0", "Name 1", "Name 2"]


def test_there_is_an_example_of_every_place() -> None:
    assert {place for place in Place if any(f"    {place}: " in example for example in EXAMPLES)} == set(Place)
