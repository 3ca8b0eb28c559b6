"""The data API over real HTTPS: who is let in, what there is, and queries in batches."""

from __future__ import annotations

import time

import pytest

from sf_audit.demo.schema import OrgData
from tests.demo.server.handmade_org import ACCOUNTS, ORGANIZATION, USER, Client, Serve

DATA = "/services/data/v62.0"


def test_versions_need_no_session(client: Client) -> None:
    found = client.call("GET", "/services/data/", headers={"Authorization": ""}).json()

    assert found[0] == {"label": "Summer '14", "url": "/services/data/v31.0", "version": "31.0"}
    assert found[-1] == {"label": "Winter '27", "url": "/services/data/v68.0", "version": "68.0"}


def test_a_token_looks_like_those_of_the_platform(client: Client) -> None:
    organization, _, rest = client.server.access_token.partition("!")

    assert organization == ORGANIZATION[:15]
    assert rest.isalnum()


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Basic abc"])
def test_without_a_session_everything_is_refused(client: Client, header: str) -> None:
    answer = client.call("GET", f"{DATA}/limits", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.json() == [{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}]


def test_a_session_ends(serve: Serve) -> None:
    client = serve(token_lifetime=0.3)
    before = client.get(f"{DATA}/limits").status_code

    time.sleep(0.4)

    assert (before, client.get(f"{DATA}/limits").status_code) == (200, 401)


@pytest.mark.parametrize(
    "path", ["/services/data/v30.0/limits", f"{DATA}/sobjects/Nothing/describe", f"{DATA}/nothing"]
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.json() == [{"message": "The requested resource does not exist", "errorCode": "NOT_FOUND"}]


def test_headers_are_those_of_the_platform(client: Client) -> None:
    answer = client.get(f"{DATA}/limits")

    assert answer.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert answer.headers["Sforce-Limit-Info"].endswith("/15000")
    assert "Date" in answer.headers
    assert "Server" not in answer.headers


def test_each_request_costs_one(serve: Serve) -> None:
    client = serve()

    used = [client.get(f"{DATA}/limits").headers["Sforce-Limit-Info"] for _ in range(2)]

    assert used == ["api-usage=101/15000", "api-usage=102/15000"]


@pytest.mark.parametrize(
    ("limit_info", "shown"),
    [("absent", None), ("per_app", "api-usage=101/15000; per-app-api-usage=101/15000(appName=sf-audit demo)")],
)
def test_usage_is_shown_as_asked_for(serve: Serve, limit_info: str, shown: str | None) -> None:
    client = serve(limit_info=limit_info)

    assert client.get(f"{DATA}/limits").headers.get("Sforce-Limit-Info") == shown


def test_a_spent_day_refuses(serve: Serve, org: OrgData) -> None:
    org.limits = {"DailyApiRequests": (100, 1)}
    client = serve()

    answers = [client.get(f"{DATA}/limits") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 403]
    assert answers[1].json() == [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]


def test_limits_hold_maps_per_app(client: Client) -> None:
    limits = client.get(f"{DATA}/limits").json()

    assert limits["DataStorageMB"] == {"Max": 1000, "Remaining": 400}
    assert limits["DailyApiRequests"]["Workbench"] == {"Max": 0, "Remaining": 0}


def test_record_counts_leave_out_what_is_empty_or_unknown(client: Client) -> None:
    counts = client.get(f"{DATA}/limits/recordCount", sObjects="Account,Nothing,ApexClass").json()

    assert counts == {"sObjects": [{"count": ACCOUNTS, "name": "Account"}]}


def test_query_answers(client: Client) -> None:
    answer = client.query("SELECT Id, Name FROM Account ORDER BY Name LIMIT 1").json()

    assert answer == {
        "totalSize": 1,
        "done": True,
        "records": [
            {
                "attributes": {"type": "Account", "url": f"{DATA}/sobjects/Account/001d00000000001AAA"},
                "Id": "001d00000000001AAA",
                "Name": "Account 1",
            }
        ],
    }


def test_count_has_no_records(client: Client) -> None:
    answer = client.query("SELECT COUNT() FROM Account", f"{DATA}/query/").json()

    assert answer == {"totalSize": ACCOUNTS, "done": True, "records": []}


def test_batches_follow_each_other(tens: Client) -> None:
    first = tens.query("SELECT Id FROM Account").json()
    second = tens.get(first["nextRecordsUrl"]).json()
    third = tens.get(second["nextRecordsUrl"]).json()

    assert [len(page["records"]) for page in (first, second, third)] == [10, 10, 5]
    assert [page["done"] for page in (first, second, third)] == [False, False, True]
    assert first["totalSize"] == ACCOUNTS
    assert first["nextRecordsUrl"].startswith(f"{DATA}/query/0r8")
    assert first["nextRecordsUrl"].endswith("-10")
    assert "nextRecordsUrl" not in third


def test_the_batch_size_can_be_asked_for(serve: Serve) -> None:
    client = serve(smallest_batch=4, short_batches=1)

    answer = client.call(
        "GET", f"{DATA}/query?q=SELECT Id FROM Account", headers={"Sforce-Query-Options": "batchSize=4"}
    )

    assert len(answer.json()["records"]) == 3


def test_the_oldest_locator_is_dropped(serve: Serve) -> None:
    client = serve(batch_size=10, open_cursors=1)
    old, new = (client.query("SELECT Id FROM Account").json()["nextRecordsUrl"] for _ in range(2))

    answers = [client.get(old), client.get(new)]

    assert [answer.status_code for answer in answers] == [400, 200]
    assert answers[0].json()[0]["errorCode"] == "INVALID_QUERY_LOCATOR"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "MALFORMED_QUERY"),
        ("SELECT Id FROM", "MALFORMED_QUERY"),
        ("SELECT Nothing FROM Account", "INVALID_FIELD"),
        ("SELECT Secret__c FROM Account", "INVALID_FIELD"),
        ("SELECT Id FROM Nothing", "INVALID_TYPE"),
        ("SELECT Id FROM ApexClass", "INVALID_TYPE"),
    ],
)
def test_a_wrong_query_is_refused(client: Client, text: str, code: str) -> None:
    answer = client.query(text)

    assert answer.status_code == 400
    assert answer.json()[0]["errorCode"] == code


