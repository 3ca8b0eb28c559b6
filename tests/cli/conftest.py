"""One demo company for all tests of the command line, and one whole review of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran, Town, run, town


@pytest.fixture(scope="session")
def quiet_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A company that no test changes."""
    with town(tmp_path_factory.mktemp("town")) as one:
        yield one
        assert one.server.state.writes == 0


@pytest.fixture(scope="session")
def reviewed(quiet_town: Town, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A workspace in which the company was reviewed once, and what the command said. Tests do not change it."""
    workspace = tmp_path_factory.mktemp("reviewed")
    ran = run(
        "review", *quiet_town.trust, "--workspace", str(workspace), "--log-format", "json", env=quiet_town.variables
    )
    assert ran.code == 0, ran.err
    return workspace, ran
