"""Programs that tests need and Python does not bring: from Debian's packages, where this user may install them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock


def one_at_a_time() -> FileLock:
    """Two processes that run tests do not install the same thing at once."""
    lock = Path(__file__).parents[1] / ".cache" / "install.lock"
    lock.parent.mkdir(exist_ok=True)
    return FileLock(lock)


def install(package: str) -> None:
    """Install a package, if that can be done here; whether it was shows when it is looked for."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run(["apt-get", "-q", *words], capture_output=True, env=quiet, timeout=300, check=False)


def cannot(why: str) -> NoReturn:
    """Skip, and say why in a line; in CI nothing is skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)
