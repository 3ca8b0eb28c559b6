"""Orgs that cannot be reached, or not be trusted: said at once, with what to do, and never with less checking."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.signin.credentials import AccessToken
from sf_audit.errors import OrgUnavailable
from tests.faults.injector import Injector
from tests.faults.trial import Bench, Trial

pytestmark = pytest.mark.faults


@contextmanager
def answering(bench: Bench, certificate: trustme.LeafCert) -> Iterator[str]:
    """The same org behind another certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with Injector(context, bench.server.url) as other:
        yield other.url


def reach(bench: Bench, url: str) -> Trial:
    token = AccessToken(url, bench.server.state.sessions.open())
    return bench.run(credentials=token, hosts=Hosts.trusting(url.removeprefix("https://")))


def untrusted(authority: trustme.CA) -> dict[str, trustme.LeafCert]:
    past = datetime.now(UTC) - timedelta(days=2)
    return {
        "of an unknown authority": trustme.CA().issue_cert("127.0.0.1"),
        "of another host": authority.issue_cert("localhost"),
        "that has expired": authority.issue_cert("127.0.0.1", not_after=past, not_before=past - timedelta(days=9)),
    }


@pytest.mark.faults("N13")
@pytest.mark.parametrize("which", ["of an unknown authority", "of another host", "that has expired"])
def test_a_certificate_that_is_wrong_ends_the_run(
    bench: Bench, fault_authority: tuple[trustme.CA, Path], which: str
) -> None:
    with answering(bench, untrusted(fault_authority[0])[which]) as url:
        trial = reach(bench, url)

    assert isinstance(trial.problem, OrgUnavailable)
    assert "CERTIFICATE_NOT_TRUSTED" in str(trial.problem)
    assert "--ca-bundle" in trial.problem.hint
    assert trial.slept == 0


@pytest.mark.faults("N13")
def test_a_port_where_nobody_listens_is_tried_a_few_times(bench: Bench) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

    trial = reach(bench, f"https://127.0.0.1:{port}")

    assert isinstance(trial.problem, OrgUnavailable)
    assert "CONNECTION_FAILED" in str(trial.problem)
    assert 0 < trial.slept < 60


@pytest.mark.faults("N13")
@pytest.mark.parametrize("name", ["acme.my.salesforce.invalid", "acme--uat.sandbox.my.salesforce.invalid"])
def test_a_name_that_nobody_knows_is_said(bench: Bench, name: str) -> None:
    trial = reach(bench, f"https://{name}:443")

    assert isinstance(trial.problem, OrgUnavailable)
    assert trial.code == 5
    assert "HOST_NOT_FOUND" in str(trial.problem)
    assert trial.plan.asked == []
    assert trial.slept < 60


@pytest.mark.faults("N13", "T17")
def test_a_name_that_leads_back_here_is_not_trusted_for_its_name(bench: Bench) -> None:
    """A poisoned resolver: the name is the org's, the machine behind it is not."""
    port = bench.injector.url.rpartition(":")[2]

    trial = reach(bench, f"https://localhost:{port}")

    assert isinstance(trial.problem, OrgUnavailable)
    assert "CERTIFICATE_NOT_TRUSTED" in str(trial.problem)
    assert trial.plan.asked == []


@contextmanager
def proxy(says: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A proxy on this machine that answers every CONNECT so, and where a tunnel was asked for, opens it."""
    asked: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            try:
                accepted, _ = listening.accept()
            except TimeoutError:
                continue
            with accepted:
                asked.append(accepted.recv(65536))
                accepted.sendall(says)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://user:hunter2@127.0.0.1:{listening.getsockname()[1]}", asked
    done.set()
    thread.join()
    listening.close()


@pytest.mark.faults("N14")
@pytest.mark.parametrize(
    "says",
    [
        b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    ],
    ids=["407", "a page for people"],
)
def test_a_proxy_that_refuses_is_named_and_its_password_is_not(
    bench: Bench, says: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxy(says) as (address, asked):
        monkeypatch.setenv("HTTPS_PROXY", address)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        trial = bench.run()

    assert isinstance(trial.problem, OrgUnavailable)
    assert "PROXY" in str(trial.problem)
    assert "HTTPS_PROXY" in trial.problem.hint
    assert "hunter2" not in f"{trial.problem} {trial.problem.hint}"
    assert asked[0].startswith(b"CONNECT 127.0.0.1:")


@pytest.mark.faults("N14")
def test_an_org_that_needs_no_proxy_gets_none(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(b"HTTP/1.1 407 No\r\n\r\n") as (address, asked):
        monkeypatch.setenv("HTTPS_PROXY", address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        trial = bench.run().insist()

    assert trial.complete
    assert asked == []
