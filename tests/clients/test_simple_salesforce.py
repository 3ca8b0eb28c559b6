"""simple-salesforce reads the demo org by all of its own ways; how it signs in is tested beside the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from simple_salesforce import Salesforce  # noqa: TID251
from simple_salesforce.exceptions import SalesforceMalformedRequest  # noqa: TID251

from sf_audit.demo.server.running import DemoServer

pytestmark = pytest.mark.clients


@pytest.fixture(scope="module")
def salesforce(server: DemoServer) -> Iterator[Salesforce]:
    """The client, with a session that trusts the demo org's certificate."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(server.ca_file)
        yield Salesforce(instance_url=server.url, session_id=server.access_token, session=session, version="62.0")


def test_it_queries_everything(salesforce: Salesforce, server: DemoServer) -> None:
    found = salesforce.query_all("SELECT Id, Name FROM Account ORDER BY Id")

    held = server.org.rows.execute("SELECT Id, Name FROM Account ORDER BY Id").fetchall()
    assert [(row["Id"], row["Name"]) for row in found["records"]] == held
    assert (found["totalSize"], found["done"]) == (len(held), True)


def test_it_downloads_a_bulk_query(salesforce: Salesforce, server: DemoServer, tmp_path: Path) -> None:
    written = salesforce.bulk2.Account.download("SELECT Id FROM Account ORDER BY Id", path=str(tmp_path))

    ids = [line for part in written for line in Path(part["file"]).read_text().splitlines() if line.strip('"') != "Id"]
    held = [row[0] for row in server.org.rows.execute("SELECT Id FROM Account ORDER BY Id").fetchall()]
    assert [record_id.strip('"') for record_id in ids] == held
    assert sum(part["number_of_records"] for part in written) == len(held)


def test_it_reads_one_record_and_its_object(salesforce: Salesforce, server: DemoServer) -> None:
    identifier, name = server.org.rows.execute("SELECT Id, Name FROM Account ORDER BY Id LIMIT 1").fetchall()[0]

    record = salesforce.Account.get(identifier)
    described = salesforce.Account.describe()

    assert (record["Id"], record["Name"]) == (identifier, name)
    assert described["keyPrefix"] == identifier[:3]


def test_it_is_told_what_is_wrong_with_a_query(salesforce: Salesforce) -> None:
    with pytest.raises(SalesforceMalformedRequest) as refusal:
        salesforce.query("SELECT Nonsense FROM Account")

    assert refusal.value.content[0]["errorCode"] == "INVALID_FIELD"


def test_it_reads_by_the_first_bulk_api(salesforce: Salesforce, server: DemoServer) -> None:
    found = salesforce.bulk.Account.query("SELECT Id, Name FROM Account ORDER BY Id")

    held = server.org.rows.execute("SELECT Id, Name FROM Account ORDER BY Id").fetchall()
    assert [(row["Id"], row["Name"]) for row in found] == held


def test_it_finds_records_by_other_ways_than_a_query(salesforce: Salesforce, server: DemoServer) -> None:
    key, identifier, name = server.org.rows.execute(
        "SELECT ERP_Id__c, Id, Name FROM Account WHERE ERP_Id__c IS NOT NULL ORDER BY Id LIMIT 1"
    ).fetchall()[0]

    by_key = salesforce.Account.get_by_custom_id("ERP_Id__c", key)
    searched = salesforce.search(f"FIND {{{name}}} IN NAME FIELDS RETURNING Account(Id, Name)")
    today = datetime.now(UTC)
    changed = salesforce.Account.updated(today - timedelta(days=20), today)

    assert by_key["Id"] == identifier
    assert identifier in [row["Id"] for row in searched["searchRecords"]]
    assert changed["latestDateCovered"].endswith("+0000")


def test_a_write_is_counted_and_changes_nothing(salesforce: Salesforce, server: DemoServer) -> None:
    identifier, name = server.org.rows.execute("SELECT Id, Name FROM Account ORDER BY Id LIMIT 1").fetchall()[0]
    before = server.state.writes

    with pytest.raises(SalesforceMalformedRequest) as refusal:
        salesforce.Account.update(identifier, {"Name": "Changed"})

    assert refusal.value.content[0]["errorCode"] == "INSUFFICIENT_ACCESS_OR_READONLY"
    assert server.state.writes == before + 1
    assert server.org.rows.execute("SELECT Name FROM Account WHERE Id = ?", [identifier]).fetchall() == [(name,)]
