"""Clients from npm that nobody here wrote, and how to run them.

They are pinned in npm/package-lock.json and kept in .cache between runs: the Salesforce CLI alone is some hundred
megabytes. Its Node comes with them, because it wants a newer one than most machines have.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sf_audit.demo.server.running import DemoServer

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
            [node_program(self.packages), str(script), *arguments],
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


def install(folder: Path) -> None:
    """Fetch the packages of the lock file; the test is skipped where that is not possible, but for CI."""
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


def node_program(packages: Path) -> str:
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
