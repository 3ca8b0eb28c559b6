"""What may leave, and what never does: each attempt is made for real, and the server must hear nothing of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from simple_salesforce.api import Salesforce  # noqa: TID251 - it is what must not get through

from sf_audit.connector.http.allowlist import Blocked, refuse
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.transport import OneHopSession, Wire, make_session

DATA = "/services/data/v62.0"
SELECT = "SELECT Id FROM Account"
TOKEN = "/services/oauth2/token"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SOAP = (
    '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
    '<n:{} xmlns:n="{}"/></env:Body></env:Envelope>'
)
METADATA = "http://soap.sforce.com/2006/04/metadata"
PARTNER = "urn:partner.soap.sforce.com"


def job(**changed: str) -> str:
    return json.dumps({"operation": "query", "query": SELECT, "contentType": "CSV"} | changed)


def parts(*urls: str, method: str = "GET", **more: object) -> str:
    return json.dumps(
        {"compositeRequest": [{"method": method, "url": url, "referenceId": "a", **more} for url in urls]}
    )


def prepared(method: str, url: str, body: str | None = None, headers: dict[str, str] | None = None) -> Any:
    request = requests.Request(method, "https://acme.my.salesforce.com/", data=body, headers=headers).prepare()
    # `requests` tidies an address up; what is tested is the address itself.
    request.url = url if url.startswith("http") else f"https://acme.my.salesforce.com{url}"
    return request


def q(soql: str) -> str:
    return f"{DATA}/query?{urlencode({'q': soql})}"


WRITES = [
    ("POST", f"{DATA}/sobjects/Account", "{}", {}),
    ("PATCH", f"{DATA}/sobjects/Account/001000000000001AAA", "{}", {}),
    ("DELETE", f"{DATA}/sobjects/Account/001000000000001AAA", None, {}),
    ("PUT", f"{DATA}/sobjects/Account", "{}", {}),
    ("HEAD", f"{DATA}/limits", None, {}),
    ("OPTIONS", f"{DATA}/limits", None, {}),
    ("POST", f"{DATA}/jobs/query?_HttpMethod=PATCH", job(), {}),
    ("GET", f"{DATA}/sobjects/Account/001000000000001AAA?_HttpMethod=DELETE", None, {}),
    ("GET", f"{DATA}/limits?_HttpMethod=DELETE", None, {}),
    ("GET", f"{DATA}/limits", None, {"X-HTTP-Method-Override": "DELETE"}),
    ("GET", f"{DATA}/limits", None, {"X-HTTP-Method": "DELETE"}),
    ("GET", f"{DATA}/limits", None, {"Host": "evil.example"}),
    ("GET", f"{DATA}/limits", None, {"Forwarded": "host=evil.example"}),
    ("GET", f"{DATA}/limits", None, {"transfer-encoding": "chunked"}),
    ("GET", f"{DATA}/limits", None, {"Upgrade": "h2c"}),
    ("GET", f"{DATA}/limits", "{}", {}),
    ("GET", f"{DATA}/lim\nits", None, {}),
    ("GET", f"{DATA}/limits\u2028", None, {}),
    ("GET", f"{DATA}/tooling/executeAnonymous?anonymousBody=delete+x%3B", None, {}),
    ("GET", f"{DATA}/tooling/runTestsAsynchronous?classids=01p", None, {}),
    ("POST", f"{DATA}/tooling/executeAnonymous", "{}", {}),
    ("GET", "/services/apexrest/anything", None, {}),
    ("POST", "/services/apexrest/anything", "{}", {}),
    ("POST", f"{DATA}/jobs/ingest", "{}", {}),
    ("POST", "/services/async/62.0/job", "{}", {}),
    ("POST", f"{DATA}/jobs/query", job(operation="insert"), {}),
    ("POST", f"{DATA}/jobs/query", job(operation="hardDelete"), {}),
    ("POST", f"{DATA}/jobs/query", job(externalIdFieldName="Id"), {}),
    ("POST", f"{DATA}/jobs/query", job(query="SELECT Id FROM Account FOR UPDATE"), {}),
    ("POST", f"{DATA}/jobs/query", '{"operation":"query","operation":"insert","query":"SELECT Id FROM A"}', {}),
    ("POST", f"{DATA}/jobs/query", "not json", {}),
    ("POST", f"{DATA}/composite", parts(f"{DATA}/sobjects/Account", method="POST"), {}),
    ("POST", f"{DATA}/composite", parts(f"{DATA}/limits", body={"Name": "x"}), {}),
    ("POST", f"{DATA}/composite", parts(f"{DATA}/limits", httpHeaders={"X-HTTP-Method-Override": "DELETE"}), {}),
    ("POST", f"{DATA}/composite", parts("/services/apexrest/x"), {}),
    ("POST", f"{DATA}/composite", parts(f"{DATA}/query?q=SELECT+Id+FROM+A+WHERE+Id='@{{a.Id}}'"), {}),
    ("POST", f"{DATA}/composite", parts(f"{DATA}/query?q=SELECT+Id+FROM+A+WHERE+Id='%40%7Ba.Id%7D'"), {}),
    ("POST", f"{DATA}/composite", parts(f"{DATA}/query?q=SELECT+Id+FROM+Account+FOR+VIEW"), {}),
    ("POST", f"{DATA}/composite", parts(*[f"{DATA}/limits"] * 26), {}),
    ("POST", f"{DATA}/composite/batch", '{"batchRequests":[]}', {}),
    ("POST", f"{DATA}/composite/sobjects", "{}", {}),
    ("POST", f"{DATA}/composite/tree/Account", "{}", {}),
    ("PATCH", f"{DATA}/jobs/query/750000000000001AAA", '{"state":"Aborted"}', {}),
    ("DELETE", f"{DATA}/jobs/query/750000000000001AAA", None, {}),
    ("PATCH", f"{DATA}/jobs/query/750000000000009AAA", '{"state":"UploadComplete"}', {}),
    ("DELETE", f"{DATA}/jobs/ingest/750000000000009AAA", None, {}),
    ("GET", q("SELECT Id FROM Account FOR VIEW"), None, {}),
    ("GET", q("SELECT Id FROM Account for\nreference"), None, {}),
    ("GET", q("SELECT Id FROM Account LIMIT 1FOR UPDATE"), None, {}),
    ("GET", q("SELECT Id FROM Account WHERE Name='a'FOR VIEW"), None, {}),
    ("GET", q("SELECT Id FROM Account WHERE Name='a\\' FOR VIEW"), None, {}),
    ("GET", q("SELECT Title FROM KnowledgeArticleVersion UPDATE VIEWSTAT"), None, {}),
    ("GET", q("SELECT Title FROM KnowledgeArticleVersion update tracking"), None, {}),
    ("GET", q("FIND {x} IN ALL FIELDS"), None, {}),
    ("GET", q("SELECT AccessToken FROM OauthToken"), None, {}),
    ("GET", q(SELECT) + "&q=SELECT+Id+FROM+Account+FOR+VIEW", None, {}),
    ("GET", q(SELECT) + ";q=x", None, {}),
    ("GET", f"{DATA}/query?explain=SELECT+Id+FROM+A", None, {}),
    ("GET", f"{DATA}/query%2F..%2Ftooling/executeAnonymous", None, {}),
    ("GET", f"{DATA}/query/../tooling/executeAnonymous", None, {}),
    ("GET", f"{DATA}//limits", None, {}),
    ("GET", f"{DATA}/limits;x=y", None, {}),
    ("GET", f"{DATA}/limits#fragment", None, {}),
    ("GET", f"http://acme.my.salesforce.com{DATA}/limits", None, {}),
    ("GET", f"https://evil.example{DATA}/limits", None, {}),
    ("GET", f"https://acme.my.salesforce.com@evil.example{DATA}/limits", None, {}),
    ("GET", f"https://user@acme.my.salesforce.com{DATA}/limits", None, {}),
    ("GET", f"https://acme.my.salesforce.com:8443{DATA}/limits", None, {}),
    ("GET", f"https://acme.my.salesforce.com.evil.example{DATA}/limits", None, {}),
    ("POST", TOKEN, "grant_type=password&username=a&password=b", FORM),
    ("POST", TOKEN, "grant_type=client_credentials&username=a", FORM),
    ("POST", TOKEN, "grant_type=client_credentials&grant_type=password", FORM),
    ("POST", TOKEN, "grant_type=client_credentials", {"Content-Type": "text/plain"}),
    ("POST", "/services/oauth2/revoke", "token=x", FORM),
    ("POST", "/services/Soap/u/62.0", SOAP.format("create", PARTNER), {}),
    ("POST", "/services/Soap/u/62.0", "<!DOCTYPE x>" + SOAP.format("login", PARTNER), {}),
    ("POST", "/services/Soap/m/62.0", SOAP.format("deploy", METADATA), {}),
    ("POST", "/services/Soap/m/62.0", SOAP.format("readMetadata", METADATA), {}),
    ("POST", "/services/Soap/T/62.0", SOAP.format("executeAnonymous", METADATA), {}),
    ("POST", f"{DATA}/chatter/feed-elements", "{}", {}),
    ("POST", f"{DATA}/actions/custom/flow/X", "{}", {}),
    ("GET", f"{DATA}/analytics/reports/00O000000000001", None, {}),
]


@pytest.mark.parametrize(("method", "url", "body", "headers"), WRITES)
def test_what_is_not_on_the_list_does_not_leave(
    method: str, url: str, body: str | None, headers: dict[str, str]
) -> None:
    reason = refuse(prepared(method, url, body, headers), Hosts(), own_jobs={"750000000000009AAA"})

    assert reason


@pytest.mark.parametrize(
    ("method", "url", "body", "headers"),
    [
        ("GET", "/services/data", None, {}),
        ("GET", f"{DATA}/limits/", None, {}),
        ("GET", f"{DATA}/limits/recordCount?sObjects=Account,Contact", None, {}),
        ("GET", f"{DATA}/sobjects", None, {}),
        ("GET", f"{DATA}/sobjects/ns__Thing__c/describe", None, {}),
        ("GET", q("SELECT Id FROM Account WHERE Name = 'for view' AND X__c = 'it\\'s'"), None, {}),
        ("GET", q("SELECT Id, For__c FROM Account WHERE Name = 'ＦＯＲ'"), None, {}),
        ("GET", f"{DATA}/query/01gRO0000016PIAYA2-500", None, {}),
        ("GET", f"{DATA}/tooling/query?q=SELECT+Id+FROM+Flow", None, {}),
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

    found = sf.query(SELECT)

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
