"""The wheel, built from this checkout and installed where the checkout cannot be seen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.wheel.installed_wheel import ROOT, Installed, install, succeeds


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built file."""
    folder = tmp_path_factory.mktemp("dist")
    succeeds(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment that knows nothing of the checkout."""
    return install(wheel, tmp_path_factory.mktemp("installed"))
