"""A run that ends while Great Expectations is still imported does not wait for it, however long that takes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.demo_town import ROOT, Town, started

pytestmark = pytest.mark.demo

#: Far above what any of these runs takes, and far below what this import takes.
PATIENCE, IMPORT = 60, 600


@pytest.fixture
def slow(quiet_town: Town, tmp_path: Path) -> dict[str, str]:
    """The variables of a run that finds a Great Expectations whose import says that it has begun, and takes long."""
    package = tmp_path / "slow" / "great_expectations"
    package.mkdir(parents=True)
    begun = f"import pathlib, time\npathlib.Path({str(tmp_path / 'begun')!r}).touch()\ntime.sleep({IMPORT})\n"
    (package / "__init__.py").write_text(begun)
    path = os.pathsep.join([str(package.parent), str(ROOT)])
    return {**quiet_town.variables, "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONPATH": path}


def arguments(town: Town, workspace: Path) -> tuple[str, ...]:
    rule = ("--rule", "quality/account-industry-filled")
    return ("review", *town.trust, "--workspace", str(workspace), *rule)


def test_an_error_ends_the_run_at_once(quiet_town: Town, slow: dict[str, str], tmp_path: Path) -> None:
    org_folder = tmp_path / "work" / "snapshots" / quiet_town.company.org.organization_id
    org_folder.mkdir(parents=True, mode=0o700)

    with (
        FileLock(org_folder / ".lock"),
        started(*arguments(quiet_town, tmp_path / "work"), env=slow, cwd=tmp_path) as process,
    ):
        try:
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()

    assert process.returncode == 75, err
    assert (tmp_path / "begun").exists()
    assert out == ""
    assert err.count("Another run holds") == 1
    assert "nanobind" not in err


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_run_without_the_watchdog(
    quiet_town: Town, slow: dict[str, str], tmp_path: Path, sent: signal.Signals
) -> None:
    with started(*arguments(quiet_town, tmp_path / "work"), env=slow, cwd=tmp_path) as process:
        try:
            until = time.monotonic() + PATIENCE
            while not (tmp_path / "begun").exists():
                assert time.monotonic() < until
                time.sleep(0.05)
            process.send_signal(sent)
            _, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()

    assert process.returncode == 130, err
    # The watchdog, which ends a run that waits, would say it once more.
    assert err.count("Interrupted. Finished pages are kept") == 1
    assert "nanobind" not in err
