"""The data API over real HTTPS: who is let in, what there is, and queries in batches."""

from __future__ import annotations

from conftest import ACCOUNTS, Client, Serve


def test_versions_need_no_session(client: Client):
    found = client.call("GET", "/services/data", headers={"Authorization": ""}).json()

    assert (
        found[0] == {"label": "Spring '14", "url": "/services/data/v31.0", "version": "31.0"}
        or found[0]["version"] == "31.0"
    )
    assert found[-1]["version"] == "66.0"


def test_query_answers(client: Client):
    answer = client.query("SELECT Id, Name FROM Account ORDER BY Name LIMIT 1").json()

    assert answer == {
        "totalSize": 1,
        "done": True,
        "records": [
            {
                "attributes": {"type": "Account", "url": "/services/data/v62.0/sobjects/Account/001d00000000001AAA"},
                "Id": "001d00000000001AAA",
                "Name": "Account 1",
            }
        ],
    }


def test_describe_answers(client: Client):
    found = client.get("/services/data/v62.0/sobjects/Account/describe").json()

    assert len(found) == 45
    assert {len(field) for field in found["fields"]} == {57}


def test_batches(serve: Serve):
    client = serve(batch_size=10)

    first = client.query("SELECT Id FROM Account").json()
    second = client.get(first["nextRecordsUrl"]).json()
    third = client.get(second["nextRecordsUrl"]).json()

    assert [len(page["records"]) for page in (first, second, third)] == [10, 10, 5]
    assert [page["done"] for page in (first, second, third)] == [False, False, True]
    assert first["totalSize"] == ACCOUNTS
