"""`make bench-lifecycle`: sixty months of a million findings each, told from their archive.

First a small archive is told and reckoned, and both must be equal. Then the large one is timed, in a process of its
own. About one finding in ten is mended each month, as many come, and some of those that were mended return.
`--rows 100000 --months 12` measures a smaller one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.lifecycle.small_archive import by_name, small_months, told
from bench.lifecycle.stored_months import WHOLE, RuleMonth, StoredMonth, write_large_month, write_month
from bench.line import HEADER, Line
from bench.memory import peak_mb
from sf_audit.model.trend import By
from sf_audit.review.lifecycle.difference import chosen, difference
from sf_audit.review.lifecycle.monthly import trend
from sf_audit.review.lifecycle.stored_org import StoredOrg

_ROWS, _MONTHS, _RULES = 1_000_000, 60, 40
_MOST_SECONDS, _MOST_MB = 30.0, 2_000.0
_SEED = 7


def main() -> None:
    """Prove, then time."""
    parser = argparse.ArgumentParser(prog="python -m bench.lifecycle", description=__doc__)
    parser.add_argument("--rows", type=int, default=_ROWS, help="findings of each month")
    parser.add_argument("--months", type=int, default=_MONTHS)
    parser.add_argument("--timed", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.timed:
        _time(asked.timed)
        return
    _prove()
    print(HEADER, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        _write_large(Path(folder), asked.rows, asked.months)
        command = [sys.executable, "-m", "bench.lifecycle", "--timed", folder]
        told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    size = f"{asked.months} months × {asked.rows:,}"
    for name, (seconds, used) in told["timed"].items():
        targets = {"most_seconds": _MOST_SECONDS, "mb": told["peak_mb"], "most_mb": _MOST_MB}
        print(Line(f"{name}, {size}", seconds, note=f"{used:.1f} s of CPU", **targets))


def _time(workspace: Path) -> None:
    def diff() -> None:
        org = StoredOrg.of(workspace)
        difference(org, *chosen(org, "", ""))

    timed = {}
    for name, work in (("trend", lambda: trend(StoredOrg.of(workspace), By.RULE, _MONTHS)), ("diff", diff)):
        began, used = time.perf_counter(), time.process_time()
        work()
        timed[name] = time.perf_counter() - began, time.process_time() - used
    print(json.dumps({"timed": timed, "peak_mb": peak_mb()}))


def _prove() -> None:
    """Raise AssertionError unless a small archive is told as it is reckoned."""
    months = small_months(_SEED, 14)
    with tempfile.TemporaryDirectory() as folder:
        for month in months:
            write_month(Path(folder), month)
        shown = trend(StoredOrg.of(Path(folder)), By.RULE, len(months))
    if told(shown) != by_name(months):
        raise AssertionError("the archive is not told as it is reckoned")


def _write_large(workspace: Path, rows: int, months: int) -> None:
    rules = [RuleMonth(f"own/rule-{number}", f"own/rule-{number}", WHOLE) for number in range(_RULES)]
    chance = np.random.default_rng(_SEED)
    there, mended, following = np.arange(rows), np.array([], np.int64), rows
    for number in range(months):
        write_large_month(workspace, StoredMonth(f"{2020 + number // 12}-{number % 12 + 1:02d}", rules), there)
        stays = chance.random(len(there)) > 0.1
        returned = mended[chance.random(len(mended)) < 0.005]
        mended = np.concatenate([np.setdiff1d(mended, returned, assume_unique=True), there[~stays]])
        new = np.arange(following, following + max(0, rows - int(stays.sum()) - len(returned)))
        following += len(new)
        there = np.concatenate([there[stays], returned, new])


if __name__ == "__main__":
    main()
