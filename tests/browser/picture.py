"""Writes docs/review.png: the first page of the demo review, as Chromium shows it. The date of the review is on it.

python -m tests.browser.picture
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[2] / "docs" / "review.png"


def main() -> None:
    """Review the demo org, and take the picture."""
    with tempfile.TemporaryDirectory(prefix="sf-audit-picture-") as folder, sync_playwright() as playwright:
        subprocess.run([sys.executable, "-m", "sf_audit", "demo", "--quiet", "--out", folder], check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1030}, color_scheme="light")
        page.goto((Path(folder) / "review.html").as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
