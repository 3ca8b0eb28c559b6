"""An org on this machine with a certificate of its own authority, and clients that trust it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import responses
import trustme
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from sf_audit.connector.http.client import Client
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import Wire, make_session
from tests.connector.loopback_org import LoopbackOrg, loopback_wire, serve
from tests.connector.sign_in_scenes import ACME, pem, written


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    return ca, file


@pytest.fixture(scope="session")
def loopback_context(authority: tuple[trustme.CA, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def org(authority: tuple[trustme.CA, Path], loopback_context: ssl.SSLContext) -> Iterator[LoopbackOrg]:
    served, server = serve(loopback_context, authority[1])
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def wire(org: LoopbackOrg) -> Wire:
    return loopback_wire(org)


@pytest.fixture
def connect(org: LoopbackOrg) -> Iterator[Callable[..., Client]]:
    """A client with a token; `renew` brings the next one. Everything is closed at the end."""
    made: list[Client] = []

    def client(*, renew: Callable[[], str] | None = None, token: str = "first", **changed: Any) -> Client:
        settings = loopback_wire(org, **changed)
        again = None if renew is None else (lambda: Grant(renew(), org.url))
        made.append(Client(make_session(settings), Grant(token, org.url), wire=settings, renew=again, version="62.0"))
        return made[-1]

    yield client
    for one in made:
        one.close()


@pytest.fixture
def client(connect: Callable[..., Client]) -> Client:
    return connect()


@pytest.fixture
def net() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as one:
        one.get(f"{ACME}/services/data/", json=[{"version": "62.0"}])
        one.get(f"{ACME}/services/data/v62.0/limits", json={"DailyApiRequests": {"Max": 15000, "Remaining": 14000}})
        yield one


@pytest.fixture(scope="session")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture
def key_file(tmp_path: Path, key: RSAPrivateKey) -> Path:
    return written(tmp_path / "sf-audit.key", pem(key))
