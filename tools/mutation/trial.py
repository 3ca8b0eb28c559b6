"""One change, and whether a test notices it."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tools.mutation.mutants import Mutant
from tools.mutation.reach import Reach
from tools.mutation.tree import environment

#: A few tests notice most changes; the others are run only where they do not.
_FIRST = 30
#: So many times what the tests took without the change, and some seconds: other work may be going on here.
_TIMES = 4.0
_SECONDS = 300.0


class Outcome(StrEnum):
    """What came of a change."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class Trial:
    """A change, what came of it, and the test that failed, if one did."""

    mutant: Mutant
    outcome: Outcome
    by: str = ""


def try_mutant(
    mutant: Mutant, reach: Reach, tree: Path, *, most_seconds: float = math.inf, patience: float = _SECONDS
) -> Trial:
    """Write the change into the tree, run the tests that reach it until one fails, and take the change back.

    They take `most_seconds` together at most; the others are left out.
    """
    tests = reach.tests_of(mutant.file, mutant.lines, most_seconds=most_seconds)
    if not tests:
        return Trial(mutant, Outcome.NOT_REACHED)
    path = tree / mutant.file
    before, times = path.read_bytes(), path.stat()
    path.write_text(mutant.text, encoding="utf-8")
    try:
        for part in filter(None, (tests[:_FIRST], tests[_FIRST:])):
            seconds = patience + _TIMES * sum(reach.seconds[test] for test in part)
            trial = _run(mutant, part, seconds, tree)
            if trial.outcome is not Outcome.SURVIVED:
                return trial
        return Trial(mutant, Outcome.SURVIVED)
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # what is compiled is still good


def survives_nothing(mutant: Mutant, reach: Reach, tree: Path, *, most_seconds: float = math.inf) -> bool:
    """Whether the tests pass where nothing is changed: if not, it is not the changes that end them."""
    nothing = replace(mutant, text=(tree / mutant.file).read_text(encoding="utf-8"))
    return try_mutant(nothing, reach, tree, most_seconds=most_seconds).outcome in {
        Outcome.SURVIVED,
        Outcome.NOT_REACHED,
    }


def _run(mutant: Mutant, tests: Sequence[str], seconds: float, tree: Path) -> Trial:
    outcomes, listed = tree.parent / "trial.jsonl", tree.parent / "trial.txt"
    outcomes.unlink(missing_ok=True)
    listed.write_text("".join(f"{test}\n" for test in tests), encoding="utf-8")
    command = ["-m", "pytest", "-x", "-q", "--tb=line", "-p", "tools.mutation.watched", f"--watched={outcomes}"]
    process = subprocess.Popen(  # noqa: S603 (our own tests)
        [sys.executable, *command, f"@{listed}"],
        cwd=tree,
        env=environment(tree, PYTHONDONTWRITEBYTECODE="1"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        return Trial(mutant, Outcome.TIMED_OUT)
    finally:
        _end(process)
    # Other codes than 1: the change broke the import of a test, or pytest itself.
    return Trial(mutant, Outcome.SURVIVED) if code == 0 else Trial(mutant, Outcome.KILLED, failed_test(outcomes))


def failed_test(outcomes: Path) -> str:
    """The test that failed; the last one that was begun, where the process ended in the middle of it."""
    if not outcomes.is_file():
        return ""
    lines = [json.loads(line) for line in outcomes.read_text(encoding="utf-8").splitlines()]
    return next((test for test, _, outcome in lines if outcome == "failed"), lines[-1][0] if lines else "")


def _end(process: subprocess.Popen[bytes]) -> None:
    """It, and whatever its tests started and left behind."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
