"""`python -m bench` measures everything; `python -m bench extraction --rows 1000000` one part of it at one size.

Each part compares with a named reference in the same run and the same machine, in turns. A target that was missed is
said and fails nothing: times on a machine that others use too are no verdict. That both sides of judging find the same
is proved first, and ends the bench where it is not so. All of it takes about ten minutes on two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from bench import extraction, startup, whole
from bench.judging import table
from bench.line import HEADER, Line

_SIZES = {
    "startup": (0,),
    "extraction": (100_000, 1_000_000),
    "judging": (100_000, 1_000_000, 5_000_000),
    "whole": (1_000_000, 3_000_000),
}


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


_PARTS: dict[str, Callable[[int], Iterator[Line]]] = {
    "startup": _startup,
    "extraction": extraction.measure,
    "judging": table.measure,
    "whole": whole.measure,
}

if __name__ == "__main__":
    main()
