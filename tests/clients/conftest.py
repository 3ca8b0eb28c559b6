"""The demo org on 127.0.0.1, and the clients that have to be content with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sf_audit.demo.company.build import build
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.ways_in import ways_in
from tests.clients.node_clients import CACHE, PROJECT, Node, install


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder node_modules, installed once for each state of the lock file."""
    lock = (PROJECT / "package-lock.json").read_bytes()
    folder = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "complete").is_file():
        install(folder)
    return folder / "node_modules"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """The demo company behind small pages, so that every client has to ask for more."""
    org = build(records=3000, today=date(2026, 11, 22)).org
    folder = tmp_path_factory.mktemp("org")
    settings = replace(ways_in(org.username, folder), batch_size=400, bulk_rows_per_page=400)
    with DemoServer(org, folder=folder, settings=settings) as running:
        yield running
    org.rows.close()


@pytest.fixture(scope="module")
def node(packages: Path, server: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Node and the packages, pointed at the demo org."""
    return Node(packages, tmp_path_factory.mktemp("home"), server)
