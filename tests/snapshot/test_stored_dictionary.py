"""Names of an org are looked up in a stored snapshot as they were on the day of the reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.dictionary import IdsOf, ListedValue, OrgField, RecordType
from sf_audit.snapshot.needs import Source, need
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot, Table
from tests.snapshot.small_snapshot import ORG, STARTED

HIDDEN = Unread(Reason.FIELD_NOT_VISIBLE, "Account.Fax is not visible", "Read on Account.Fax")
NOT_THERE = Unread(Reason.OBJECT_NOT_READABLE, "Quote is not visible", "Read on Quote")
SPENT = Unread(Reason.BUDGET_SPENT, "the API calls were spent", "")

OWNERS = {"reference_to": "Group;User", "key_prefixes": "00G;005"}
DESCRIBED: dict[str, list[dict[str, object]]] = {
    "describe_fields": [
        {"object": "Account", "field": "Name", "type": "string", "name_field": True},
        {
            "object": "Account",
            "field": "OwnerId",
            "type": "reference",
            "reference_to": "Group;User",
            "key_prefixes": "00G;005",
        },
        {"object": "Account", "field": "Notes__c", "type": "textarea", "html": True},
        {"object": "Account", "field": "Age__c", "type": "double", "calculated": True},
        {"object": "Account", "field": "BillingCity", "type": "string", "compound": "BillingAddress"},
        {"object": "Account", "field": "Rating", "type": "picklist"},
    ],
    "describe_picklist_values": [
        {"object": "Account", "field": "Rating", "value": "Hot", "label": "Heiß", "active": True},
        {"object": "Account", "field": "Rating", "value": "Cold", "label": None, "active": False},
    ],
    "describe_record_types": [{"object": "Account", "id": "012000000000001AAA", "name": "Customer"}],
    "org_limits": [{"name": "DailyApiRequests"}, {"name": "DailyAsyncApexExecutions"}],
}
COLUMNS = {
    "describe_fields": "object field type html calculated compound reference_to name_field key_prefixes",
    "describe_picklist_values": "object field value label active",
    "describe_record_types": "object id name",
    "org_limits": "name",
}


def snapshot(
    connection: duckdb.DuckDBPyConnection, folder: Path, described: Mapping[str, Sequence[Mapping[str, object]]]
) -> Snapshot:
    """Account was read, Quote was not there, Lead's rows could not be paid for, and Task was only counted."""
    tables = {
        "Account": Table(
            "Account", Source.DATA, {"Id": "id", "Name": "string", "Amount": "currency"}, 0, unseen={"Fax": HIDDEN}
        ),
        "Quote": Table("Quote", Source.DATA, {}, 0, unread=NOT_THERE),
        "Lead": Table("Lead", Source.DATA, {"Id": "id"}, 0, unread=SPENT),
        "counted": Table(
            "counted", Source.DESCRIBE, {"object": "string"}, 0, covers=frozenset({"Task"}), uncovered={"Asset": HIDDEN}
        ),
    }
    for name, rows in described.items():
        columns = COLUMNS[name].split()
        connection.register(
            "given", pa.Table.from_pylist([{column: row.get(column) for column in columns} for row in rows])
        )
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
        connection.unregister("given")
        tables[name] = Table(name, Source.DESCRIBE, dict.fromkeys(columns, "string"), len(rows))
    return Snapshot(
        org=ORG, taken=STARTED, today=date(2026, 11, 22), tables=tables, connection=connection, scratch=folder
    )


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def described(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> StoredDictionary:
    return StoredDictionary(snapshot(connection, tmp_path, DESCRIBED))


@pytest.fixture
def bare(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> StoredDictionary:
    """Of a snapshot that was stored without descriptions."""
    return StoredDictionary(snapshot(connection, tmp_path, {}))


def test_objects_are_spelled_as_the_org_spells_them(described: StoredDictionary) -> None:
    assert [described.object(name) for name in ("account", "LEAD", "task")] == ["Account", "Lead", "Task"]
    assert described.object("Quote") == NOT_THERE
    assert described.object("Asset") == HIDDEN
    assert described.object("Contract") == Unread(
        Reason.INCOMPLETE, "Contract was not asked for when this snapshot was read", "Collect again"
    )
    assert described.object("describe_fields") == Unread(
        Reason.INCOMPLETE, "describe_fields was not asked for when this snapshot was read", "Collect again"
    )


def test_fields_are_as_they_were_described(described: StoredDictionary) -> None:
    account = described.fields("Account")

    assert account["name"] == OrgField("Name", "string", names_record=True)
    assert account["ownerid"] == OrgField(
        "OwnerId", "reference", references=("Group", "User"), ids_of=(IdsOf("Group", "00G"), IdsOf("User", "005"))
    )
    assert account["notes__c"] == OrgField("Notes__c", "richtextarea")
    assert account["age__c"] == OrgField("Age__c", "double", calculated=True)
    assert account["billingcity"] == OrgField("BillingCity", "string", compound="BillingAddress")
    assert account["rating"].values == (ListedValue("Hot", "Heiß", True), ListedValue("Cold", "Cold", False))
    assert account["amount"] == OrgField("Amount", "currency")
    assert described.record_types("Account") == (RecordType("012000000000001AAA", "Customer", "Customer"),)
    assert described.record_types("Lead") == ()
    assert described.limits() == ("DailyApiRequests", "DailyAsyncApexExecutions")


def test_a_field_that_is_not_there_says_why(described: StoredDictionary) -> None:
    assert described.field("Account", "RATING") == described.fields("Account")["rating"]
    assert described.field("Account", "Fax") == HIDDEN
    assert described.field("Account", "Ratings") == Unread(
        Reason.FIELD_NOT_VISIBLE,
        "Account.Ratings was not visible when this snapshot was read, or this org does not have it; "
        "did you mean Rating?",
        "Collect again",
    )
    assert described.field("Lead", "Email") == Unread(
        Reason.INCOMPLETE, "Lead.Email was not asked for when this snapshot was read", "Collect again"
    )


def test_without_descriptions_the_columns_that_were_read_are_known(bare: StoredDictionary) -> None:
    assert bare.fields("Account") == {
        "id": OrgField("Id", "id"),
        "name": OrgField("Name", "string"),
        "amount": OrgField("Amount", "currency"),
    }
    assert bare.fields("counted") == {}
    assert bare.field("Account", "Rating") == Unread(
        Reason.INCOMPLETE, "Account.Rating was not asked for when this snapshot was read", "Collect again"
    )
    assert (bare.limits(), bare.record_types("Account")) == ((), ())


def test_what_was_asked_for_and_not_seen_is_lacking(described: StoredDictionary) -> None:
    assert described.lacking(need("Account", "Id Fax")) == {"Fax": HIDDEN}
    assert described.lacking(need("Account", "Id", optional="Fax")) == {}
    assert described.lacking(need("Quote", "Id")) == {"": NOT_THERE}
    assert described.lacking(need("Quote", "Id", required=False)) == {}
    assert described.lacking(need("Lead", "Id")) == {}
    assert described.lacking(need("Contract", "Id")) == {}
    assert described.lacking(need("counted", "object")) == {}
