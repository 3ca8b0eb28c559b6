"""A real browser for the pages in tests/golden, which the tests in tests/report keep true to the code."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

AXE = "axe-core@4.14.1"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as Debian packages it; Playwright's own is not needed."""
    with _one_at_a_time():
        chromium = _found() or _installed()
    if chromium is None:
        _cannot("Chromium is not installed, and could not be")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, fetched once into .cache by npm; no part of it is shipped."""
    folder = Path(__file__).parents[2] / ".cache" / "axe"
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    with _one_at_a_time():
        if not source.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            npm = shutil.which("npm") or ""
            command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), AXE]
            if not npm or subprocess.run(command, capture_output=True, timeout=90, check=False).returncode:
                _cannot("npm could not fetch axe-core")
    return source.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages() -> Path:
    """Where the pages are."""
    return Path(__file__).parents[1] / "golden"


def _one_at_a_time() -> FileLock:
    """Two processes that run tests do not install the same thing at once."""
    lock = Path(__file__).parents[2] / ".cache" / "browser.lock"
    lock.parent.mkdir(exist_ok=True)
    return FileLock(lock)


def _found() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


def _installed() -> str | None:
    """Chromium from Debian's packages, where this machine has them and this user may install them."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return None
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-q", *words], capture_output=True, env=quiet, timeout=300, check=False)
    return _found()


def _cannot(why: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)
