"""Writes docs/review.png and docs/worklist.png: the first page of the demo review, and the longest worklist of a person
in it, as Chromium shows them. The date of the review is on them.

python -m tests.browser.picture
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Review the demo org, and take the pictures."""
    with tempfile.TemporaryDirectory(prefix="sf-audit-picture-") as folder, sync_playwright() as playwright:
        subprocess.run([sys.executable, "-m", "sf_audit", "demo", "--quiet", "--out", folder], check=True)
        lists = Path(folder, "worklists", "lists").glob("person-*.html")
        shown = {"review": Path(folder, "review.html"), "worklist": max(lists, key=lambda path: path.stat().st_size)}
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, path in shown.items():
            page = browser.new_page(viewport={"width": 1280, "height": 1030}, color_scheme="light")
            page.goto(path.as_uri())
            page.screenshot(path=DOCS / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
