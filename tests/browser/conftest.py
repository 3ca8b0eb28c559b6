"""A real browser for the pages in tests/golden, which the tests in tests/report keep true to the code."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.debian import cannot, install, one_at_a_time
from tests.golden_pages import FOLDER, unfolded

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
    with one_at_a_time():
        if not _found():
            install("chromium")
        chromium = _found()
    if chromium is None:
        cannot("Chromium is not installed, and could not be")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, fetched once into .cache by npm; no part of it is shipped."""
    folder = Path(__file__).parents[2] / ".cache" / "axe"
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    with one_at_a_time():
        if not source.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            npm = shutil.which("npm") or ""
            command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), AXE]
            if not npm or subprocess.run(command, capture_output=True, timeout=90, check=False).returncode:
                cannot("npm could not fetch axe-core")
    return source.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pages are, as people open them."""
    folder = tmp_path_factory.mktemp("pages")
    for path in FOLDER.glob("*.html"):
        (folder / path.name).write_bytes(unfolded(path.read_bytes().decode()).encode())
    return folder


def _found() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")
