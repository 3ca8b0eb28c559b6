"""One tool, timed: it reads Accounts, judges them, and writes what it found."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.judging.rivals.asked import Asked, read
from bench.memory import peak_mb

#: Account.parquet, the standards, and the file for what was found; how many failures there are.
Judge = Callable[[Path, list[Asked], Path], int]


def run(judge: Judge) -> None:
    """With the arguments of the command line: prints seconds without imports, and the peak of memory, as JSON."""
    accounts, standards, kept = map(Path, sys.argv[1:])
    asked = read(standards)
    started, before = time.perf_counter(), os.times()
    broken = judge(accounts, asked, kept)
    seconds, after = time.perf_counter() - started, os.times()
    cpu = after.user + after.system - before.user - before.system
    print(json.dumps({"seconds": seconds, "cpu": cpu, "rss_mb": peak_mb(), "broken": broken}))
