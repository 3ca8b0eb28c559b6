"""One org, one server and one injector for each worker; a fresh workspace for each trial."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ConnectedApp, ServerSettings
from sf_audit.review.run import judged
from sf_audit.rulebook.workspace.standards import Standards
from tests.faults.injector import Injector
from tests.faults.orgs import BATCH, BULK_FROM, PAGE, RULES, small_org, write_rules
from tests.faults.reach import Gathers
from tests.faults.trial import Bench, private_workspace, stored

Serve = Callable[..., Bench]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest trials first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


@pytest.fixture(scope="session")
def fault_authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    return ca, file


@pytest.fixture(scope="session")
def fault_key(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The public key of the auditor's app, and the file of the private one."""
    key = generate_private_key(65537, 2048)
    file = tmp_path_factory.mktemp("key") / "sf-audit.key"
    file.touch(mode=0o600)
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(), file


@pytest.fixture(scope="session")
def standards(tmp_path_factory: pytest.TempPathFactory) -> Standards:
    workspace = tmp_path_factory.mktemp("standards")
    write_rules(workspace)
    every = Standards.of(workspace)
    return replace(every, rules=tuple(rule for rule in every.rules if rule.id.rpartition("/")[2] in RULES))


@pytest.fixture(scope="session")
def build_bench(
    fault_authority: tuple[trustme.CA, Path],
    fault_key: tuple[str, Path],
    standards: Standards,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Any]:
    authority, ca_file = fault_authority
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    @contextmanager
    def built(org: OrgData | None = None, **settings: Any) -> Iterator[Bench]:
        held = org or small_org()
        app = ConnectedApp("consumer-key", "consumer-secret", fault_key[0])
        chosen = ServerSettings(**{"apps": (app,), "batch_size": BATCH, **settings})
        folder = tmp_path_factory.mktemp("server")
        with (
            DemoServer(held, folder=folder, tls=False, settings=chosen) as server,
            Injector(context, server.url) as one,
        ):
            yield Bench(server, held, one, ca_file, fault_key[1], standards, PAGE, BULK_FROM)
        held.rows.close()

    return built


@pytest.fixture(scope="session")
def shared_bench(build_bench: Callable[..., Any]) -> Iterator[Bench]:
    with build_bench() as made:
        yield made


@pytest.fixture
def workspace() -> Iterator[Path]:
    with private_workspace() as folder:
        yield folder


@pytest.fixture
def bench(shared_bench: Bench, workspace: Path) -> Iterator[Bench]:
    """The shared org, with nothing hidden, and a workspace of its own."""
    shared_bench.workspace = workspace
    yield shared_bench
    shared_bench.org.hidden_fields.clear()
    shared_bench.org.hidden_objects.clear()


@pytest.fixture
def serve(build_bench: Callable[..., Any], workspace: Path) -> Iterator[Serve]:
    """Start a server of one's own with these settings."""
    with ExitStack() as stack:

        def start(org: OrgData | None = None, **settings: Any) -> Bench:
            made: Bench = stack.enter_context(build_bench(org, **settings))
            made.workspace = workspace
            return made

        yield start


@pytest.fixture(scope="session")
def earlier(shared_bench: Bench) -> Iterator[Path]:
    """A workspace with one finished snapshot."""
    with private_workspace() as folder:
        Gathers(shared_bench.reach, shared_bench.standards)(folder)
        (snapshot,) = stored(shared_bench, folder)
        with judged(snapshot, shared_bench.standards, folder):
            pass  # so that no child has to import what judges
        yield folder
