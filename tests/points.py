"""A plugin of pytest that adds up the moments at which trials killed a run or filled its disk, over all workers.

    python -m pytest -m faults -p tests.points --least-points 500

They are counted in `POINTS` where they happen: a moment that never came is none. With fewer than wanted the run fails.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

#: The moments at which a trial of this process interrupted something, by kind.
POINTS: Counter[str] = Counter()

_POINTS = pytest.StashKey[Counter[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many there must be; none by default, so that a few tests can be run by themselves."""
    parser.addoption("--least-points", type=int, default=0, help="Fail with fewer moments of interruption.")


def pytest_configure(config: pytest.Config) -> None:
    """Where they are added up."""
    config.stash[_POINTS] = Counter()


def pytest_testnodedown(node: Any, error: object) -> None:
    """A worker is done: what it counted."""
    node.config.stash[_POINTS].update(getattr(node, "workeroutput", {}).get("points", {}))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker: hand over what it counted. In what started the workers: fail with too few."""
    points = session.config.stash[_POINTS]
    points.update(POINTS)
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["points"] = dict(points)
    elif points.total() < session.config.getoption("--least-points") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The total in one line."""
    points, least = config.stash[_POINTS], config.getoption("--least-points")
    if points or least:
        kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(points.items()))
        enough = "" if points.total() >= least else f": fewer than {least}"
        terminalreporter.write_line(f"{points.total()} kill and disk-full points ({kinds}){enough}")
