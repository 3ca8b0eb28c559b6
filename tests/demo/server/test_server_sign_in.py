"""Every way to sign in, with clients that were not written here."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce  # noqa: TID251
from simple_salesforce.exceptions import SalesforceAuthenticationFailed  # noqa: TID251

from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ConnectedApp, Credential, ServerSettings
from tests.demo.server.handmade_org import ORGANIZATION, USER, USERNAME, Client, Serve, small_org

PASSWORD = {"username": USERNAME, "password": "correct horse"}
TOKEN = "/services/oauth2/token"


class Redirecting(HTTPAdapter):
    """Sends every request to the demo server, whatever its host, and keeps the Host header."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._host = url.partition("://")[2]

    def send(self, request: Any, *rest: Any, **arguments: Any) -> Any:
        host = request.url.partition("://")[2].partition("/")[0]
        request.headers["Host"] = host
        request.url = request.url.replace(host, self._host, 1)
        return super().send(request, *rest, **arguments)


@pytest.fixture(scope="session")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="session")
def pem(key: rsa.RSAPrivateKey) -> str:
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption()).decode()


@pytest.fixture(scope="session")
def public(key: rsa.RSAPrivateKey) -> str:
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(encoding, form).decode()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, public: str) -> Iterator[Client]:
    """A server that knows a user and an app, and takes every way to sign in."""
    org = small_org()
    settings = ServerSettings(
        users=(Credential(USERNAME, "correct horse", "TOKEN"),),
        apps=(ConnectedApp("key", "secret", public),),
        refresh_tokens=("again",),
        batch_size=10,
    )
    with DemoServer(org, folder=tmp_path_factory.mktemp("door"), settings=settings) as server:
        client = Client(server)
        yield client
        client.session.close()
    org.rows.close()


