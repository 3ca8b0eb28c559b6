"""What strangers send: broken HTTP, many at once, connections that hang; the server answers or ends, and goes on."""

from __future__ import annotations

import json
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sf_audit.demo.server.running import DemoServer
from tests.demo.server.handmade_org import ACCOUNTS, Client, small_org

DATA = "/services/data/v62.0"


def exchange(client: Client, sent: bytes) -> bytes:
    """Everything that comes back until the server closes the connection."""
    context = ssl.create_default_context(cafile=str(client.server.ca_file))
    with (
        socket.create_connection(("127.0.0.1", client.server.port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as line,
    ):
        line.sendall(sent)
        received = b""
        while piece := line.recv(65_536):
            received += piece
    return received


def request(client: Client, method: str, path: str, *headers: str) -> bytes:
    token = f"Authorization: Bearer {client.server.access_token}"
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", token, "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def body_of(answer: bytes) -> object:
    return json.loads(answer.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_not_http_is_refused_and_the_connection_ends(client: Client, sent: bytes) -> None:
    assert exchange(client, sent).startswith(b"HTTP/1.1 400 ")
    assert client.get(f"{DATA}/limits").status_code == 200


def test_an_unknown_method_is_refused_as_the_platform_does(client: Client) -> None:
    answer = exchange(client, request(client, "PURGE", f"{DATA}/limits"))

    assert answer.startswith(b"HTTP/1.1 405 ")
    assert body_of(answer) == [
        {"message": "HTTP Method 'PURGE' not allowed. Allowed are GET", "errorCode": "METHOD_NOT_ALLOWED"}
    ]


def test_a_path_may_come_with_its_host_as_proxies_send_it(client: Client) -> None:
    answer = exchange(client, request(client, "GET", f"{client.server.url}{DATA}/limits/recordCount?sObjects=Account"))

    assert body_of(answer) == {"sObjects": [{"count": ACCOUNTS, "name": "Account"}]}


@pytest.mark.parametrize(("length", "status"), [(30_000, b"200"), (70_000, b"431")])
def test_headers_can_be_too_large(client: Client, length: int, status: bytes) -> None:
    answer = exchange(client, request(client, "GET", f"{DATA}/limits", "X-Large: " + "a" * length))

    assert answer.startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize("path", ["composite", "composite/batch", "composite/sobjects/Account", "jobs/query"])
@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 50_000 + "1" + "}" * 50_000, "", "NaN", "\x00"])
def test_a_body_that_is_no_request_is_refused(client: Client, path: str, body: str) -> None:
    answer = client.call("POST", f"{DATA}/{path}", data=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


def test_a_job_needs_a_query(client: Client) -> None:
    answer = client.call("POST", f"{DATA}/jobs/query", json={"operation": "query"})

    assert (answer.status_code, answer.json()) == (
        400,
        [{"message": "A query string has to be specified", "errorCode": "MALFORMED_QUERY"}],
    )


@pytest.mark.parametrize(
    ("job", "code"),
    [
        ({"operation": "query", "query": "SELECT Id FROM Account", "contentType": "JSON"}, "INVALIDJOB"),
        ({"operation": "insert", "query": "SELECT Id FROM Account"}, "INVALIDOPERATION"),
        (
            {"operation": "query", "query": "SELECT Id FROM Account WHERE Name = '" + "x" * 100_000 + "'"},
            "MALFORMED_QUERY",
        ),
    ],
)
def test_a_job_that_cannot_be_is_refused(client: Client, job: dict[str, str], code: str) -> None:
    answer = client.call("POST", f"{DATA}/jobs/query", json=job)

    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, code)


def test_jobs_of_other_types_are_none(client: Client) -> None:
    client.call("POST", f"{DATA}/jobs/query", json={"operation": "query", "query": "SELECT Id FROM Account"})

    assert client.get(f"{DATA}/jobs/query", jobType="Classic").json()["records"] == []
    assert client.get(f"{DATA}/jobs/query", jobType="V2Query").json()["records"][0]["jobType"] == "V2Query"
    assert client.get("/services/data/v57.0/jobs/query/750000000000000/resultPages").status_code == 404


def test_twenty_clients_are_answered_at_once(client: Client) -> None:
    def ask(number: int) -> object:
        answer = client.query(f"SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE NumberOfEmployees = {number}")
        return answer.json()["totalSize"]

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(ask, range(1, 21)))

    assert found == [1] * 20


def test_it_stops_in_time_whatever_hangs(tmp_path: Path) -> None:
    org = small_org()
    server = DemoServer(org, folder=tmp_path)
    server.start()
    client = Client(server)
    stream = client.session.get(f"{server.url}{DATA}/sobjects/Account/describe", stream=True, timeout=20)
    silent = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    silent.sendall(b"\x16\x03")

    began = time.monotonic()
    server.stop()
    took = time.monotonic() - began

    stream.close()
    silent.close()
    client.session.close()
    org.rows.close()
    assert took < 3


def test_a_port_that_is_taken_is_said(client: Client, tmp_path: Path) -> None:
    org = small_org()
    server = DemoServer(org, folder=tmp_path, port=client.server.port)

    with pytest.raises(OSError, match="Address already in use"):
        server.start()

    server.stop()
    org.rows.close()
