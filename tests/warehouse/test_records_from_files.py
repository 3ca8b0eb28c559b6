"""Records of an object in Parquet files: as good as those of the org, or not believed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import need
from sf_audit.warehouse.source import MARKERS, Loader, Markers
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.warehouse.accounts import (
    LOADED,
    NOW,
    TYPES,
    WANTED,
    account_id,
    in_org,
    loaded,
    parquet,
    source,
    stamped,
    table,
    why,
)


def test_loaded_records_are_those_of_the_org(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 3)
    parquet(tmp_path / "account.parquet", loaded(3))

    found = gather(WANTED, held=[source(tmp_path)])

    assert found.rows("Account")[0] == {
        "Id": "001000000000000AAA",
        "AnnualRevenue": Decimal("12345678901234.560000"),
        "BillingCountry": "NA",
        "My_Field__c": True,
        "Name": "Name 0",
        "OwnerId": "005000000000001AAA",
        "Renewal__c": date(2026, 1, 31),
        "SystemModstamp": stamped(0).replace(tzinfo=None),
    }
    entry = found["Account"]
    assert (entry.unread, entry.rows, entry.unseen, entry.unfiltered, entry.rows_hidden) == (None, 3, {}, True, False)
    assert entry.loaded_from is not None
    assert entry.loaded_from.place == "Parquet account.parquet"
    assert (entry.loaded_from.loaded, entry.loaded_from.newest) == (LOADED, stamped(0))
    assert (entry.loaded_from.org_records, entry.loaded_from.org_newest) == (3, stamped(0))
    assert entry.loaded_from.version.startswith("1 file, the newest of ")
    assert entry.queries[1] == "SELECT COUNT(Id) records, MAX(SystemModstamp) stamp FROM Account"


def test_the_org_is_not_asked_for_the_records(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 3)
    parquet(tmp_path / "account.parquet", loaded(3))

    gather(WANTED, held=[source(tmp_path)])

    assert [each for each in org.arrived if "SELECT" in each.upper()] == [
        "GET query?q=SELECT+COUNT%28Id%29+records%2C+MAX%28SystemModstamp%29+stamp+FROM+Account"
    ]


def test_deleted_rows_and_earlier_states_are_left_out(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 2)
    deleted = loaded(4)[3] | {"_fivetran_deleted": True}
    in_the_bin = loaded(5)[4] | {"is_deleted": True}
    current = [row | {"_fivetran_active": True} for row in [*loaded(2), deleted, in_the_bin]]
    earlier = loaded(1)[0] | {"_fivetran_active": False, "name": "Old name"}
    types = {**TYPES, "_fivetran_active": pa.bool_()}
    parquet(tmp_path / "account.parquet", [*current, earlier], types)

    found = gather(WANTED, held=[source(tmp_path)])

    assert sorted(row["Name"] for row in found.rows("Account")) == ["Name 0", "Name 1"]
    assert found["Account"].unread is None
    assert found["Account"].notes[:2] == (
        "2 deleted rows were left out",
        "1 row of an earlier state was left out",
    )


def test_a_time_of_deletion_deletes(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    rows = [row | {"_ab_cdc_deleted_at": None, "_airbyte_extracted_at": LOADED} for row in loaded(2)]
    rows[1]["_ab_cdc_deleted_at"] = "2026-01-01T00:00:00Z"
    parquet(tmp_path / "account.parquet", rows, {**TYPES, "_airbyte_extracted_at": pa.timestamp("us", "UTC")})

    found = gather(WANTED, held=[source(tmp_path, markers=MARKERS[Loader.AIRBYTE])])

    assert [row["Name"] for row in found.rows("Account")] == ["Name 0"]
    assert found["Account"].unread is None
    assert found["Account"].loaded_from is not None
    assert found["Account"].loaded_from.loaded == LOADED


def test_columns_that_may_both_say_what_is_deleted_are_not_guessed(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    rows = [row | {"isdeleted_": False} for row in loaded(3)]
    parquet(tmp_path / "account.parquet", rows, {**TYPES, "isdeleted_": pa.bool_()})

    entry = gather(WANTED, held=[source(tmp_path)], seen=RecordVisibility(all_rows=False))["Account"]

    assert why(entry) == (
        Reason.NOT_LOADED,
        "Account: nobody can tell which records of Parquet account.parquet are IsDeleted: is_deleted, isdeleted_ may "
        "be IsDeleted",
    )


@pytest.mark.parametrize("marker", ["deleted", "active", "loaded"])
def test_a_list_marks_no_row(org: Org, gather: Gather, tmp_path: Path, marker: str) -> None:
    in_org(org, 1)
    rows = [loaded(1)[0] | {"changes": ["deleted"]}]
    parquet(tmp_path / "account.parquet", rows, {**TYPES, "changes": pa.list_(pa.string())})

    entry = gather(WANTED, held=[source(tmp_path, markers=Markers(**{marker: "changes"}))])["Account"]

    assert why(entry)[0] is Reason.NOT_LOADED
    assert "the column changes is held as list<" in why(entry)[1]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary()])
def test_text_that_is_not_utf_8_costs_the_object(org: Org, gather: Gather, tmp_path: Path, kind: pa.DataType) -> None:
    in_org(org, 1)
    rows = table(loaded(1))
    latin = pa.array([b"M\xfcller"]).cast(kind, safe=False)
    pq.write_table(rows.set_column(rows.schema.get_field_index("name"), "name", latin), tmp_path / "account.parquet")

    assert why(gather(WANTED, held=[source(tmp_path)])["Account"]) == (
        Reason.NOT_LOADED,
        "Account: not every value of the column name is text (UTF-8)",
    )


def test_ids_that_come_twice_are_refused_with_how_to_leave_history_out(
    org: Org, gather: Gather, tmp_path: Path
) -> None:
    in_org(org, 2)
    parquet(tmp_path / "account.parquet", [*loaded(2), *loaded(1)])

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]

    assert why(entry) == (Reason.INCOMPLETE, "Account: 0 rows came without an Id, and 1 with that of another row")
    assert entry.unread is not None
    assert "active in sources.Account of sf-audit.yaml" in entry.unread.unlocked_by


def test_formula_fields_are_not_believed_unless_somebody_says_so(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    parquet(tmp_path / "account.parquet", loaded(1))

    stale = gather(need("Account", "Name Score__c"), held=[source(tmp_path)])["Account"]
    fresh = gather(need("Account", "Name Score__c"), held=[source(tmp_path, refreshed=frozenset({"score__C"}))])

    assert stale.unread is None
    assert stale.unseen["Score__c"].reason is Reason.NOT_LOADED
    assert "Account.Score__c is a formula or roll-up field" in stale.unseen["Score__c"].detail
    assert stale.unseen["Score__c"].unlocked_by == (
        "Read Account from the org, or name Score__c in refreshed of sources.Account in sf-audit.yaml"
    )
    assert fresh.rows("Account")[0]["Score__c"] == Decimal("0.50")


def test_what_the_loader_does_not_bring_costs_its_field_alone(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    rows = [{name: value for name, value in row.items() if name != "renewal_c"} for row in loaded(1)]
    parquet(tmp_path / "account.parquet", rows)

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]

    assert entry.unread is None
    assert list(entry.unseen) == ["Renewal__c"]
    assert entry.unseen["Renewal__c"].detail == (
        "Account: Parquet account.parquet does not hold Account.Renewal__c: no column of that name"
    )


def test_values_that_are_not_of_the_type_cost_their_field(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 2)
    rows = [row | {"renewal_c": text} for row, text in zip(loaded(2), ["2026-01-31T00:00:00Z", "soon"], strict=True)]
    types = {**TYPES, "renewal_c": pa.string()}
    parquet(tmp_path / "account.parquet", rows, types)

    found = gather(WANTED, held=[source(tmp_path)])

    assert found["Account"].unseen["Renewal__c"].detail == "1 value of Account.Renewal__c is not of its type, date"
    assert found.rows("Account")[0]["Renewal__c"] == date(2026, 1, 31)


def test_a_text_that_was_loaded_as_a_number_costs_its_field(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    parquet(tmp_path / "account.parquet", [loaded(1)[0] | {"name": 7}], {**TYPES, "name": pa.int64()})

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]

    assert entry.unseen["Name"].detail == (
        "Account: Parquet account.parquet does not hold Account.Name: its column name is held as int64, which does "
        "not keep what a field of type string holds"
    )


def test_columns_that_are_called_otherwise_are_named(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    rows = [{("land" if name == "billing_country" else name): value for name, value in loaded(1)[0].items()}]
    parquet(tmp_path / "account.parquet", rows)

    found = gather(WANTED, held=[source(tmp_path, columns={"BillingCountry": "LAND"})])

    assert found.rows("Account")[0]["BillingCountry"] == "NA"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"columns": {"Name": "nmae"}}, "Account: Parquet account.parquet has no column nmae"),
        (
            {"markers": Markers(deleted="gone"), "expected": frozenset({"gone"})},
            "Account: Parquet account.parquet has no column gone",
        ),
    ],
)
def test_a_column_that_is_named_and_not_there_is_said(
    org: Org, gather: Gather, tmp_path: Path, more: dict[str, Any], says: str
) -> None:
    in_org(org, 1)
    parquet(tmp_path / "account.parquet", loaded(1))

    entry = gather(WANTED, held=[source(tmp_path, **more)])["Account"]

    assert why(entry) == (Reason.NOT_LOADED, says)
    assert entry.unread is not None
    assert entry.unread.unlocked_by.endswith("Name a column that is there in sources.Account in sf-audit.yaml")
    assert ("Did you mean name?" in entry.unread.unlocked_by) == ("nmae" in says)


def test_a_lookup_to_a_record_that_was_made_since_is_asked_for(org: Org, gather: Gather, tmp_path: Path) -> None:
    rows = in_org(org, 3)
    rows[2]["SystemModstamp"] = f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000+0000"
    parquet(tmp_path / "account.parquet", loaded(2))
    org.add(
        "Contact",
        [{"name": "AccountId", "type": "reference", "label": "Account", "referenceTo": ["Account"]}],
        [{"Id": "003000000000001AAA", "AccountId": f"{account_id(2)}AAA"}],
    )

    found = gather(need("Contact", "AccountId"), need("Account", "Name"), held=[source(tmp_path)])

    assert [row["Name"] for row in found.rows("Account")] == ["Name 0", "Name 1", "Name 2"]
