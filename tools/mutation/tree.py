"""A copy of the checkout in which files may be broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def copy_checkout(root: Path, tree: Path) -> None:
    """What git knows of the checkout, changes that are not committed included, in a folder that had no such copy."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 (whichever git is there)
        cwd=root,
        check=True,
        capture_output=True,
    )
    shutil.rmtree(tree, ignore_errors=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (root / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, tree / name)
    # So that no process has to; while a file is broken nothing is compiled, or the next process would run that.
    command = [sys.executable, "-m", "compileall", "-q", "sf_audit", "tests", "tools", "bench"]
    subprocess.run(command, cwd=tree, check=True)  # noqa: S603 (of the same Python)


def environment(tree: Path, **more: str) -> dict[str, str]:
    """For processes that import the copy, and are measured by nothing that measures this one."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return {**ours, "PYTHONPATH": str(tree), **more}
