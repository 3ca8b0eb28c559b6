"""`python -m bench` measures everything; `python -m bench extraction --rows 1000000` one part of it at one size.

Each part compares with a named reference in the same run and the same machine, in turns. A target that was missed is
said and fails nothing: times on a machine that others use too are no verdict.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench import accounts, extraction, startup
from bench.judging import PANDAS_ROWS
from bench.line import HEADER, Line
from bench.rounds import rounds

_SIZES = {"startup": (0,), "extraction": (100_000, 1_000_000), "judging": (100_000, 1_000_000)}


def main() -> None:
    """Measure what the command line names, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"one of {', '.join(_SIZES)}; all of them when there is none")
    parser.add_argument("--rows", type=int, help="so many Accounts, instead of what suits the part")
    chosen = parser.parse_args()
    if unknown := set(chosen.part) - _SIZES.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    print(HEADER, flush=True)
    for part in chosen.part or _SIZES:
        for rows in (chosen.rows,) if chosen.rows else _SIZES[part]:
            for line in _PARTS[part](rows):
                print(line, flush=True)


def _startup(_: int) -> Iterator[Line]:
    return startup.measure()


def _judging(rows: int) -> Iterator[Line]:
    """`bench.judging` beside one pass written by hand in DuckDB, in turns, each in a process of its own.

    Then beside plain Great Expectations on pandas, once: it takes a minute and a half for a million rows.
    """
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as folder:
        data = Path(folder) / "accounts.parquet"
        accounts.write(rows, data)
        told = [(_judged("measure", data), _judged("hand", data)) for _ in range(rounds(rows))]
        plain = _judged("pandas", data) if rows <= PANDAS_ROWS else None
    for what, key in (("time", "seconds"), ("CPU", "cpu")):
        ours, hand = (median(one[place][key] for one in told) for place in (0, 1))
        yield Line(
            f"judge {rows:,} Accounts, {what}",
            ours,
            "one DuckDB pass",
            hand,
            ours / hand,
            most_ratio=2.2,
            mb=max(one[0]["rss_mb"] for one in told),
            most_mb=1000,
            note=f"DuckDB {max(one[1]['rss_mb'] for one in told):.0f} MB; {told[0][0]['broken']:,.0f} failing",
        )
    if plain is not None:
        ours = median(one["seconds"] for one, _ in told)
        yield Line(
            f"judge {rows:,} Accounts, time",
            ours,
            "plain GX on pandas",
            plain["seconds"],
            ours / plain["seconds"],
            mb=max(one["rss_mb"] for one, _ in told),
            note=f"pandas {plain['rss_mb']:.0f} MB; {plain['broken']:,.0f} failing",
        )


def _judged(way: str, data: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.judging", "--way", way, "--data", str(data)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return told


_PARTS: dict[str, Callable[[int], Iterator[Line]]] = {
    "startup": _startup,
    "extraction": extraction.measure,
    "judging": _judging,
}

if __name__ == "__main__":
    main()
