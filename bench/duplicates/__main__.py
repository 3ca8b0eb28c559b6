"""`make bench-duplicates`: how well duplicates are found, per set, and how fast among many contacts.

The planted sets are of other seeds than those that the weights were chosen on (`bench.duplicates.tuning`). Febrl 1 was
looked at then too, and is marked; Febrl 2 to 4, Fodors–Zagats and DBLP–ACM were not, and are reported as they come. A
set that cannot be had is named with the reason. `--rows 100000` measures one size of contacts alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bench.duplicates import scale
from bench.duplicates.labelled import Labelled, Unavailable, dblp_acm, febrl, fodors_zagats
from bench.duplicates.planted_leads import of_leads
from bench.duplicates.quality import HEADER, measure
from bench.duplicates.tuning import of_accounts, of_contacts

_SIZES = (100_000, 1_000_000)
_SEEDS = (101, 102, 103)


def main() -> None:
    """Measure the sets, then the sizes, or one size alone."""
    parser = argparse.ArgumentParser(prog="python -m bench.duplicates", description=__doc__)
    parser.add_argument("--rows", type=int, help="so many contacts, and no other set")
    parser.add_argument("--sets", action="store_true", help="the sets alone")
    chosen = parser.parse_args()
    print(HEADER, flush=True)
    for name, made in () if chosen.rows else _sets():
        try:
            print(measure(replace(made(), name=name)), flush=True)
        except Unavailable as why:
            print(f"{name:<34}not measured: {why}", flush=True)
    for rows in () if chosen.sets else (chosen.rows,) if chosen.rows else _SIZES:
        print(scale.measure(rows), flush=True)


def _sets() -> Iterator[tuple[str, Callable[[], Labelled]]]:
    for seed in _SEEDS:
        yield f"contacts, planted, seed {seed}", partial(of_contacts, seed)
        yield f"accounts, planted, seed {seed}", partial(of_accounts, seed)
        yield f"leads and contacts, seed {seed}", partial(of_leads, seed)
    yield "Febrl 1 (weights chosen on it)", partial(febrl, 1)
    for number in (2, 3, 4):
        yield f"Febrl {number}", partial(febrl, number)
    yield "Fodors–Zagats", fodors_zagats
    yield "DBLP–ACM (labelled pairs)", dblp_acm


if __name__ == "__main__":
    main()
