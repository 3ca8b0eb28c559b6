"""Which Parquet files are the table: all that are meant, whole, and none that a writer has not finished."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import need
from sf_audit.warehouse.opened import open_source
from sf_audit.warehouse.source import Place, SourceRefused
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.warehouse.accounts import TYPES, WANTED, in_org, loaded, parquet, source, table, why


def test_half_a_file_is_no_file(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 400)
    path = parquet(tmp_path / "account.parquet", loaded(400))
    path.write_bytes(path.read_bytes()[:-300])

    reason, says = why(gather(WANTED, held=[source(tmp_path)])["Account"])

    assert reason is Reason.NOT_LOADED
    assert says == f"Account: {path} is no whole Parquet file: it is damaged, or not written to its end"


def test_no_file_is_said(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    org.add("Lead", [], [{"Id": "00Q000000000001EAA"}])

    found = gather(WANTED, need("Lead", "Id"), held=[source(tmp_path, "none/*.parquet")])

    assert why(found["Account"]) == (
        Reason.NOT_LOADED,
        f"Account: there is no Parquet file at {tmp_path}/none/*.parquet",
    )
    assert found["Lead"].unread is None


def test_many_files_are_one_table(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 5)
    parquet(tmp_path / "lake" / "day=1" / "a.parquet", loaded(5)[:2])
    parquet(tmp_path / "lake" / "day=2" / "b.parquet", loaded(5)[2:])

    found = gather(WANTED, held=[source(tmp_path, "lake")])

    assert (found["Account"].unread, found["Account"].rows) == (None, 5)


def test_files_with_other_columns_are_a_drift(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 2)
    first = parquet(tmp_path / "lake" / "a.parquet", loaded(2)[:1])
    rows = [{name: value for name, value in row.items() if name != "renewal_c"} for row in loaded(2)[1:]]
    second = parquet(tmp_path / "lake" / "b.parquet", rows)

    assert why(gather(WANTED, held=[source(tmp_path, "lake")])["Account"]) == (
        Reason.NOT_LOADED,
        f"Account: {second} has not the columns of {first} (renewal_c)",
    )


def test_files_with_other_types_are_a_drift(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 2)
    parquet(tmp_path / "lake" / "a.parquet", loaded(2)[:1])
    parquet(tmp_path / "lake" / "b.parquet", [loaded(2)[1] | {"name": 7}], {**TYPES, "name": pa.int64()})

    assert why(gather(WANTED, held=[source(tmp_path, "lake")])["Account"]) == (
        Reason.NOT_LOADED,
        "Account: in a part of the table its column name is held as int64, which does not keep what a field of type "
        "string holds",
    )


@pytest.mark.parametrize("address", ["_mine/lake", "_mine/lake/**/*.parquet", "{tmp}/_mine/l*/**/*.parquet"])
def test_what_a_writer_has_not_finished_is_left_out(org: Org, gather: Gather, tmp_path: Path, address: str) -> None:
    in_org(org, 2)
    parquet(tmp_path / "_mine" / "lake" / "part-0.parquet", loaded(2))
    parquet(tmp_path / "_mine" / "lake" / "_temporary" / "0" / "part-1.parquet", loaded(4)[2:])
    parquet(tmp_path / "_mine" / "lake" / ".part-2.parquet", loaded(6)[4:])

    found = gather(WANTED, held=[source(tmp_path, address.format(tmp=tmp_path))])

    assert (found["Account"].unread, found["Account"].rows) == (None, 2)


@pytest.mark.parametrize(
    ("address", "log", "kind"),
    [
        ("lake", "_delta_log/0.json", "delta"),
        ("lake/*.parquet", "_delta_log/0.json", "delta"),
        ("lake", "metadata/v1.metadata.json", "iceberg"),
        ("lake/data", "metadata/v1.metadata.json", "iceberg"),
    ],
)
def test_files_of_other_tables_are_not_taken_for_all_of_it(
    org: Org, gather: Gather, tmp_path: Path, address: str, log: str, kind: str
) -> None:
    in_org(org, 1)
    folder = "lake/data" if kind == "iceberg" else "lake"
    parquet(tmp_path / folder / "part-0.parquet", loaded(1))
    (tmp_path / "lake" / log).parent.mkdir()
    (tmp_path / "lake" / log).write_text("{}")

    unread = gather(WANTED, held=[source(tmp_path, address)])["Account"].unread

    assert unread is not None
    assert f"is part of a table of {kind.capitalize()}, not all of whose files are current" in unread.detail
    assert unread.unlocked_by == f"Write {kind}: in place of parquet: in sources.Account in sf-audit.yaml"


def test_a_partition_of_another_table_is_not_taken_for_all_of_it(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    parquet(tmp_path / "lake" / "country=DE" / "month=1" / "part-0.parquet", loaded(1))
    (tmp_path / "lake" / "_delta_log").mkdir()

    assert (
        "is part of a table of Delta" in why(gather(WANTED, held=[source(tmp_path, "lake/**/*.parquet")])["Account"])[1]
    )


@pytest.mark.parametrize("address", ["größe [1]", "größe [1]/ä*.parquet", "größe [1]/äü[1].parquet", "{tmp}/größe [1]"])
def test_a_folder_whose_name_looks_like_a_pattern_is_one(
    org: Org, gather: Gather, tmp_path: Path, address: str
) -> None:
    in_org(org, 2)
    workspace = tmp_path / "audit [2026]"
    parquet(workspace / "größe [1]" / "äü[1].parquet", loaded(2))

    found = gather(WANTED, held=[source(workspace, address.format(tmp=workspace))])

    assert (found["Account"].unread, found["Account"].rows) == (None, 2)


@pytest.mark.parametrize("place", list(Place))
def test_a_path_that_no_file_system_takes_is_said(tmp_path: Path, place: Place) -> None:
    with pytest.raises(SourceRefused), open_source(source(tmp_path, "x" * 5_000, place=place, table="")):
        pass


def test_a_column_whose_name_is_no_text_costs_the_object(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    file = tmp_path / "account.parquet"
    pq.write_table(table([row | {"xyzzy": ""} for row in loaded(1)]), file, store_schema=False)
    file.write_bytes(file.read_bytes().replace(b"xyzzy", b"\xffyzzy"))

    assert why(gather(WANTED, held=[source(tmp_path)])["Account"]) == (
        Reason.NOT_LOADED,
        f"Account: {file} is no whole Parquet file: it is damaged, or not written to its end",
    )
