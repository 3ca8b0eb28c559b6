"""A plugin of pytest that writes down what came of each test, and tells coverage which test runs.

    python -m pytest -p tools.mutation.watched --watched FILE

Each line of the file is the id of a test, the seconds of one part of it, and what came of that. Under `coverage run`,
lines count for the test that ran them; with `WATCHED_COVERAGE`, a configuration whose `context` is `$WATCHED_TEST`,
those of the processes that a test starts do, too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

#: The variable by which a process knows which test started it.
TEST = "WATCHED_TEST"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the outcomes go."""
    parser.addoption("--watched", type=Path, required=True, help="The file that gets a line for each test.")


def pytest_configure() -> None:
    """From here on each process that is started is measured as well."""
    if configuration := os.environ.get("WATCHED_COVERAGE"):
        os.environ["COVERAGE_PROCESS_START"] = configuration


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What runs from here on runs for this test: fixtures that it is the first to need, too."""
    os.environ[TEST] = item.nodeid
    measuring = coverage.Coverage.current()
    if measuring is not None:
        measuring.switch_context(item.nodeid)
    try:
        return (yield)
    finally:
        if measuring is not None:
            measuring.switch_context("")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """One line for each part of a test: its setup, itself, its end."""
    report = yield
    with item.config.getoption("--watched").open("a", encoding="utf-8") as file:
        file.write(json.dumps([item.nodeid, round(call.duration, 3), report.outcome]) + "\n")
    return report
