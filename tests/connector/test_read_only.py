"""What may leave, and what never does: each attempt is made for real, and the server must hear nothing of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from simple_salesforce.api import Salesforce  # noqa: TID251 - it is what must not get through

from sf_audit.connector.http.allowlist import Blocked, refuse
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.transport import OneHopSession, Wire, make_session
from tests.connector.refused_calls import DATA, FORM, METADATA, PARTNER, REFUSED, SOAP, TOKEN, job, parts, prepared, q


@pytest.mark.parametrize(
    ("reason", "method", "url", "body", "headers"),
    [(reason, *call) for reason, calls in REFUSED.items() for call in calls],
)
def test_what_is_not_on_the_list_does_not_leave(
    reason: str, method: str, url: str, body: str | None, headers: dict[str, str]
) -> None:
    refused = refuse(prepared(method, url, body, headers), Hosts(), own_jobs={"750000000000009AAA"})

    assert refused == reason


@pytest.mark.parametrize(
    ("method", "url", "body", "headers"),
    [
        ("GET", "/services/data", None, {}),
        ("GET", f"{DATA}/limits/", None, {}),
        ("GET", f"{DATA}/limits/recordCount?sObjects=Account,Contact", None, {}),
        ("GET", f"{DATA}/sobjects", None, {}),
        ("GET", f"{DATA}/sobjects/ns__Thing__c/describe", None, {}),
        ("GET", f"{DATA}/ui-api/object-info/ns__Thing__c/picklist-values/012000000000000AAA", None, {}),
        ("GET", q("SELECT Id FROM Account WHERE Name = 'for view' AND X__c = 'it\\'s'"), None, {}),
        ("GET", q("SELECT Id, For__c FROM Account WHERE Name = 'ＦＯＲ'"), None, {}),
        ("GET", f"{DATA}/query/01gRO0000016PIAYA2-500", None, {}),
        ("GET", f"{DATA}/tooling/query?q=SELECT+Id+FROM+Flow", None, {}),
        ("GET", f"{DATA}/tooling/sobjects/ValidationRule/03d000000000001AAA", None, {}),
        ("GET", f"{DATA}/tooling/sobjects/FlexiPage/0M0000000000001AAA", None, {}),
        ("GET", f"{DATA}/tooling/sobjects/Flow/301000000000001AAA", None, {}),
        ("POST", f"{DATA}/tooling/composite", parts(f"{DATA}/tooling/sobjects/Layout/00h000000000001AAA"), {}),
        ("GET", f"{DATA}/jobs/query/750000000000001AAA/results?maxRecords=5&locator=MTAwMDA", None, {}),
        ("POST", f"{DATA}/jobs/query", job(), {}),
        ("POST", f"{DATA}/jobs/query", job(operation="queryAll", columnDelimiter="COMMA", lineEnding="LF"), {}),
        ("POST", f"{DATA}/tooling/composite", parts(f"{DATA}/tooling/query?q=SELECT+Id+FROM+Flow"), {}),
        ("PATCH", f"{DATA}/jobs/query/750000000000009AAA", '{"state":"Aborted"}', {}),
        ("DELETE", f"{DATA}/jobs/query/750000000000009AAA", None, {}),
        ("POST", TOKEN, "grant_type=client_credentials", FORM),
        ("POST", "/services/Soap/u/64.0", SOAP.format("login", PARTNER), {}),
    ],
)
def test_what_an_audit_needs_may_leave(method: str, url: str, body: str | None, headers: dict[str, str]) -> None:
    reason = refuse(prepared(method, url, body, headers), Hosts(), own_jobs={"750000000000009AAA"})

    assert reason is None


def test_a_call_cannot_carry_another_one_behind_its_body() -> None:
    smuggling = prepared("POST", f"{DATA}/jobs/query", job() + "DELETE /services/data/ HTTP/1.1")
    smuggling.headers["Content-Length"] = str(len(job()))

    assert refuse(smuggling, Hosts()) == "a body of another length than it says"


def test_metadata_is_read_only_where_it_is_opted_in() -> None:
    read = prepared("POST", "/services/Soap/m/62.0/", SOAP.format("readMetadata", METADATA))
    deploy = prepared("POST", "/services/Soap/m/62.0/", SOAP.format("deploy", METADATA))

    answers = [refuse(one, Hosts(), metadata=True) for one in (read, deploy)]

    assert answers == [None, "a SOAP operation that is not on the list"]


def test_a_token_goes_to_the_org_that_was_signed_in_to_and_to_no_other() -> None:
    elsewhere = prepared("GET", f"https://other.my.salesforce.com{DATA}/limits")
    login = prepared("POST", f"https://login.salesforce.com{TOKEN}", "grant_type=client_credentials", FORM)

    answers = [refuse(one, Hosts(), instance="https://acme.my.salesforce.com") for one in (elsewhere, login)]

    assert answers == ["the host is not the org that was signed in to", None]


@pytest.fixture
def session(wire: Wire) -> Iterator[OneHopSession]:
    with make_session(wire) as one:
        yield one


ATTEMPTS: list[tuple[str, Callable[[Any], Any]]] = [
    ("create", lambda sf: sf.Account.create({"Name": "x"})),
    ("update", lambda sf: sf.Account.update("001000000000001AAA", {"Name": "x"})),
    ("upsert", lambda sf: sf.Account.upsert("Ext__c/1", {"Name": "x"})),
    ("delete", lambda sf: sf.Account.delete("001000000000001AAA")),
    ("record", lambda sf: sf.Account.get("001000000000001AAA")),
    ("set password", lambda sf: sf.set_password("005000000000001AAA", "x")),
    ("apexrest GET", lambda sf: sf.apexecute("x", method="GET")),
    ("apexrest POST", lambda sf: sf.apexecute("x", method="POST", data={})),
    ("execute anonymous", lambda sf: sf.toolingexecute("executeAnonymous/?anonymousBody=x")),
    ("bulk 1", lambda sf: sf.bulk.Account.insert([{"Name": "x"}])),
    ("bulk 2", lambda sf: sf.bulk2.Account.insert(records=[{"Name": "x"}])),
    ("composite", lambda sf: sf.restful("composite", method="POST", json={"compositeRequest": []})),
    ("for view", lambda sf: sf.query("SELECT Id FROM Account FOR VIEW")),
    ("search", lambda sf: sf.search("FIND {x}")),
    ("override", lambda sf: sf.restful("limits", params={"_HttpMethod": "DELETE"})),
    ("deploy", lambda sf: sf.restful("metadata/deployRequest", method="POST", json={})),
]


@pytest.mark.parametrize("attempt", [attempt for _, attempt in ATTEMPTS], ids=[name for name, _ in ATTEMPTS])
def test_simple_salesforce_cannot_write_through_our_session(
    attempt: Callable[[Salesforce], Any], org: Any, session: OneHopSession
) -> None:
    sf = Salesforce(session_id="token", instance_url=org.url, session=session, version="62.0")

    with pytest.raises(Blocked):
        attempt(sf)

    assert org.arrived == []


def test_simple_salesforce_can_read_through_our_session(org: Any, session: OneHopSession) -> None:
    org.on(f"{DATA}/query", lambda handler: handler.say({"totalSize": 0, "done": True, "records": []}))
    sf = Salesforce(session_id="token", instance_url=org.url, session=session, version="62.0")

    found = sf.query("SELECT Id FROM Account")

    assert found["totalSize"] == 0


@pytest.mark.parametrize("given", [{"verify": False}, {"cert": "client.pem"}])
def test_certificates_are_always_checked(given: dict[str, Any], org: Any, session: OneHopSession) -> None:
    with pytest.raises(Blocked):
        session.get(f"{org.url}{DATA}/limits", **given)

    assert org.arrived == []


def test_there_is_no_way_over_plain_http(session: OneHopSession) -> None:
    with pytest.raises(Blocked):
        session.get("http://acme.my.salesforce.com/services/data")


def test_only_a_job_of_this_run_can_be_deleted(org: Any, client: Any) -> None:
    org.on(f"{DATA}/jobs/query/", lambda handler: handler.reply(204, b""))
    org.on(f"{DATA}/jobs/query?", lambda handler: handler.say({}))
    org.routes.append((f"{DATA}/jobs/query", lambda handler: handler.say({"id": "750000000000001AAA"})))

    client.post("jobs/query", json.loads(job()))
    client.delete("jobs/query/750000000000001AAA")
    with pytest.raises(Blocked):
        client.delete("jobs/query/750000000000002AAA")

    assert [method for method, _ in org.arrived] == ["POST", "DELETE"]


def test_a_body_that_cannot_be_looked_at_does_not_leave() -> None:
    streamed = prepared("POST", f"{DATA}/jobs/query")
    streamed.body = iter([job().encode()])

    assert refuse(streamed, Hosts()) == "the body is a stream"