@contextmanager
def anywhere(client: Client) -> Iterator[requests.Session]:
    """A session for which every host is the demo server."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(client.server.ca_file)
        session.mount("https://", Redirecting(client.server.url))
        yield session


@pytest.mark.parametrize(
    "arguments",
    [
        {**PASSWORD, "security_token": "TOKEN", "version": "62.0"},
        {**PASSWORD, "organizationId": ORGANIZATION, "version": "62.0"},
        {**PASSWORD, "consumer_key": "key", "consumer_secret": "secret"},
        {"consumer_key": "key", "consumer_secret": "secret", "domain": "acme.my"},
        {"username": USERNAME, "consumer_key": "key", "privatekey": True},
        {"username": USERNAME, "consumer_key": "key", "privatekey": True, "instance_url": "acme.my"},
    ],
    ids=["soap", "soap from a trusted network", "password", "client credentials", "jwt", "jwt at my domain"],
)
def test_simple_salesforce_signs_in(door: Client, arguments: dict[str, object], pem: str) -> None:
    chosen = {**arguments, **({"privatekey": pem} if "privatekey" in arguments else {})}

    with anywhere(door) as session:
        salesforce = Salesforce(**chosen, session=session)
        found = salesforce.query("SELECT COUNT() FROM Account")
        limits = salesforce.limits()

    assert found["totalSize"] == 25
    assert "DataStorageMB" in limits


def test_simple_salesforce_takes_a_session(door: Client) -> None:
    with anywhere(door) as session:
        salesforce = Salesforce(
            instance_url=door.server.url, session_id=door.server.access_token, session=session, version="62.0"
        )
        names = [
            row["Name"] for row in salesforce.query_all_iter("SELECT Name FROM Account ORDER BY NumberOfEmployees")
        ]
        described = salesforce.describe()
        rows = salesforce.toolingexecute("query?q=SELECT+Id+FROM+ApexClass")

    assert (len(names), names[-1]) == (25, "Account 25")
    assert described["maxBatchSize"] == 200
    assert rows["size"] == 3
    assert salesforce.api_usage["api-usage"].total == 15000


def test_simple_salesforce_lists_metadata(door: Client) -> None:
    with anywhere(door) as session:
        salesforce = Salesforce(
            instance_url=door.server.url, session_id=door.server.access_token, session=session, version="62.0"
        )
        metadata = salesforce.mdapi
        metadata._client.transport.session.close()
        metadata._client.transport.session = session
        found = metadata.list_metadata([metadata.ListMetadataQuery(type="CustomObject")])

    assert {"Account", "Contact"} <= {one.fullName for one in found}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({**PASSWORD, "password": "wrong", "security_token": "TOKEN"}, "INVALID_LOGIN"),
        ({**PASSWORD, "security_token": ""}, "LOGIN_MUST_USE_SECURITY_TOKEN"),
        ({**PASSWORD, "security_token": "TOKEN", "version": "65.0"}, "UNSUPPORTED_API_VERSION"),
        ({**PASSWORD, "password": "wrong", "consumer_key": "key", "consumer_secret": "secret"}, "invalid_grant"),
        ({**PASSWORD, "consumer_key": "key", "consumer_secret": "wrong"}, "invalid_client"),
        ({**PASSWORD, "consumer_key": "unknown", "consumer_secret": "secret"}, "invalid_client_id"),
    ],
)
def test_simple_salesforce_is_told_why_not(door: Client, arguments: dict[str, str], code: str) -> None:
    with anywhere(door) as session, pytest.raises(SalesforceAuthenticationFailed) as refusal:
        Salesforce(**{"version": "62.0", **arguments}, session=session)

    assert refusal.value.code == code


def test_soap_login_can_be_off(serve: Serve) -> None:
    client = serve(users=(Credential(USERNAME, "correct horse"),), soap_login=False)

    with anywhere(client) as session, pytest.raises(SalesforceAuthenticationFailed) as refusal:
        Salesforce(**PASSWORD, security_token="", session=session, version="62.0")

    assert refusal.value.code == "INVALID_OPERATION"


def test_soap_needs_text_xml(door: Client) -> None:
    answer = door.call("POST", "/services/Soap/u/62.0", data="<x/>", headers={"Content-Type": "application/json"})

    assert answer.status_code == 500
    assert "<faultcode>soapenv:Client</faultcode>" in answer.text
    assert "content-type of the request should be text/xml" in answer.text


def claims(**others: object) -> dict[str, object]:
    end = int(time.time()) + 180
    return {"iss": "key", "sub": USERNAME, "aud": "https://login.salesforce.com", "exp": end, **others}


@pytest.mark.parametrize(
    ("changed", "error", "description"),
    [
        ({"aud": "https://elsewhere.example"}, "invalid_grant", "audience is invalid"),
        ({"exp": 1_000_000_000}, "invalid_grant", "invalid assertion"),
        ({"exp": 9_000_000_000}, "invalid_grant", "invalid assertion"),
        ({"sub": "other@demo.example"}, "invalid_grant", "user hasn't approved this consumer"),
        ({"iss": "unknown"}, "invalid_client_id", "client identifier invalid"),
    ],
)
def test_a_wrong_assertion_is_refused(
    door: Client, pem: str, changed: dict[str, object], error: str, description: str
) -> None:
    assertion = jwt.encode(claims(**changed), pem, algorithm="RS256")
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"

    answer = door.call("POST", TOKEN, data={"grant_type": grant, "assertion": assertion})

    assert answer.status_code == 400
    assert answer.json() == {"error": error, "error_description": description}


def test_an_assertion_signed_by_another_key_is_refused(door: Client) -> None:
    assertion = jwt.encode(claims(), "a secret that everybody might know about", algorithm="HS256")
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"

    answer = door.call("POST", TOKEN, data={"grant_type": grant, "assertion": assertion})

    assert answer.json() == {"error": "invalid_grant", "error_description": "invalid assertion"}


@pytest.mark.parametrize(
    ("app", "error", "description"),
    [
        (ConnectedApp("key", "secret", installed=False), "invalid_client", "app must be installed into org"),
        (ConnectedApp("key", "other"), "invalid_client", "Invalid client credentials"),
    ],
)
def test_an_app_may_not_be_let_in(serve: Serve, app: ConnectedApp, error: str, description: str) -> None:
    client = serve(apps=(app,))
    form = {"grant_type": "client_credentials", "client_id": "key", "client_secret": "secret"}

    answer = client.call("POST", TOKEN, data=form)

    assert answer.json() == {"error": error, "error_description": description}


def test_an_unapproved_app_warns_through_simple_salesforce(serve: Serve, pem: str, public: str) -> None:
    client = serve(apps=(ConnectedApp("key", public_key=public, approved=False),))

    with anywhere(client) as session, warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        with pytest.raises(SalesforceAuthenticationFailed):
            Salesforce(username=USERNAME, consumer_key="key", privatekey=pem, session=session)

    assert any("authorize" in str(one.message) for one in seen)


def test_a_refresh_token_gives_a_new_session(door: Client) -> None:
    answer = door.call("POST", TOKEN, data={"grant_type": "refresh_token", "refresh_token": "again"}).json()

    assert set(answer) == {"access_token", "signature", "scope", "instance_url", "id", "token_type", "issued_at"}
    assert answer["instance_url"] == door.server.url
    assert answer["id"] == f"{door.server.url}/id/{ORGANIZATION}/{USER}"


def test_an_old_refresh_token_is_refused(door: Client) -> None:
    answer = door.call("POST", TOKEN, data={"grant_type": "refresh_token", "refresh_token": "old"})

    assert answer.json() == {"error": "invalid_grant", "error_description": "expired access/refresh token"}


def test_an_unknown_grant_is_refused(door: Client) -> None:
    answer = door.call("POST", TOKEN, data={"grant_type": "guessing"})

    assert answer.json() == {"error": "unsupported_grant_type", "error_description": "grant type not supported"}


def test_userinfo_has_what_the_cli_asks_for(door: Client) -> None:
    found = door.get("/services/oauth2/userinfo").json()

    assert (found["user_id"], found["organization_id"]) == (USER, ORGANIZATION)
    assert found["preferred_username"] == USERNAME


def test_identity_is_where_the_resource_map_says(client: Client) -> None:
    where = client.get("/services/data/v62.0").json()["identity"]

    found = client.call("GET", where.removeprefix(client.server.url) + "?format=json").json()

    assert (found["username"], found["display_name"]) == (USERNAME, "Audit Reader")
    assert found["urls"]["query"] == f"{client.server.url}/services/data/v{{version}}/query/"


def test_a_revoked_session_is_over(serve: Serve) -> None:
    client = serve(apps=(ConnectedApp("key", "secret"),))
    form = {"token": client.server.access_token, "client_id": "key", "client_secret": "secret"}
    before = client.call("POST", "/services/oauth2/introspect", data=form).json()["active"]

    revoked = client.call("POST", "/services/oauth2/revoke", data={"token": client.server.access_token})

    assert (before, revoked.status_code) == (True, 200)
    assert client.call("POST", "/services/oauth2/introspect", data=form).json() == {"active": False}
    assert client.get("/services/data/v62.0/limits").status_code == 401
