"""Accounts in the org, and the same as loaders write them down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.model.review import Reason
from sf_audit.snapshot.manifest import TableEntry
from sf_audit.snapshot.needs import need
from sf_audit.warehouse.source import MARKERS, Loader, Place, RecordSource
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Row, text_field

WANTED = need("Account", "Name BillingCountry AnnualRevenue My_Field__c Renewal__c OwnerId")

NOW = datetime.now(UTC).replace(microsecond=0)
LOADED = NOW - timedelta(hours=3)

FIELDS = [
    text_field("Name"),
    text_field("BillingCountry"),
    text_field("AnnualRevenue", "currency", precision=18, scale=0),
    text_field("My_Field__c", "boolean"),
    text_field("Renewal__c", "date"),
    text_field("OwnerId", "reference", referenceTo=["User"]),
    text_field("Score__c", "double", calculated=True, precision=18, scale=2),
    text_field("IsDeleted", "boolean"),
    text_field("SystemModstamp", "datetime"),
]

#: A row of PostgreSQL as Fivetran lands it.
TYPES: Mapping[str, pa.DataType] = {
    "id": pa.string(),
    "name": pa.string(),
    "billing_country": pa.string(),
    "annual_revenue": pa.decimal128(18, 2),
    "my_field_c": pa.bool_(),
    "renewal_c": pa.date32(),
    "owner_id": pa.string(),
    "score_c": pa.float64(),
    "is_deleted": pa.bool_(),
    "system_modstamp": pa.timestamp("us", "UTC"),
    "_fivetran_deleted": pa.bool_(),
    "_fivetran_synced": pa.timestamp("us", "UTC"),
}


def account_id(number: int) -> str:
    return f"001{number:012d}"


def stamped(number: int) -> datetime:
    """The last change of an account: an hour apart, the newest eight hours ago."""
    return NOW - timedelta(hours=8 + number)


def in_org(org: Org, count: int, name: str = "Account") -> list[Row]:
    """Records in the org, whose rows a test may change."""
    rows: list[Row] = [
        {
            "Id": f"{account_id(number)}AAA",
            "Name": f"Name {number}",
            "SystemModstamp": f"{stamped(number):%Y-%m-%dT%H:%M:%S}.000+0000",
        }
        for number in range(count)
    ]
    org.add(name, FIELDS, rows)
    return rows


def loaded(count: int) -> list[dict[str, Any]]:
    """The same as a loader landed them three hours ago."""
    return [
        {
            "id": account_id(number),
            "name": f"Name {number}",
            "billing_country": "NA" if number == 0 else "DE",
            "annual_revenue": Decimal("12345678901234.56"),
            "my_field_c": number % 2 == 0,
            "renewal_c": datetime(2026, 1, 31, tzinfo=UTC).date(),
            "owner_id": "005000000000001",
            "score_c": 0.5,
            "is_deleted": False,
            "system_modstamp": stamped(number),
            "_fivetran_deleted": False,
            "_fivetran_synced": LOADED,
        }
        for number in range(count)
    ]


def table(rows: list[dict[str, Any]], types: Mapping[str, pa.DataType] = TYPES) -> pa.Table:
    schema = pa.schema([(name, types.get(name, pa.string())) for name in rows[0]]) if rows else pa.schema(TYPES)
    return pa.Table.from_pylist(rows, schema)


def parquet(path: Path, rows: list[dict[str, Any]], types: Mapping[str, pa.DataType] = TYPES) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(rows, types), path, row_group_size=100)
    return path


def source(folder: Path, address: str = "account.parquet", **more: Any) -> RecordSource:
    """Accounts in Parquet files as Fivetran writes them; `more` says what is otherwise."""
    settings: dict[str, Any] = {"place": Place.PARQUET, "markers": MARKERS[Loader.FIVETRAN], **more}
    return RecordSource(object="Account", address=address, folder=folder, **settings)


def why(entry: TableEntry) -> tuple[Reason, str]:
    """Why the table is not believed."""
    assert entry.unread is not None
    return entry.unread.reason, entry.unread.detail
