"""Records of an object in Delta and Iceberg tables: one whole version, or nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from deltalake import write_deltalake  # noqa: TID251 - as the job that fills the lake

from sf_audit.model.review import Reason
from sf_audit.snapshot.manifest import TableEntry
from sf_audit.snapshot.needs import need
from sf_audit.warehouse.opened import open_source
from sf_audit.warehouse.source import Place, RecordSource, SourceRefused
from tests.connector_reading.gathering import Gather, Gathered
from tests.connector_reading.reading_org import Org
from tests.warehouse.accounts import in_org, loaded, parquet, source, table
from tests.warehouse.lake import Lake, delete_rows, files_of

WANTED = need("Account", "Name AnnualRevenue My_Field__c Renewal__c")


@pytest.fixture(autouse=True)
def known_lake(lake: Lake) -> Lake:
    return lake


def delta(folder: Path, address: str = "lake/account") -> RecordSource:
    return source(folder, address, place=Place.DELTA)


def iceberg(folder: Path, address: str = "lake", name: str = "crm.account") -> RecordSource:
    return source(folder, address, place=Place.ICEBERG, table=name)


def names(found: Gathered) -> list[str]:
    assert found["Account"].unread is None
    assert found["Account"].unseen == {}
    assert found.rows("Account")[0]["AnnualRevenue"] == Decimal("12345678901234.560000")
    return sorted(str(row["Name"]) for row in found.rows("Account"))


def why(entry: TableEntry) -> str:
    assert entry.unread is not None
    assert entry.unread.reason is Reason.NOT_LOADED
    return entry.unread.detail


def test_the_newest_version_of_a_delta_table_is_read(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 3)
    write_deltalake(tmp_path / "lake/account", table(loaded(5)))
    write_deltalake(tmp_path / "lake/account", table(loaded(3)), mode="overwrite")
    parquet(tmp_path / "lake/account/half-written.parquet", loaded(9)[5:])

    found = gather(WANTED, held=[delta(tmp_path)])

    assert names(found) == ["Name 0", "Name 1", "Name 2"]
    where = found["Account"].loaded_from
    assert where is not None
    assert where.place == "Delta lake/account"
    assert where.version.startswith("version 1, written 20")


def test_a_delta_table_in_partitions_is_read(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 4)
    write_deltalake(tmp_path / "lake/account", table(loaded(4)), partition_by=["billing_country"])

    found = gather(need("Account", "Name AnnualRevenue BillingCountry"), held=[delta(tmp_path)])

    assert names(found) == ["Name 0", "Name 1", "Name 2", "Name 3"]
    assert {row["Name"]: row["BillingCountry"] for row in found.rows("Account")}["Name 0"] == "NA"


@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_delta_table_that_lacks_a_part_costs_its_object(org: Org, gather: Gather, tmp_path: Path, harm: str) -> None:
    in_org(org, 300)
    write_deltalake(tmp_path / "lake/account", table(loaded(300)))
    (file,) = files_of(tmp_path / "lake/account", "*.parquet")
    if harm == "cut":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        file.unlink()

    assert why(gather(WANTED, held=[delta(tmp_path)])["Account"]) == (
        "Account: Delta lake/account cannot be read: a file of it is missing or damaged, or nobody may read it from "
        "here"
    )


def test_no_damage_to_the_footer_of_a_file_ends_the_process(tmp_path: Path) -> None:
    write_deltalake(tmp_path / "lake/account", table(loaded(300)))
    (file,) = files_of(tmp_path / "lake/account", "*.parquet")
    whole = file.read_bytes()
    end = len(whole) - 8  # "File Format" in the specification of Parquet: the footer, its length, and PAR1
    begin = end - int.from_bytes(whole[end : end + 4], "little")
    refused = 0

    for at in range(begin, end, 11):
        file.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
        try:
            with open_source(delta(tmp_path)) as opened:
                assert sum(batch.num_rows for batch in opened.batches(["id", "name", "my_field_c"])) <= 300
        except SourceRefused:
            refused += 1

    assert refused > 50


def test_what_is_no_delta_table_is_said(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    parquet(tmp_path / "plain/account.parquet", loaded(1))

    assert (
        why(gather(WANTED, held=[delta(tmp_path, "plain")])["Account"]) == "Account: there is no Delta table at plain"
    )


def test_the_current_snapshot_of_a_catalog_is_read(org: Org, gather: Gather, tmp_path: Path, lake: Lake) -> None:
    in_org(org, 3)
    made = lake.land("crm.account", loaded(5))
    made.delete("id >= '001000000000003'")

    found = gather(WANTED, held=[iceberg(tmp_path)])

    assert names(found) == ["Name 0", "Name 1", "Name 2"]
    where = found["Account"].loaded_from
    assert where is not None
    assert where.place == "Iceberg table crm.account (lake)"
    assert where.version.startswith(f"snapshot {made.current_snapshot().snapshot_id}, written 20")


def test_a_metadata_file_is_a_table(org: Org, gather: Gather, tmp_path: Path, lake: Lake) -> None:
    in_org(org, 2)
    file = urlsplit(lake.land("crm.files", loaded(2)).metadata_location).path
    folder = Path(file).parents[1]

    by_file = gather(WANTED, held=[iceberg(tmp_path, file, "")])
    nameless = gather(WANTED, held=[iceberg(tmp_path, str(folder), "")])
    (folder / "metadata/version-hint.text").write_text(Path(file).name)
    by_hint = gather(WANTED, held=[iceberg(tmp_path, str(folder), "")])

    assert names(by_file) == names(by_hint) == ["Name 0", "Name 1"]
    assert why(nameless["Account"]) == f"Account: {folder} does not say which metadata is current"


def test_an_iceberg_table_that_lacks_a_part_costs_its_object(
    org: Org, gather: Gather, tmp_path: Path, lake: Lake
) -> None:
    in_org(org, 2)
    folder = Path(urlsplit(lake.land("crm.harmed", loaded(2)).location()).path)
    files_of(folder / "data", "*.parquet")[0].unlink()

    assert why(gather(WANTED, held=[iceberg(tmp_path, name="crm.harmed")])["Account"]) == (
        "Account: Iceberg table crm.harmed (lake) cannot be read: a file of it is missing or damaged, or nobody may "
        "read it from here"
    )


@pytest.mark.parametrize(
    ("address", "name", "says"),
    [
        ("lake", "crm.acount", "the catalog lake has no table crm.acount"),
        ("lake", "nowhere.account", "the catalog lake has no table nowhere.account"),
        ("unknown", "crm.account", "Iceberg table crm.account (unknown) cannot be read: a file of it is missing"),
    ],
)
def test_what_a_catalog_does_not_know_is_said(
    org: Org, gather: Gather, tmp_path: Path, address: str, name: str, says: str
) -> None:
    in_org(org, 1)

    assert why(gather(WANTED, held=[iceberg(tmp_path, address, name)])["Account"]).startswith(f"Account: {says}")


def test_rows_that_a_deletion_vector_deletes_are_left_out(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 2)
    path = tmp_path / "lake/account"
    write_deltalake(path, table(loaded(4)))
    delete_rows(path, [2, 3])

    assert names(gather(WANTED, held=[delta(tmp_path)])) == ["Name 0", "Name 1"]
