"""Several calls in one, and the SOAP side of the Metadata API."""

from __future__ import annotations

import requests

from tests.demo.server.handmade_org import ACCOUNTS, Client, Serve

DATA = "/services/data/v62.0"


def part(reference: str, url: str, method: str = "GET") -> dict[str, object]:
    return {"method": method, "referenceId": reference, "url": url}


def test_parts_are_answered_even_when_one_fails(client: Client) -> None:
    parts = [
        part("accounts", f"{DATA}/query/?q=select count() from Account"),
        part("xyzzy", f"{DATA}/query/?q=select count() from XYZZY"),
    ]

    answer = client.call("POST", f"{DATA}/composite", json={"compositeRequest": parts})

    first, second = answer.json()["compositeResponse"]
    assert answer.status_code == 200
    assert first == {
        "body": {"totalSize": ACCOUNTS, "done": True, "records": []},
        "httpHeaders": {},
        "httpStatusCode": 200,
        "referenceId": "accounts",
    }
    assert (second["httpStatusCode"], second["body"][0]["errorCode"]) == (400, "INVALID_TYPE")
    assert second["body"][0]["message"].startswith("\nselect count() from XYZZY\n                    ^\n")


def test_describe_in_a_composite_shows_its_headers(client: Client) -> None:
    parts = [part("one", f"{DATA}/sobjects/Account/describe")]

    (found,) = client.call("POST", f"{DATA}/composite", json={"compositeRequest": parts}).json()["compositeResponse"]

    assert set(found["httpHeaders"]) == {"ETag", "Last-Modified"}
    assert found["body"]["name"] == "Account"


def test_a_composite_costs_one_request_and_a_batch_one_per_part(serve: Serve) -> None:
    client = serve()
    parts = [part(f"r{number}", f"{DATA}/limits") for number in range(4)]
    requests = [{"method": "GET", "url": "v62.0/limits"} for _ in range(4)]

    composite = client.call("POST", f"{DATA}/composite", json={"compositeRequest": parts})
    batch = client.call("POST", f"{DATA}/composite/batch", json={"batchRequests": requests})

    assert composite.headers["Sforce-Limit-Info"] == "api-usage=101/15000"
    assert batch.headers["Sforce-Limit-Info"] == "api-usage=105/15000"
    assert batch.json()["hasErrors"] is False
    assert [one["statusCode"] for one in batch.json()["results"]] == [200] * 4


def test_five_queries_and_no_more(client: Client) -> None:
    parts = [part(f"r{number}", f"{DATA}/query?q=SELECT Id FROM Contact") for number in range(6)]

    answer = client.call("POST", f"{DATA}/composite", json={"compositeRequest": parts})

    assert answer.status_code == 400


def test_tooling_composite(client: Client) -> None:
    parts = [part("classes", f"{DATA}/tooling/query?q=SELECT+Id+FROM+ApexClass")]

    answer = client.call("POST", f"{DATA}/tooling/composite", json={"compositeRequest": parts})

    assert answer.json()["compositeResponse"][0]["body"]["entityTypeName"] == "ApexClass"


def test_a_write_inside_a_composite_is_counted(serve: Serve) -> None:
    client = serve()
    parts = [part("write", f"{DATA}/sobjects/Account/001d00000000001AAA", "DELETE")]

    answer = client.call("POST", f"{DATA}/composite", json={"compositeRequest": parts})

    assert answer.json()["compositeResponse"][0] == {
        "body": [
            {
                "message": "insufficient access rights on object id",
                "errorCode": "INSUFFICIENT_ACCESS_OR_READONLY",
                "fields": [],
            }
        ],
        "httpHeaders": {},
        "httpStatusCode": 400,
        "referenceId": "write",
    }
    assert client.server.state.writes == 1


def envelope(session: str, body: str) -> str:
    return (
        '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:m="http://soap.sforce.com/2006/04/metadata"><soapenv:Header><m:SessionHeader>'
        f"<m:sessionId>{session}</m:sessionId></m:SessionHeader></soapenv:Header>"
        f"<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    )


def soap(client: Client, session: str, body: str) -> requests.Response:
    headers = {"Content-Type": "text/xml", "SOAPAction": '""'}
    return client.call("POST", "/services/Soap/m/65.0", data=envelope(session, body), headers=headers)


def test_metadata_lists_objects(client: Client) -> None:
    body = "<m:listMetadata><m:queries><m:type>CustomObject</m:type></m:queries></m:listMetadata>"

    answer = soap(client, client.server.access_token, body)

    assert answer.status_code == 200
    assert "<fullName>Account</fullName>" in answer.text
    assert client.server.state.writes == 0


def test_metadata_needs_a_session(client: Client) -> None:
    answer = soap(client, "wrong", "<m:describeMetadata/>")

    assert answer.status_code == 500
    assert "<faultcode>sf:INVALID_SESSION_ID</faultcode>" in answer.text


def test_a_deployment_is_refused_and_counted(serve: Serve) -> None:
    client = serve()

    answer = soap(client, client.server.access_token, "<m:deploy><m:ZipFile/></m:deploy>")

    assert answer.status_code == 500
    assert client.server.state.writes == 1
