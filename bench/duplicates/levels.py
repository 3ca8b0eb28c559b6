"""How often each level of each comparison is reached: by true pairs (m), random pairs (u), other compared pairs.

`python -m bench.duplicates.levels` counts it on the sets that the weights were chosen on, Febrl 1 and planted seeds,
and prints it beside the weights of `sf_audit/duplicates/weights.toml`: they are rounded by hand from such counts. Where
a level depends on another one (colleagues have one domain, families one address), its u is how often it is reached by
pairs that have a key in common and are not the same: random pairs never come so far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace

import duckdb
import pyarrow as pa

from bench.duplicates.labelled import Labelled, febrl
from bench.duplicates.quality import selects
from bench.duplicates.tuning import TUNED_ON, of_accounts, of_contacts
from sf_audit.duplicates.clusters import components
from sf_audit.duplicates.prepared import Compared, compared
from sf_audit.duplicates.scoring import scored
from sf_audit.duplicates.subjects import SUBJECTS

#: So many records are all compared with each other, as random pairs.
_SAMPLE = 1_200

#: By comparison, how often each level was reached.
Reached = Mapping[str, Counter[int]]


def main() -> None:
    """Print the counts of each set."""
    for given in (febrl(1), *map(of_contacts, TUNED_ON), *map(of_accounts, TUNED_ON)):
        for line in counted(given):
            print(line)


def counted(given: Labelled) -> Iterator[str]:
    """A line for each level."""
    model = SUBJECTS[given.object.lower()].model
    with (
        duckdb.connect() as connection,
        compared(connection, model, nullcontext(list(selects(connection, given)))) as records,
    ):
        yield f"{given.name:<32}{'true':>10}{'random':>10}{'compared':>10}{'bits':>8}"
        reached = _true(records, given), _random(records), _others(records, given)
        for comparison in model.comparisons:
            for place, level in enumerate(reversed(comparison.levels)):
                shares = "".join(f"{_share(some[comparison.name], place):>10.5f}" for some in reached)
                bits = model.bits(comparison.name, level.name)
                yield f"  {comparison.name + ' ' + level.name:<30}{shares}{bits:>8.1f}"


def _true(records: Compared, given: Labelled) -> Reached:
    numbers = dict(records.connection.execute(f"SELECT id, n FROM {records.table}").fetchall())
    of = components((numbers[left], numbers[right]) for left, right in given.pairs)
    known = {"n": pa.array([*of], pa.uint32()), "component": pa.array([*of.values()], pa.uint32())}
    records.connection.register("known", pa.table(known))
    return _within(records, f"SELECT r.*, k.component FROM {records.table} r JOIN known k ON k.n = r.n")


def _random(records: Compared) -> Reached:
    return _within(records, f"SELECT *, 1 AS component FROM {records.table} ORDER BY hash(n) LIMIT {_SAMPLE}")


def _others(records: Compared, given: Labelled) -> Reached:
    """Of the pairs that have a key in common, those that are not the same."""
    left, right = (pa.array([pair[side] for pair in given.pairs], pa.string()) for side in (0, 1))
    records.connection.register("same", pa.table({"l": left, "r": right}))
    with scored(records, records.keys) as pairs:
        joined = f"{pairs} JOIN {records.table} l ON l.n = n_l JOIN {records.table} r ON r.n = n_r"
        return _counts(records, f"{joined} WHERE (l.id, r.id) NOT IN (SELECT (l, r) FROM same)")


def _within(records: Compared, select: str) -> Reached:
    records.connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen AS {select}")
    with scored(replace(records, table="chosen"), ("component",)) as pairs:
        return _counts(records, pairs)


def _counts(records: Compared, source: str) -> Reached:
    names = [comparison.name for comparison in records.model.comparisons]
    rows = records.connection.execute(f"SELECT {', '.join(f'gamma_{name}' for name in names)} FROM {source}").fetchall()
    return {name: Counter(row[place] for row in rows) for place, name in enumerate(names)}


def _share(counts: Counter[int], number: int) -> float:
    judged = sum(count for level, count in counts.items() if level >= 0)
    return counts[number] / judged if judged else 0.0


if __name__ == "__main__":
    main()
