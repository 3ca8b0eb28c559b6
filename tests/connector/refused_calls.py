"""Calls that must never leave, each under the reason that people are given. Most would write."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import requests

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


#: Reason → calls: method, address, body and headers.
REFUSED: dict[str, list[tuple[str, str, str | None, dict[str, str]]]] = {
    "no such path on the list of POSTs": [
        ("POST", f"{DATA}/sobjects/Account", "{}", {}),
        ("POST", f"{DATA}/tooling/executeAnonymous", "{}", {}),
        ("POST", "/services/apexrest/anything", "{}", {}),
        ("POST", f"{DATA}/jobs/ingest", "{}", {}),
        ("POST", "/services/async/62.0/job", "{}", {}),
        ("POST", f"{DATA}/composite/batch", '{"batchRequests":[]}', {}),
        ("POST", f"{DATA}/composite/sobjects", "{}", {}),
        ("POST", f"{DATA}/composite/tree/Account", "{}", {}),
        ("POST", "/services/oauth2/revoke", "token=x", FORM),
        ("POST", "/services/Soap/m/62.0", SOAP.format("deploy", METADATA), {}),
        ("POST", "/services/Soap/m/62.0", SOAP.format("readMetadata", METADATA), {}),
        ("POST", "/services/Soap/T/62.0", SOAP.format("executeAnonymous", METADATA), {}),
        ("POST", f"{DATA}/chatter/feed-elements", "{}", {}),
        ("POST", f"{DATA}/actions/custom/flow/X", "{}", {}),
    ],
    "PATCH is not on the list": [
        ("PATCH", f"{DATA}/sobjects/Account/001000000000001AAA", "{}", {}),
    ],
    "DELETE is not on the list": [
        ("DELETE", f"{DATA}/sobjects/Account/001000000000001AAA", None, {}),
        ("DELETE", f"{DATA}/jobs/ingest/750000000000009AAA", None, {}),
    ],
    "PUT is not on the list": [
        ("PUT", f"{DATA}/sobjects/Account", "{}", {}),
    ],
    "HEAD is not on the list": [
        ("HEAD", f"{DATA}/limits", None, {}),
    ],
    "OPTIONS is not on the list": [
        ("OPTIONS", f"{DATA}/limits", None, {}),
    ],
    "a POST with parameters": [
        ("POST", f"{DATA}/jobs/query?_HttpMethod=PATCH", job(), {}),
    ],
    "no such path on the list of reads": [
        ("GET", f"{DATA}/sobjects/Account/001000000000001AAA?_HttpMethod=DELETE", None, {}),
        ("GET", f"{DATA}/tooling/executeAnonymous?anonymousBody=delete+x%3B", None, {}),
        ("GET", f"{DATA}/tooling/runTestsAsynchronous?classids=01p", None, {}),
        ("GET", "/services/apexrest/anything", None, {}),
        ("GET", f"{DATA}/sobjects/Account/001000000000001AAA", None, {}),
        ("GET", f"{DATA}/tooling/sobjects/ApexClass/01p000000000001AAA", None, {}),
        ("GET", f"{DATA}/sobjects/ValidationRule/03d000000000001AAA", None, {}),
        ("GET", f"{DATA}/analytics/reports/00O000000000001", None, {}),
        ("GET", f"{DATA}/ui-api/records/001000000000001AAA", None, {}),
        ("GET", f"{DATA}/ui-api/object-info/Account/picklist-values/012000000000000AAA/Type", None, {}),
        ("POST", f"{DATA}/composite", parts(f"{DATA}/tooling/executeAnonymous?anonymousBody=x"), {}),
    ],
    "a parameter that this path may not carry": [
        ("GET", f"{DATA}/limits?_HttpMethod=DELETE", None, {}),
        ("GET", f"{DATA}/ui-api/object-info/Account/picklist-values/012000000000000AAA?updateMru=true", None, {}),
        ("GET", f"{DATA}/tooling/sobjects/ValidationRule/03d000000000001AAA?_HttpMethod=PATCH", None, {}),
        ("GET", q(SELECT) + "&q=SELECT+Id+FROM+Account+FOR+VIEW", None, {}),
        ("GET", f"{DATA}/query?explain=SELECT+Id+FROM+A", None, {}),
    ],
    "a header that changes the method or the host": [
        ("GET", f"{DATA}/limits", None, {"X-HTTP-Method-Override": "DELETE"}),
        ("GET", f"{DATA}/limits", None, {"X-HTTP-Method": "DELETE"}),
        ("GET", f"{DATA}/limits", None, {"Host": "evil.example"}),
        ("GET", f"{DATA}/limits", None, {"Forwarded": "host=evil.example"}),
        ("GET", f"{DATA}/limits", None, {"transfer-encoding": "chunked"}),
        ("GET", f"{DATA}/limits", None, {"Upgrade": "h2c"}),
    ],
    "a GET with a body": [
        ("GET", f"{DATA}/limits", "{}", {}),
    ],
    "the address cannot be read": [
        ("GET", f"{DATA}/lim\nits", None, {}),
        ("GET", f"{DATA}/limits\u2028", None, {}),
        ("GET", f"{DATA}/limits?sObjects", None, {}),
        ("GET", f"https://[acme{DATA}/limits", None, {}),
    ],
    "a job that is not a query": [
        ("POST", f"{DATA}/jobs/query", job(operation="insert"), {}),
        ("POST", f"{DATA}/jobs/query", job(operation="hardDelete"), {}),
    ],
    "a job with a key that is not on the list": [
        ("POST", f"{DATA}/jobs/query", job(externalIdFieldName="Id"), {}),
        ("POST", f"{DATA}/jobs/query", '{"operation":"query","operation":"insert","query":"SELECT Id FROM A"}', {}),
        ("POST", f"{DATA}/jobs/query", "not json", {}),
    ],
    "a query that would write (FOR or UPDATE)": [
        ("POST", f"{DATA}/jobs/query", job(query="SELECT Id FROM Account FOR UPDATE"), {}),
        ("POST", f"{DATA}/composite", parts(f"{DATA}/query?q=SELECT+Id+FROM+Account+FOR+VIEW"), {}),
        ("GET", q("SELECT Id FROM Account FOR VIEW"), None, {}),
        ("GET", q("SELECT Id FROM Account for\nreference"), None, {}),
        ("GET", q("SELECT Id FROM Account LIMIT 1FOR UPDATE"), None, {}),
        ("GET", q("SELECT Id FROM Account WHERE Name='a'FOR VIEW"), None, {}),
        ("GET", q("SELECT Title FROM KnowledgeArticleVersion UPDATE VIEWSTAT"), None, {}),
        ("GET", q("SELECT Title FROM KnowledgeArticleVersion update tracking"), None, {}),
    ],
    "a part of a composite call that is not a GET": [
        ("POST", f"{DATA}/composite", parts(f"{DATA}/sobjects/Account", method="POST"), {}),
        ("POST", f"{DATA}/composite", '{"compositeRequest":[{"method":"GET","url":1}]}', {}),
    ],
    "a part of a composite call with a key that is not on the list": [
        ("POST", f"{DATA}/composite", parts(f"{DATA}/limits", body={"Name": "x"}), {}),
        ("POST", f"{DATA}/composite", parts(f"{DATA}/limits", httpHeaders={"X-HTTP-Method-Override": "DELETE"}), {}),
        ("POST", f"{DATA}/composite", '{"compositeRequest":["x"]}', {}),
    ],
    "a part of a composite call outside the data of the org": [
        ("POST", f"{DATA}/composite", parts("/services/apexrest/x"), {}),
    ],
    "a part of a composite call that is not a plain path": [
        ("POST", f"{DATA}/composite", parts(f"{DATA}/query?q=SELECT+Id+FROM+A+WHERE+Id='@{{a.Id}}'"), {}),
        ("POST", f"{DATA}/composite", parts(f"{DATA}/query?q=SELECT+Id+FROM+A+WHERE+Id='%40%7Ba.Id%7D'"), {}),
        ("POST", f"{DATA}/composite", parts(f"https://evil.example{DATA}/limits"), {}),
        ("POST", f"{DATA}/composite", parts(f"//evil.example{DATA}/limits"), {}),
        ("POST", f"{DATA}/composite", parts(f"{DATA}/limits#x"), {}),
    ],
    "a composite call without 1 to 25 parts": [
        ("POST", f"{DATA}/composite", parts(*[f"{DATA}/limits"] * 26), {}),
        ("POST", f"{DATA}/composite", parts(), {}),
        ("POST", f"{DATA}/composite", '{"allOrNone":true}', {}),
    ],
    "a job that this run did not create": [
        ("PATCH", f"{DATA}/jobs/query/750000000000001AAA", '{"state":"Aborted"}', {}),
        ("DELETE", f"{DATA}/jobs/query/750000000000001AAA", None, {}),
    ],
    "a change to a job other than to abort it": [
        ("PATCH", f"{DATA}/jobs/query/750000000000009AAA", '{"state":"UploadComplete"}', {}),
        ("PATCH", f"{DATA}/jobs/query/750000000000009AAA", '{"state":"Aborted","state":"Aborted"}', {}),
        ("PATCH", f"{DATA}/jobs/query/750000000000009AAA", None, {}),
    ],
    "a query with an open literal": [
        ("GET", q("SELECT Id FROM Account WHERE Name='a\\' FOR VIEW"), None, {}),
    ],
    "a query that is not a SELECT": [
        ("GET", q("FIND {x} IN ALL FIELDS"), None, {}),
    ],
    "a query that would read a token": [
        ("GET", q("SELECT AccessToken FROM OauthToken"), None, {}),
    ],
    "a semicolon between parameters": [
        ("GET", q(SELECT) + ";q=x", None, {}),
    ],
    "the path is not plain": [
        ("GET", f"{DATA}/query%2F..%2Ftooling/executeAnonymous", None, {}),
        ("GET", f"{DATA}/query/../tooling/executeAnonymous", None, {}),
        ("GET", f"{DATA}//limits", None, {}),
        ("GET", f"{DATA}/limits;x=y", None, {}),
        ("POST", f"{DATA}/composite", parts(f"{DATA}//limits"), {}),
        ("POST", f"{DATA}/composite", parts(f"{DATA}/query/../limits"), {}),
        ("POST", f"{DATA}/composite", parts(f"{DATA}/lim%69ts"), {}),
    ],
    "a user name or a fragment in the address": [
        ("GET", f"{DATA}/limits#fragment", None, {}),
        ("GET", f"https://acme.my.salesforce.com@evil.example{DATA}/limits", None, {}),
        ("GET", f"https://user@acme.my.salesforce.com{DATA}/limits", None, {}),
    ],
    "not https": [
        ("GET", f"http://acme.my.salesforce.com{DATA}/limits", None, {}),
    ],
    "the host is neither Salesforce's nor trusted": [
        ("GET", f"https://evil.example{DATA}/limits", None, {}),
        ("GET", f"https://acme.my.salesforce.com:8443{DATA}/limits", None, {}),
        ("GET", f"https://acme.my.salesforce.com.evil.example{DATA}/limits", None, {}),
    ],
    "a token call with a parameter that is not on the list": [
        ("POST", TOKEN, "grant_type=password&username=a&password=b", FORM),
        ("POST", TOKEN, "grant_type=client_credentials&username=a", FORM),
        ("POST", TOKEN, "grant_type=client_credentials&grant_type=password", FORM),
    ],
    "a token call that is not a form": [
        ("POST", TOKEN, "grant_type=client_credentials", {"Content-Type": "text/plain"}),
    ],
    "a SOAP operation that is not on the list": [
        ("POST", "/services/Soap/u/62.0", SOAP.format("create", PARTNER), {}),
    ],
    "a SOAP call that cannot be read": [
        ("POST", "/services/Soap/u/62.0", "<!DOCTYPE x>" + SOAP.format("login", PARTNER), {}),
        ("POST", "/services/Soap/u/62.0", "login", {}),
        ("POST", "/services/Soap/u/62.0", "<login", {}),
    ],
    "a query longer than Salesforce takes": [
        ("POST", f"{DATA}/jobs/query", job(query=f"SELECT Id FROM Account WHERE Name = '{'x' * 100_000}'"), {}),
    ],
    "a query with odd characters outside its literals": [
        ("GET", q("SELECT Id FROM Account\u00a0FOR VIEW"), None, {}),
    ],
    "a token call that cannot be read": [
        ("POST", TOKEN, "grant_type", FORM),
        ("POST", TOKEN, "grant_type=client_credentials&client_id=ü", FORM),
    ],
    "a token call of another kind": [
        ("POST", TOKEN, "grant_type=password", FORM),
        ("POST", TOKEN, "client_id=a", FORM),
    ],
    "a composite call with a key that is not on the list": [
        ("POST", f"{DATA}/composite", '{"compositeRequest":[],"more":1}', {}),
        ("POST", f"{DATA}/composite", "[]", {}),
    ],
    "a part of a composite call that cannot be read": [
        ("POST", f"{DATA}/composite", parts("//[acme/services"), {}),
    ],
    "a SOAP call with more than one operation": [
        ("POST", "/services/Soap/u/62.0", SOAP.format("login", PARTNER).replace("<n:", "<a/><n:"), {}),
        ("POST", "/services/Soap/u/62.0", SOAP.format("login", PARTNER).replace("env:Body", "env:Header"), {}),
        ("POST", "/services/Soap/u/62.0", SOAP.format("login", PARTNER).replace("env:Envelope", "env:Other"), {}),
    ],
    "a DELETE with a body": [
        ("DELETE", f"{DATA}/jobs/query/750000000000009AAA", "{}", {}),
    ],
    "a PATCH with parameters": [
        ("PATCH", f"{DATA}/jobs/query/750000000000009AAA?x=y", '{"state":"Aborted"}', {}),
    ],
}
