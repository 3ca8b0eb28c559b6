"""jsforce takes the demo org for an org. It cannot read more than one page of a bulk job, so it is asked for one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sf_audit.demo.server.running import DemoServer
from tests.clients.node_clients import PROJECT, Node

pytestmark = [pytest.mark.clients, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def answer(node: Node) -> dict[str, Any]:
    """Everything that npm/ask.cjs was told; it writes nothing."""
    before = node.server.state.writes
    ended = node.run(PROJECT / "ask.cjs")
    assert ended.returncode == 0, ended.stderr
    assert node.server.state.writes == before
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_it_reads_several_records_and_searches(answer: dict[str, Any], server: DemoServer) -> None:
    held = server.org.rows.execute(
        "SELECT Name FROM \"User\" WHERE Name ILIKE 'Ber%' OR Name ILIKE '% Ber%'"
    ).fetchall()

    assert answer["several"] == answer["ids"][:3]
    assert sorted(answer["searched"]) == sorted(name for (name,) in held)


def test_it_reads_by_the_first_bulk_api(answer: dict[str, Any]) -> None:
    assert [row["Id"] for row in answer["batch"]] == answer["ids"][:100]


def test_it_queries_and_asks_for_more(answer: dict[str, Any], server: DemoServer) -> None:
    held = [row[0] for row in server.org.rows.execute("SELECT Id FROM Account ORDER BY Id").fetchall()]

    assert answer["ids"] == held
    assert (answer["totalSize"], answer["pages"]) == (len(held), 3)
    assert answer["classes"] == server.org.rows.execute("SELECT count(*) FROM ApexClass").fetchall()[0][0]


def test_it_describes(answer: dict[str, Any], server: DemoServer) -> None:
    assert {"Id", "LastName", "Email", "AccountId"} <= set(answer["fields"])
    assert {"Account", "Contact", "User"} <= set(answer["objects"])
    assert answer["storage"] == {"Max": 10240, "Remaining": 921}
    assert answer["username"] == server.org.username


def test_it_queries_in_bulk(answer: dict[str, Any], server: DemoServer) -> None:
    held = server.org.rows.execute("SELECT Id, Name FROM Account ORDER BY Id LIMIT 100").fetchall()

    assert [(row["Id"], row["Name"]) for row in answer["exported"]] == held


def test_it_knows_a_refusal_and_what_was_used(answer: dict[str, Any]) -> None:
    assert answer["refusal"] == "INVALID_FIELD"
    assert answer["usage"]["limit"] == 100000
