"""Salesforce's own command line takes the demo org for an org."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sf_audit.demo.server.running import DemoServer
from tests.clients.node_clients import Node

pytestmark = [pytest.mark.clients, pytest.mark.timeout(600)]

ORG = ("--target-org", "demo")


@pytest.fixture(scope="module")
def cli(node: Node) -> Iterator[Node]:
    """The CLI, signed in with an access token. It reads: when all is done, it has written nothing."""
    before = node.server.state.writes
    answer = node.sf(
        "org", "login", "access-token", "--instance-url", node.server.url, "--no-prompt", "--alias", "demo"
    )
    assert answer["orgId"] == node.server.org.organization_id
    assert answer["username"] == node.server.org.username
    assert (answer["isSandbox"], answer["isDevHub"]) == (False, False)
    yield node
    assert node.server.state.writes == before


def test_it_pages_through_a_query(cli: Node, server: DemoServer) -> None:
    found = cli.sf("data", "query", *ORG, "--query", "SELECT Id, Name, Owner.Name FROM Account ORDER BY Id")

    held = server.org.rows.execute(
        'SELECT a.Id, a.Name, u.Name FROM Account a JOIN "User" u ON u.Id = a.OwnerId ORDER BY a.Id'
    ).fetchall()
    assert [(row["Id"], row["Name"], row["Owner"]["Name"]) for row in found["records"]] == held
    assert found["totalSize"] == len(held) > 800


def test_it_signs_in_with_a_signed_assertion(cli: Node, server: DemoServer, tmp_path: Path) -> None:
    fresh = replace(cli, home=tmp_path)
    ways = json.loads((server.folder / "sign-in.json").read_text(encoding="utf-8"))
    app = ("--client-id", ways["client_id"], "--jwt-key-file", ways["jwt_key_file"], "--username", ways["username"])

    answer = fresh.sf("org", "login", "jwt", *app, "--instance-url", server.url, "--alias", "signed")

    counted = fresh.sf("data", "query", "--target-org", "signed", "--query", "SELECT COUNT() FROM User")
    assert answer["orgId"] == server.org.organization_id
    assert counted["totalSize"] == server.org.rows.execute('SELECT count(*) FROM "User"').fetchall()[0][0]


def test_it_searches(cli: Node, server: DemoServer) -> None:
    ((name,),) = server.org.rows.execute('SELECT Name FROM "User" WHERE IsActive ORDER BY Id LIMIT 1').fetchall()

    found = cli.sf("data", "search", *ORG, "--query", f"FIND {{{name}}} IN NAME FIELDS RETURNING User(Name)")

    assert name in [row["Name"] for row in found["searchRecords"]]


def test_it_prints_a_table_of_a_query(cli: Node) -> None:
    script = cli.packages / "@salesforce" / "cli" / "bin" / "run.js"
    query = "SELECT Industry, COUNT(Id) FROM Account GROUP BY Industry ORDER BY Industry"

    ended = cli.run(script, "data", "query", *ORG, "--query", query, "--result-format", "csv")

    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert lines[0].startswith("Industry,")
    assert any(line.startswith("Retail,") for line in lines)


def test_it_queries_tooling_objects(cli: Node, server: DemoServer) -> None:
    found = cli.sf("data", "query", *ORG, "--use-tooling-api", "--query", "SELECT Id, Name FROM ApexClass ORDER BY Id")

    held = server.org.rows.execute("SELECT Id, Name FROM ApexClass ORDER BY Id").fetchall()
    assert [(row["Id"], row["Name"]) for row in found["records"]] == held


def test_it_exports_in_bulk_over_several_pages(cli: Node, server: DemoServer, tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    results = ("GET", "/services/data/v{version}/jobs/query/{id}/results")
    before = server.state.counts[results]

    found = cli.sf(
        *("data", "export", "bulk", *ORG, "--wait", "2", "--result-format", "csv"),
        *("--query", "SELECT Id, Name, Phone FROM Account ORDER BY Id", "--output-file", str(path)),
    )

    held = server.org.rows.execute("SELECT Id, Name, coalesce(Phone, '') FROM Account ORDER BY Id").fetchall()
    with path.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows == [("Id", "Name", "Phone"), *held]
    assert found["totalSize"] == len(held)
    assert server.state.counts[results] - before == 3


def test_it_describes_an_object(cli: Node) -> None:
    found = cli.sf("sobject", "describe", *ORG, "--sobject", "Account")

    assert (found["name"], found["keyPrefix"]) == ("Account", "001")
    assert {"Id", "Name", "Industry", "BillingAddress"} <= {field["name"] for field in found["fields"]}


def test_it_lists_limits(cli: Node) -> None:
    found = {one["name"]: (one["max"], one["remaining"]) for one in cli.sf("org", "list", "limits", *ORG)}

    assert found["DataStorageMB"] == (10240, 921)
    assert found["DailyApiRequests"][0] == 100000


def test_it_lists_metadata(cli: Node) -> None:
    found = cli.sf("org", "list", "metadata", *ORG, "--metadata-type", "CustomObject")

    assert {"Account", "Opportunity"} <= {one["fullName"] for one in found}
