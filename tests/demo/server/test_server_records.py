"""Records by other ways than a query: external ids, relationships, lists of ids, what changed; and requests as sent."""

from __future__ import annotations

import gzip
import json

import pytest

from sf_audit.demo.schema import OrgData
from tests.demo.server.handmade_org import ACCOUNTS, USER, Client, Serve

DATA = "/services/data/v62.0"
FIRST = "001d00000000001AAA"
MISSING = [{"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"}]


def unknown_external_id(name: str) -> list[dict[str, str]]:
    message = f"Provided external ID field does not exist or is not accessible: {name}"
    return [{"message": message, "errorCode": "NOT_FOUND"}]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("Account/001d00000000999AAA", MISSING),
        ("Account/xyz", unknown_external_id("xyz")),
        ("Account/Name/Account 1", unknown_external_id("Name")),
        ("Account/Nothing__c/1", unknown_external_id("Nothing__c")),
        ("Account/describe/layouts", MISSING),
        ("Account/listviews", MISSING),
        (f"Account/{FIRST}/Nothing", MISSING),
        ("Nothing/001d00000000001AAA", MISSING),
    ],
)
def test_a_record_that_is_not_there(client: Client, path: str, body: list[dict[str, str]]) -> None:
    answer = client.get(f"{DATA}/sobjects/{path}")

    assert (answer.status_code, answer.json()) == (404, body)


def test_a_parent_by_its_relationship(client: Client) -> None:
    found = client.get(f"{DATA}/sobjects/Account/{FIRST}/Owner", fields="Name").json()

    assert found == {"attributes": {"type": "User", "url": f"{DATA}/sobjects/User/{USER}"}, "Name": "Audit Reader"}


def test_children_by_their_relationship(client: Client) -> None:
    found = client.get(f"{DATA}/sobjects/Account/{FIRST}/contacts", fields="LastName").json()

    assert found == {
        "totalSize": 1,
        "done": True,
        "records": [
            {
                "attributes": {"type": "Contact", "url": f"{DATA}/sobjects/Contact/003d00000000001AAA"},
                "LastName": "Ito",
            }
        ],
    }


@pytest.mark.parametrize("way", ["query", "body"])
def test_records_by_ids_come_in_order_with_null_for_the_missing(client: Client, way: str) -> None:
    path, ids = f"{DATA}/composite/sobjects/Account", ["001d00000000002AAA", "001d00000000999AAA", FIRST[:15]]
    answer = (
        client.get(path, ids=",".join(ids), fields="Name")
        if way == "query"
        else client.call("POST", path, json={"ids": ids, "fields": ["Name"]})
    )

    assert answer.status_code == 200
    assert [record and record["Name"] for record in answer.json()] == ["Account 2", None, "Account 1"]
    assert client.server.state.writes == 0


@pytest.mark.parametrize(
    ("dates", "status", "code"),
    [
        ({"start": "2026-05-10T00:00:00Z", "end": "2026-05-20T00:00:00Z"}, 200, ""),
        ({"start": "2026-05-10T00:00:00+00:00", "end": "2026-05-20T00:00:00+00:00"}, 200, ""),
        ({"start": "2026-05-10T00:00:00Z"}, 400, "MISSING_ARGUMENT"),
        ({"start": "yesterday", "end": "2026-05-20T00:00:00Z"}, 400, "INVALID_REPLICATION_DATE"),
        ({"start": "2026-05-20T00:00:00Z", "end": "2026-05-10T00:00:00Z"}, 400, "INVALID_REPLICATION_DATE"),
        ({"start": "2026-01-01T00:00:00Z", "end": "2026-01-10T00:00:00Z"}, 400, "INVALID_REPLICATION_DATE"),
    ],
)
def test_what_was_updated(client: Client, dates: dict[str, str], status: int, code: str) -> None:
    answer = client.get(f"{DATA}/sobjects/Account/updated/", **dates)

    assert answer.status_code == status
    if code:
        assert answer.json()[0]["errorCode"] == code
    else:
        assert answer.json() == {"ids": [], "latestDateCovered": "2026-05-20T00:00:00.000+0000"}


def test_how_a_query_would_be_answered(client: Client) -> None:
    text = "SELECT Id FROM Account WHERE Industry = 'Energy'"

    assert client.get(f"{DATA}/query", explain=text).json() == {
        "plans": [
            {
                "cardinality": 12,
                "fields": [],
                "leadingOperationType": "TableScan",
                "notes": [],
                "relativeCost": 0.48,
                "sobjectCardinality": ACCOUNTS,
                "sobjectType": "Account",
            }
        ],
        "sourceQuery": text,
    }
    assert client.get(f"{DATA}/query", explain="SELECT Nothing FROM Account").json()[0]["errorCode"] == "INVALID_FIELD"


