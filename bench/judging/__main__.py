"""How fast sixty standards are judged: `python -m bench.judging`, or `make bench-standards`.

Made-up Accounts, 30 columns wide, a million and five million of them. First it is proved, id by id, that the product
finds what one pass written by hand in DuckDB finds, then both are timed, imports aside, each in a process of its own.
Up to a million plain Great Expectations on pandas and, with `--rivals`, other tools judge the forty standards that all
can say; what they find is compared too. Then duplicates among a million contacts, and the examples of all rules.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.duplicates import scale
from bench.judging import table
from bench.line import HEADER, Line

_ROWS = (1_000_000, 5_000_000)
_CONTACTS = 1_000_000


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m bench.judging", description=__doc__)
    parser.add_argument("--rows", type=int, help="so many Accounts and contacts, instead of 1 and 5 million")
    parser.add_argument(
        "--rivals", type=Path, help="the Python of an environment with bench/judging/rivals/requirements.txt"
    )
    chosen = parser.parse_args()
    print(HEADER, flush=True)
    for rows in (chosen.rows,) if chosen.rows else _ROWS:
        for line in table.measure(rows, chosen.rivals):
            print(line, flush=True)
    for line in (*_duplicates(chosen.rows or _CONTACTS), _examples()):
        print(line, flush=True)


def _duplicates(contacts: int) -> Iterator[Line]:
    size = scale.measure(contacts)
    quality = size.quality
    note = f"precision {quality.precision:.3f}, recall {quality.recall:.3f}"
    seconds = 300.0 * contacts / _CONTACTS
    yield Line(
        f"{contacts:,} contacts, duplicates",
        quality.seconds,
        most_seconds=seconds,
        mb=size.peak_mb,
        most_mb=4000,
        note=note,
    )


def _examples() -> Line:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "sf_audit", "rules", "test"], check=True, stdout=subprocess.DEVNULL)
    return Line("examples of all rules", time.perf_counter() - started, most_seconds=60)


if __name__ == "__main__":
    main()
