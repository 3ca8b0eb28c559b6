"""Certificates, proxies and the environment."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.transport import Wire, make_session
from sf_audit.errors import UsageProblem
from tests.connector.loopback_org import Handler, LoopbackOrg, serve

LIMITS = "/services/data/v62.0/limits"
Connect = Callable[..., Client]


def ok(handler: Handler) -> None:
    handler.say({"fine": True})


def test_a_certificate_of_an_unknown_authority_is_not_taken(org: LoopbackOrg, connect: Connect) -> None:
    with pytest.raises(ApiError) as untrusted:
        connect(ca_bundle=None).get("limits")

    assert untrusted.value.code == "CERTIFICATE_NOT_TRUSTED"
    assert "--ca-bundle" in untrusted.value.hint
    assert org.arrived == []


def test_a_named_bundle_wins_over_the_environment(
    org: LoopbackOrg, connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    org.on(LIMITS, ok)

    assert connect().get("limits") == {"fine": True}
    with pytest.raises(ApiError):
        connect(ca_bundle=None).get("limits")


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_bundle_of_the_environment_is_used_where_none_is_named(
    variable: str, org: LoopbackOrg, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(one, raising=False)
    monkeypatch.setenv(variable, str(org.ca_file))
    org.on(LIMITS, ok)

    assert connect(ca_bundle=None).get("limits") == {"fine": True}


def test_a_bundle_that_is_none_is_a_usage_problem(tmp_path: Path) -> None:
    file = tmp_path / "bundle.pem"
    file.write_text("nothing")

    for wrong in (file, tmp_path / "missing.pem"):
        with pytest.raises(UsageProblem) as refused:
            make_session(Wire(ca_bundle=wrong))

        assert str(refused.value) == f"{wrong} does not hold certificates"
        assert refused.value.hint == "--ca-bundle takes a PEM file of authorities."


@pytest.fixture
def wrong_host(authority: tuple[trustme.CA, Path]) -> Iterator[LoopbackOrg]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert("other.example").configure_cert(context)
    served, server = serve(context, authority[1])
    yield served
    server.shutdown()
    server.server_close()


def test_a_certificate_for_another_host_is_not_taken(wrong_host: LoopbackOrg) -> None:
    wire = Wire(hosts=Hosts.trusting(f"127.0.0.1:{wrong_host.port}"), ca_bundle=wrong_host.ca_file)

    with make_session(wire) as session, pytest.raises(OSError, match="certificate"):
        session.get(f"{wrong_host.url}/services/data/")

    assert wrong_host.arrived == []


def test_a_line_of_netrc_does_not_replace_the_token(
    org: LoopbackOrg, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    org.on(LIMITS, ok)

    client.get("limits")

    assert org.tokens == ["Bearer first"]


class Proxy(threading.Thread):
    """A proxy that only knows CONNECT."""

    def __init__(self, status: bytes) -> None:
        super().__init__(daemon=True)
        self.status = status
        self.heads: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                inward, _ = self.listener.accept()
            except OSError:
                return
            with inward:
                self.tunnel(inward)

    def tunnel(self, inward: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += inward.recv(4096)
        self.heads.append(head)
        inward.sendall(b"HTTP/1.1 " + self.status + b"\r\nContent-Length: 0\r\n\r\n")
        if not self.status.startswith(b"200"):
            return
        host, _, port = head.split(b" ")[1].decode().partition(":")
        with socket.create_connection((host, int(port))) as outward:
            back = threading.Thread(target=pump, args=(outward, inward), daemon=True)
            back.start()
            pump(inward, outward)
            back.join(2)


def pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@pytest.fixture
def through_proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], Proxy]]:
    started: list[Proxy] = []

    def start(status: bytes) -> Proxy:
        proxy = Proxy(status)
        proxy.start()
        started.append(proxy)
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:proxy-secret@{proxy.address}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        return proxy

    yield start
    for proxy in started:
        proxy.listener.shutdown(socket.SHUT_RDWR)
        proxy.listener.close()
        proxy.join(2)


def test_a_proxy_of_the_environment_is_used_with_a_private_authority(
    org: LoopbackOrg, connect: Connect, through_proxy: Callable[[bytes], Proxy]
) -> None:
    proxy = through_proxy(b"200 Connection established")
    org.on(LIMITS, ok)

    with connect() as client:
        answer = client.get("limits")

    assert answer == {"fine": True}
    assert proxy.heads[0].startswith(f"CONNECT 127.0.0.1:{org.port} ".encode())
    assert base64.b64encode(b"me:proxy-secret") in proxy.heads[0]


def test_no_proxy_is_kept(
    org: LoopbackOrg, client: Client, through_proxy: Callable[[bytes], Proxy], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = through_proxy(b"200 Connection established")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    org.on(LIMITS, ok)

    client.get("limits")

    assert proxy.heads == []


def test_a_proxy_that_wants_a_password_says_so_once_and_shows_none(
    org: LoopbackOrg, client: Client, through_proxy: Callable[[bytes], Proxy]
) -> None:
    proxy = through_proxy(b"407 Proxy Authentication Required")

    with pytest.raises(ApiError) as wanted:
        client.get("limits")

    assert (wanted.value.code, len(proxy.heads)) == ("PROXY_REFUSED", 1)
    assert "HTTPS_PROXY" in wanted.value.hint
    assert "proxy-secret" not in str(wanted.value) + wanted.value.hint


@pytest.mark.parametrize("proxy", ["ftp://me:proxy-secret@127.0.0.1:9", "socks5://127.0.0.1:9", "http://", "http://:9"])
def test_a_proxy_that_cannot_be_used_is_named_as_such(
    proxy: str, org: LoopbackOrg, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    with pytest.raises(ApiError) as unusable:
        client.get("limits")

    assert unusable.value.code in ("PROXY_NOT_USABLE", "PROXY_REFUSED")
    assert "proxy-secret" not in str(unusable.value) + unusable.value.hint


def test_a_bundle_of_the_environment_that_is_gone_says_so(
    org: LoopbackOrg, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")

    with pytest.raises(ApiError) as gone:
        connect(ca_bundle=None).get("limits")

    assert gone.value.code == "CERTIFICATES_NOT_FOUND"


def test_cookies_are_not_kept(org: LoopbackOrg, client: Client) -> None:
    seen: list[str | None] = []

    def bake(handler: Handler) -> None:
        seen.append(handler.headers["Cookie"])
        handler.say({}, 200, {"Set-Cookie": "BrowserId=x; path=/; secure"})

    org.on(LIMITS, bake)

    client.get("limits")
    client.get("limits")

    assert seen == [None, None]
