"""The demo server on 127.0.0.1, in front of a small org written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ServerSettings
from tests.demo.server.handmade_org import Client, Serve, small_org


@pytest.fixture
def org() -> Iterator[OrgData]:
    made = small_org()
    yield made
    made.rows.close()


@pytest.fixture
def serve(org: OrgData, tmp_path: Path) -> Iterator[Serve]:
    """Start a server with these settings; it stops with the test."""
    with ExitStack() as stack:

        def start(**settings: object) -> Client:
            chosen = ServerSettings(**settings)  # type: ignore[arg-type]
            server = stack.enter_context(DemoServer(org, folder=tmp_path / "server", settings=chosen))
            client = Client(server)
            stack.callback(client.session.close)
            return client

        yield start


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One server with everything as it is by default, shared by the tests that only read."""
    org = small_org()
    settings = ServerSettings(clock=lambda: datetime(2026, 6, 1, tzinfo=UTC))
    with DemoServer(org, folder=tmp_path_factory.mktemp("demo"), settings=settings) as server:
        shared = Client(server)
        yield shared
        shared.session.close()
    org.rows.close()


@pytest.fixture(scope="session")
def tens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that gives ten rows at a time, in batches and in bulk."""
    org = small_org()
    settings = ServerSettings(batch_size=10, bulk_rows_per_page=10)
    with DemoServer(org, folder=tmp_path_factory.mktemp("tens"), settings=settings) as server:
        shared = Client(server)
        yield shared
        shared.session.close()
    org.rows.close()