def test_messages_are_in_the_language_of_the_user_and_codes_are_not(serve: Serve) -> None:
    client = serve(language="ja")

    refusal = client.query("SELECT Nothing FROM Account").json()[0]

    assert refusal["errorCode"] == "INVALID_FIELD"
    assert refusal["message"].endswith("エンティティ 'Account' に列 'Nothing' はありません。")


def test_one_row(client: Client) -> None:
    row = client.get(f"{DATA}/sobjects/User/{USER}").json()

    assert row["Username"] == "auditor@demo.example"
    assert row["attributes"] == {"type": "User", "url": f"{DATA}/sobjects/User/{USER}"}


def test_one_row_with_fewer_fields(client: Client) -> None:
    row = client.get(f"{DATA}/sobjects/Account/001d00000000003AAA", fields="Name,BillingCity").json()

    assert (row["Name"], row["BillingCity"]) == ("Account 3", "Cheltenham")
    assert "Industry" not in row


def test_columns_say_what_the_cli_wants(client: Client) -> None:
    found = client.get(f"{DATA}/query", q="SELECT Id, Owner.Name, COUNT(Name) n FROM Account", columns="true")

    assert found.status_code == 400

    found = client.get(f"{DATA}/query", q="SELECT Name, Owner.Name FROM Account", columns="true").json()

    assert found["entityName"] == "Account"
    assert found["columnMetadata"][1]["columnName"] == "Owner"
    assert found["columnMetadata"][1]["foreignKeyName"] == "OwnerId"
    assert found["columnMetadata"][1]["joinColumns"][0]["columnName"] == "Name"


def test_gzip_when_asked(client: Client) -> None:
    answer = client.call("GET", f"{DATA}/sobjects/Account/describe", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.json()["name"] == "Account"


def test_a_url_can_be_too_long(client: Client) -> None:
    assert client.query("SELECT Id FROM Account WHERE Name = '" + "x" * 20_000 + "'").status_code == 414


def test_nothing_is_written_and_every_attempt_is_counted(serve: Serve) -> None:
    client = serve()
    row = f"{DATA}/sobjects/Account/001d00000000001AAA"

    answers = [
        client.call("POST", f"{DATA}/sobjects/Account", json={"Name": "New"}),
        client.call("PATCH", row, json={"Name": "Other"}),
        client.call("DELETE", row),
        client.call("POST", f"{DATA}/composite/sobjects", json={"records": [{"attributes": {"type": "Account"}}]}),
        client.call("POST", f"{DATA}/query", json={}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 200, 405]
    assert [answer.json()[0]["errorCode"] for answer in answers[:3]] == [
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "INSUFFICIENT_ACCESS_OR_READONLY",
    ]
    assert answers[3].json() == [
        {
            "success": False,
            "errors": [
                {
                    "statusCode": "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
                    "message": "entity type cannot be inserted: Account",
                    "fields": [],
                }
            ],
        }
    ]
    assert client.server.state.writes == 5
    assert client.query("SELECT COUNT() FROM Account").json()["totalSize"] == ACCOUNTS
    assert client.get(row).json()["Name"] == "Account 1"


def test_requests_are_counted_by_what_they_ask_for(serve: Serve) -> None:
    client = serve()
    client.query("SELECT Id FROM Account")
    client.query("SELECT Id FROM Contact")

    assert client.server.state.counts["GET", "/services/data/v{version}/query"] == 2
    assert client.server.state.writes == 0


def test_a_body_can_be_slowed_down(serve: Serve) -> None:
    client = serve(rate_limit_bytes_per_s=20_000)
    began = time.monotonic()

    answer = client.call("GET", f"{DATA}/sobjects/Account/describe", headers={"Accept-Encoding": "identity"})

    took = time.monotonic() - began
    assert took >= 0.9 * len(answer.content) / 20_000