def test_children_come_in_batches_of_their_own(serve: Serve, org: OrgData) -> None:
    org.rows.execute(
        "INSERT INTO \"Contact\" SELECT '003d0000000' || (1000 + i) || 'AAA', 'Twin ' || i, NULL, '001d00000000001AAA'"
        " FROM range(4) r(i)"
    )
    client = serve(batch_size=2)

    account = client.query(
        "SELECT Id, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Name = 'Account 1'"
    ).json()["records"][0]
    pages = [account["Contacts"]]
    while not pages[-1]["done"]:
        pages.append(client.get(pages[-1]["nextRecordsUrl"]).json())

    assert [[one["LastName"] for one in page["records"]] for page in pages] == [
        ["Ito", "Twin 0"],
        ["Twin 1", "Twin 2"],
        ["Twin 3"],
    ]
    assert [page["totalSize"] for page in pages] == [5, 5, 5]
    assert "nextRecordsUrl" not in pages[-1]


def test_parts_of_a_composite_refer_to_earlier_parts(client: Client) -> None:
    parts = [
        {"method": "GET", "referenceId": "one", "url": f"{DATA}/query?q=SELECT Id FROM Account ORDER BY Id LIMIT 1"},
        {"method": "GET", "referenceId": "two", "url": f"{DATA}/sobjects/Account/@{{one.records[0].Id}}?fields=Name"},
        {"method": "GET", "referenceId": "three", "url": f"{DATA}/sobjects/Account/@{{one.records[7].Id}}"},
    ]

    answers = client.call("POST", f"{DATA}/composite", json={"compositeRequest": parts}).json()["compositeResponse"]

    assert answers[1]["body"]["Name"] == "Account 1"
    assert (answers[2]["httpStatusCode"], answers[2]["body"]) == (
        400,
        [
            {
                "message": "Invalid reference specified. No value for one.records[7].Id found in one",
                "errorCode": "PROCESSING_HALTED",
            }
        ],
    )


@pytest.mark.parametrize(
    "path",
    [
        f"{DATA}/limits.json",
        f"{DATA}/limits/",
        "/services/data/v62.0/Limits",
        "//services//data/v62.0/limits",
    ],
)
def test_a_path_is_found_however_it_is_written(client: Client, path: str) -> None:
    assert client.get(path).json()["DataStorageMB"] == {"Max": 1000, "Remaining": 400}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "{tag}"}, 304),
        ({"If-None-Match": '"other", W/{tag}'}, 304),
        ({"If-None-Match": '"other"'}, 200),
    ],
)
def test_a_tag_tells_whether_a_describe_changed(client: Client, headers: dict[str, str], status: int) -> None:
    tag = client.get(f"{DATA}/sobjects/Account/describe").headers["ETag"]
    sent = {name: value.format(tag=tag) for name, value in headers.items()}

    assert client.call("GET", f"{DATA}/sobjects/Account/describe", headers=sent).status_code == status


def test_a_body_may_be_compressed(client: Client) -> None:
    parts = [{"method": "GET", "referenceId": "a", "url": f"{DATA}/limits/recordCount?sObjects=Account"}]
    body = gzip.compress(json.dumps({"compositeRequest": parts}).encode())
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}

    answer = client.call("POST", f"{DATA}/composite", data=body, headers=headers)
    broken = client.call("POST", f"{DATA}/composite", data=body[:-9], headers=headers)

    assert answer.json()["compositeResponse"][0]["body"] == {"sObjects": [{"count": ACCOUNTS, "name": "Account"}]}
    assert (broken.status_code, broken.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


def test_a_body_in_another_format_is_refused(client: Client) -> None:
    answer = client.call("POST", f"{DATA}/composite", data="<x/>", headers={"Content-Type": "application/xml"})

    assert (answer.status_code, answer.json()) == (
        415,
        [{"message": "Content-Type not supported: application/xml", "errorCode": "UNSUPPORTED_MEDIA_TYPE"}],
    )


def test_post_may_stand_for_another_method(serve: Serve) -> None:
    client = serve()

    answer = client.call("POST", f"{DATA}/sobjects/Account/{FIRST}?_HttpMethod=PATCH", json={"Name": "x"})

    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "INSUFFICIENT_ACCESS_OR_READONLY")
    assert client.server.state.writes == 1


def test_no_job_that_writes_is_made(serve: Serve) -> None:
    client = serve()

    answer = client.call("POST", f"{DATA}/jobs/ingest", json={"object": "Account", "operation": "insert"})

    assert (answer.status_code, answer.json()[0]["errorCode"]) == (403, "INSUFFICIENT_ACCESS_OR_READONLY")
    assert client.get(f"{DATA}/jobs/ingest").json() == {"done": True, "records": [], "nextRecordsUrl": None}
    assert client.server.state.writes == 1
