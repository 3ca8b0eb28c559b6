"""The demo org on 127.0.0.1, and clients from npm that nobody here wrote.

They are pinned in npm/package-lock.json and kept in .cache between runs: the Salesforce CLI alone is some hundred
megabytes. Its Node comes with them, because it wants a newer one than most machines have.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sf_audit.demo.company.build import build
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ServerSettings

PROJECT = Path(__file__).parent / "npm"
CACHE = Path(__file__).parents[2] / ".cache" / "clients"
INSTALL_WITHIN_S = 500

#: Nothing is reported, nothing is updated, no log file, and secrets are kept in HOME, which is a folder of the test.
QUIET = {
    "SF_DISABLE_TELEMETRY": "true",
    "SF_DISABLE_AUTOUPDATE": "true",
    "SF_AUTOUPDATE_DISABLE": "true",
    "SF_SKIP_NEW_VERSION_CHECK": "true",
    "SF_DISABLE_LOG_FILE": "true",
    "SF_USE_GENERIC_UNIX_KEYCHAIN": "true",
}


@dataclass(frozen=True)
class Node:
    """Runs scripts with the installed packages; `home` is where they keep what they remember."""

    packages: Path
    home: Path
    server: DemoServer

    def run(self, script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The ended process. Its output is text."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "NODE_PATH": str(self.packages),
            "NODE_EXTRA_CA_CERTS": str(self.server.ca_file),
            "SF_ACCESS_TOKEN": self.server.access_token,
            "INSTANCE_URL": self.server.url,
            **QUIET,
        }
        return subprocess.run(
            [_node(self.packages), str(script), *arguments],
            env=environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def sf(self, *arguments: str) -> Any:
        """What the Salesforce CLI answers with --json."""
        ended = self.run(self.packages / "@salesforce" / "cli" / "bin" / "run.js", *arguments, "--json")
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return json.loads(ended.stdout)["result"]


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder node_modules, installed once for each state of the lock file."""
    lock = (PROJECT / "package-lock.json").read_bytes()
    folder = CACHE / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "complete").is_file():
        _install(folder)
    return folder / "node_modules"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """The demo company behind small pages, so that every client has to ask for more."""
    org = build(records=3000, today=date(2026, 11, 22)).org
    settings = ServerSettings(batch_size=400, bulk_rows_per_page=400)
    with DemoServer(org, folder=tmp_path_factory.mktemp("org"), settings=settings) as running:
        yield running
    org.rows.close()


@pytest.fixture(scope="module")
def node(packages: Path, server: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Node:
    """Node and the packages, pointed at the demo org."""
    return Node(packages, tmp_path_factory.mktemp("home"), server)


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        _cannot("npm is not installed")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PROJECT / name, folder / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=INSTALL_WITHIN_S, check=False)
    except subprocess.TimeoutExpired:
        _cannot("npm did not fetch the clients in time")
    if ended.returncode:
        _cannot("npm could not fetch the clients")
    (folder / "complete").touch()


def _node(packages: Path) -> str:
    """The Node that came with the packages; where there is none for this machine, its own."""
    for kind in ("x64", "arm64"):
        shipped = packages / f"node-linux-{kind}" / "bin" / "node"
        if shipped.is_file():
            return str(shipped)
    found = shutil.which("node")
    if found is None:
        _cannot("Node is not installed")
    return found


def _cannot(why: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)
