"""Which tests run which lines, how long each takes, and which of them pass here at all."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from coverage import CoverageData

from tools.mutation.rooms import ROOMS
from tools.mutation.tree import environment

#: Tests that take no part, and why. A folder is left out whole; a marker wherever it stands.
LEFT_OUT_FOLDERS = {
    "tests/browser": "needs Chromium, and looks at finished pages",
    "tests/clients": "needs Node, and asks the demo org, which is in no room",
    "tests/demo": "tests the demo org, which is in no room",
    "tests/golden": "holds no tests",
    "tests/mutation": "tests this tool",
    "tests/wheel": "installs a wheel, which is not the broken tree",
}
LEFT_OUT_MARKERS = {
    "faults": "kills and starves hundreds of runs: an hour for each change",
    "browser": "needs Chromium",
    "clients": "needs Node",
    "wheel": "installs a wheel, which is not the broken tree",
}

_CONFIGURATION = """\
[run]
branch = false
parallel = true
context = ${{WATCHED_TEST-}}
data_file = {data}
source =
{sources}
"""


@dataclass(frozen=True)
class Reach:
    """What a run of all tests without a change showed."""

    #: Test → its seconds, of those that passed.
    seconds: Mapping[str, float]
    #: File, relative to the root → line → the tests that ran it.
    lines: Mapping[str, Mapping[int, frozenset[str]]]

    @cached_property
    def _breadth(self) -> Counter[str]:
        return Counter(test for by_line in self.lines.values() for tests in by_line.values() for test in tests)

    def tests_of(self, file: str, lines: Iterable[int], *, most_seconds: float = math.inf) -> list[str]:
        """The tests that ran one of the lines: one, and more as long as there is time.

        First come those that run the fewest other lines: they are about these.
        """
        by_line = self.lines.get(file, {})
        tests = {test for line in lines for test in by_line.get(line, ()) if test in self.seconds}
        ordered = sorted(tests, key=lambda test: (self._breadth[test], self.seconds[test], test))
        ended = accumulate(self.seconds[test] for test in ordered)
        in_time = [test for test, end in zip(ordered, ended, strict=True) if end <= most_seconds]
        return in_time or ordered[:1]


def measure(tree: Path, scratch: Path) -> Reach:
    """Run all tests, each folder in a process of its own: what a process remembers is then seen more than once."""
    outcomes = scratch / "outcomes.jsonl"
    outcomes.unlink(missing_ok=True)
    for old in scratch.glob("reach.data*"):
        old.unlink()
    configuration = scratch / "coverage.ini"
    sources = "\n".join(f"    {tree / 'sf_audit' / room}" for room in ROOMS)
    configuration.write_text(_CONFIGURATION.format(data=scratch / "reach.data", sources=sources), encoding="utf-8")
    markers = " and ".join(f"not {marker}" for marker in LEFT_OUT_MARKERS)
    # Each process that imports the copy imports this first ("site" in the Python documentation).
    (tree / "sitecustomize.py").write_text("import coverage\n\ncoverage.process_startup()\n", encoding="utf-8")
    measured = environment(tree, WATCHED_COVERAGE=str(configuration))
    with (scratch / "reach.txt").open("wb") as log:
        for folder in test_folders(tree):
            command = ["-m", "coverage", "run", f"--rcfile={configuration}", "-m", "pytest", "-q", "-m", markers]
            plugin = ["-p", "tools.mutation.watched", f"--watched={outcomes}", folder]
            process = [sys.executable, *command, *plugin]
            subprocess.run(  # noqa: S603 (our own tests)
                process, cwd=tree, env=measured, stdout=log, stderr=subprocess.STDOUT, check=False
            )
    (tree / "sitecustomize.py").unlink()
    return read_reach(tree, scratch)


def read_reach(tree: Path, scratch: Path) -> Reach:
    """What a measurement left behind."""
    seconds: dict[str, float] = {}
    failed = set()
    for line in (scratch / "outcomes.jsonl").read_text(encoding="utf-8").splitlines():
        test, took, outcome = json.loads(line)
        seconds[test] = seconds.get(test, 0.0) + took
        if outcome != "passed":
            failed.add(test)
    return Reach({test: took for test, took in seconds.items() if test not in failed}, _lines(tree, scratch))


def _lines(tree: Path, scratch: Path) -> dict[str, dict[int, frozenset[str]]]:
    found: dict[str, dict[int, set[str]]] = {}
    for stored in sorted(scratch.glob("reach.data.*")):
        data = CoverageData(str(stored))
        data.read()
        for file in data.measured_files():
            by_line = found.setdefault(str(Path(file).relative_to(tree)), {})
            for line, contexts in data.contexts_by_lineno(file).items():
                # A process that a test started has the context of that test, and none of its own.
                by_line.setdefault(line, set()).update(filter(None, contexts))
    return {file: {line: frozenset(tests) for line, tests in lines.items()} for file, lines in found.items()}


def test_folders(tree: Path) -> list[str]:
    """The folders of tests that take part."""
    folders = sorted(f"tests/{path.name}" for path in (tree / "tests").iterdir() if path.is_dir())
    return [folder for folder in folders if folder not in LEFT_OUT_FOLDERS and not folder.endswith("__pycache__")]
