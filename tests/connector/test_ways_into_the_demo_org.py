"""Each way of signing in, against a server that was not written for these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.transport import Wire
from sf_audit.connector.signin.credentials import AccessToken, ClientCredentials, Credentials, JwtBearer, LegacyPassword
from sf_audit.connector.signin.signin import sign_in
from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ConnectedApp, Credential, ServerSettings
from sf_audit.errors import SignInRefused

FIELDS = (Field("Id", "id", label="Id", nillable=False), Field("Name", "string", label="Name"))
ACCOUNT = SObject("Account", "Account", "Accounts", "001", FIELDS)


@pytest.fixture(scope="module")
def demo(key: RSAPrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    settings = ServerSettings(
        apps=(ConnectedApp("consumer-key", "consumer-secret", public),),
        users=(Credential("auditor@demo.example", "pass<&>word", "t<&>ken"),),
        limit_info="plain",
    )
    connection = duckdb.connect()
    connection.execute('CREATE TABLE "Account" ("Id" VARCHAR, "Name" VARCHAR)')
    connection.execute("INSERT INTO \"Account\" VALUES ('001000000000001AAA', 'for view')")
    data = OrgData(
        "00Dd00000000001EAA",
        "005d00000000001AAA",
        "auditor@demo.example",
        {"Account": ACCOUNT},
        connection,
        {"DailyApiRequests": (15_000, 14_900)},
    )
    with DemoServer(data, folder=tmp_path_factory.mktemp("demo"), settings=settings) as server:
        yield server
    connection.close()


def wire(server: DemoServer) -> Wire:
    return Wire(hosts=Hosts.trusting(f"127.0.0.1:{server.port}"), ca_bundle=server.ca_file, sleep=lambda seconds: None)


WAYS: list[Callable[[DemoServer, Path], Credentials]] = [
    lambda server, key_file: AccessToken(server.url, server.access_token),
    lambda server, key_file: JwtBearer(server.url, "consumer-key", "auditor@demo.example", key_file),
    lambda server, key_file: JwtBearer(server.url, "consumer-key", "auditor@demo.example", key_file, "login"),
    lambda server, key_file: ClientCredentials(server.url, "consumer-key", "consumer-secret"),
    lambda server, key_file: LegacyPassword(server.url, "auditor@demo.example", "pass<&>word", "t<&>ken"),
]


@pytest.mark.demo
@pytest.mark.parametrize("way", WAYS, ids=["token", "jwt", "jwt for login", "client credentials", "password"])
def test_it_lets_in(way: Callable[[DemoServer, Path], Credentials], demo: DemoServer, key_file: Path) -> None:
    with sign_in(way(demo, key_file), wire(demo)) as client:
        found = client.get("query", {"q": "SELECT Name FROM Account WHERE Name = 'for view'"})

    assert [one["Name"] for one in found["records"]] == ["for view"]
    assert client.instance_url == demo.url


@pytest.mark.demo
@pytest.mark.parametrize(
    ("way", "words"),
    [
        (lambda server: AccessToken(server.url, "00Dxx!wrong"), "cannot be renewed"),
        (lambda server: ClientCredentials(server.url, "consumer-key", "wrong"), "invalid_client"),
        (lambda server: ClientCredentials(server.url, "unknown", "wrong"), "invalid_client_id"),
        (lambda server: LegacyPassword(server.url, "auditor@demo.example", "wrong"), "INVALID_LOGIN"),
    ],
)
def test_it_keeps_out(way: Callable[[DemoServer], Credentials], words: str, demo: DemoServer) -> None:
    with pytest.raises(SignInRefused, match=words):
        sign_in(way(demo), wire(demo))


@pytest.mark.demo
def test_a_bulk_job_is_made_read_and_removed(demo: DemoServer) -> None:
    with sign_in(AccessToken(demo.url, demo.access_token), wire(demo)) as client:
        job = client.post("jobs/query", {"operation": "query", "query": "SELECT Id, Name FROM Account"})
        for _ in range(20):
            if client.get(f"jobs/query/{job['id']}")["state"] == "JobComplete":
                break
        with client.stream(f"jobs/query/{job['id']}/results", {"maxRecords": "5"}) as stream:
            body = stream.read()
        client.delete(f"jobs/query/{job['id']}")
        with pytest.raises(ApiError):
            client.get(f"jobs/query/{job['id']}")

    assert body == b'"Id","Name"\n"001000000000001AAA","for view"\n'
    assert stream.headers["Sforce-Locator"] == "null"
