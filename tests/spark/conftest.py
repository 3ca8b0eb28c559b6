"""Spark for the tests: Java from Debian, and pyspark, which is 480 MB and so in no lock file, kept in .cache."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.debian import cannot, install, one_at_a_time

PINS = ("pyspark==4.1.4", "py4j==0.10.9.9")
PACKAGES = Path(__file__).parents[2] / ".cache" / "pyspark-4.1.4"
_INSTALL_WITHIN_S = 500


@pytest.fixture(scope="session")
def spark_packages() -> Path:
    """The folder that a process needs on its path."""
    with one_at_a_time():
        if shutil.which("java") is None:
            install("default-jre-headless")
        if shutil.which("java") is None:
            cannot("Spark needs Java, which cannot be installed here")
        if not (PACKAGES / "pyspark").is_dir():
            _install()
    return PACKAGES


def _install() -> None:
    partly = PACKAGES.with_name("pyspark-partly")
    shutil.rmtree(partly, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(partly), *PINS]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_INSTALL_WITHIN_S)
    except (subprocess.SubprocessError, OSError):
        cannot("pyspark cannot be installed here")
    partly.rename(PACKAGES)
