"""How fast records are judged: `python -m bench.judging --rows 1000000`.

Forty standards on made-up Accounts, 30 columns wide, and six that need a library. First it is proved, id by id, that
`measure` finds what one pass written by hand in DuckDB finds, and for those six what plain Python does. Then both are
timed, each in a process of its own: without the six, and with them, the pass by hand always without. Up to a million
rows plain Great Expectations on pandas is timed too, which needs 2.6 GB and a minute and a half for them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import duckdb
from pyarrow import parquet

from bench import accounts, by_library, standards
from bench.line import Line
from bench.memory import peak_mb
from bench.rounds import rounds
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.tables import Snapshot, Table

_RUNS = 3
PANDAS_ROWS = 1_000_000
_PROOF_ROWS = 50_000
_TODAY = date(2026, 11, 22)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--way", choices=sorted(_WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--kept", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.way:
        print(json.dumps(_timed(_WAYS[chosen.way], chosen.data, chosen.kept)))
    else:
        for line in measure(chosen.rows):
            print(line, flush=True)


def measure(rows: int) -> Iterator[Line]:
    """The lines of the table: first that all ways find the same, then how long each takes, in turns."""
    yield from _proof(_PROOF_ROWS, ("hand", "library"), "all verbs")
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as folder:
        data = Path(folder) / "accounts.parquet"
        accounts.write(rows, data)
        ours, every, hand = [], [], []
        for _ in range(rounds(rows)):
            ours.append(_in_own_process("measure", data, Path(folder) / "measure.parquet"))
            every.append(_in_own_process("every", data))
            hand.append(_in_own_process("hand", data, Path(folder) / "hand.parquet"))
        yield _same(f"judge {rows:,} Accounts", Path(folder) / "measure.parquet", [Path(folder) / "hand.parquet"])
        plain = _in_own_process("pandas", data) if rows <= PANDAS_ROWS else None
    for product_runs, verbs, most in ((ours, "", 2.2), (every, ", all verbs", 3.0)):
        for unit, key in (("time", "seconds"), ("CPU", "cpu")):
            yield _compared(f"judge {rows:,} Accounts{verbs}, {unit}", product_runs, hand, key, most)
    if plain:
        seconds = median(run["seconds"] for run in ours)
        yield Line(
            f"judge {rows:,} Accounts, time",
            seconds,
            "plain GX on pandas",
            plain["seconds"],
            seconds / plain["seconds"],
            note=f"pandas {plain['rss_mb']:.0f} MB; {plain['broken']:,.0f} failing",
        )


def _compared(
    title: str, product_runs: list[dict[str, float]], hand: list[dict[str, float]], key: str, most: float
) -> Line:
    ours, other = (median(run[key] for run in runs) for runs in (product_runs, hand))
    return Line(
        title,
        ours,
        "one DuckDB pass",
        other,
        ours / other,
        most_ratio=most,
        mb=max(run["rss_mb"] for run in product_runs),
        most_mb=1000,
        note=f"DuckDB {max(run['rss_mb'] for run in hand):.0f} MB; {product_runs[0]['broken']:,.0f} failing",
    )


def _proof(rows: int, others: Sequence[str], verbs: str) -> Iterator[Line]:
    """That `measure` and the other ways together name the same records, on a few."""
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as folder:
        data = Path(folder) / "accounts.parquet"
        accounts.write(rows, data)
        files = {way: Path(folder) / f"{way}.parquet" for way in ("every", *others)}
        for way, file in files.items():
            _in_own_process(way, data, file)
        yield _same(f"judge {rows:,} Accounts, {verbs}", files["every"], [files[way] for way in others])


def _same(title: str, ours: Path, theirs: list[Path]) -> Line:
    """A line that says so; the bench ends where a standard has another id on one side."""
    mine, others = f"read_parquet('{ours}')", f"read_parquet({[str(path) for path in theirs]}, union_by_name = true)"
    keys = "standard::VARCHAR AS standard, id"
    with duckdb.connect() as connection:
        sides = f"(SELECT {keys} FROM {{}} EXCEPT ALL SELECT {keys} FROM {{}})"
        count = "SELECT standard, count(*) FROM {} GROUP BY standard ORDER BY standard"
        ours_alone = connection.execute(count.format(sides.format(mine, others))).fetchall()
        theirs_alone = connection.execute(count.format(sides.format(others, mine))).fetchall()
        number = (connection.execute(f"SELECT count(*) FROM {mine}").fetchone() or (0,))[0]
    if ours_alone or theirs_alone:
        raise SystemExit(f"{title}: found by us alone {ours_alone}, by the others alone {theirs_alone}")
    return Line(f"{title}: proved the same", 0.0, note=f"{number:,} failing, id by id")


def _in_own_process(way: str, data: Path, kept: Path | None = None) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.judging", "--way", way, "--data", str(data)]
    command += ["--kept", str(kept)] if kept else []
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return figures


def _timed(way: Callable[[Snapshot], int], data: Path, kept: Path | None) -> dict[str, float]:
    """The best of a few runs, without imports, in time and in the processor's time; the peak of memory.

    What was found is kept in a file of that name.
    """
    taken: list[float] = []
    worked: list[float] = []
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET preserve_insertion_order = false")
        connection.execute(f"CREATE VIEW \"Account\" AS SELECT * FROM '{data}'")
        snapshot = _snapshot(connection, Path(scratch))
        for _ in range(1 if way in (_pandas, _library) else _RUNS):
            started, processor = time.perf_counter(), _worked()
            broken = way(snapshot)
            taken.append(time.perf_counter() - started)
            worked.append(_worked() - processor)
        peak = peak_mb()
        if kept:
            shutil.copy(Path(scratch) / _FOUND[way], kept)
    return {"seconds": min(taken), "cpu": min(worked), "rss_mb": peak, "broken": broken}


def _snapshot(connection: duckdb.DuckDBPyConnection, scratch: Path) -> Snapshot:
    columns = {row[0]: row[1] for row in connection.execute('DESCRIBE "Account"').fetchall()}
    rows = connection.execute('SELECT count(*) FROM "Account"').fetchall()[0][0]
    return Snapshot(
        org=OrgIdentity("00D000000000001EAA", "Bench", is_sandbox=True, instance_url="https://bench.my.salesforce.com"),
        taken=datetime(2026, 11, 22, tzinfo=UTC),
        today=_TODAY,
        tables={"Account": Table("Account", Source.DATA, columns, rows)},
        connection=connection,
        scratch=scratch,
    )


def _worked() -> float:
    """Seconds of the processor, those of processes that ended included."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _measure(snapshot: Snapshot) -> int:
    return _measured(snapshot, standards.BY_HAND)


def _every(snapshot: Snapshot) -> int:
    return _measured(snapshot, standards.ALL)


def _measured(snapshot: Snapshot, asked: Mapping[str, Standard]) -> int:
    from sf_audit.expectations.measure import measure

    measured = measure(snapshot, asked)
    if unread := {key: result for key, result in measured.items() if not isinstance(result, Measured)}:
        raise SystemExit(f"not measured: {unread}")
    return sum(result.broken for result in measured.values() if isinstance(result, Measured))


def _library(snapshot: Snapshot) -> int:
    found = by_library.failing(snapshot.connection)
    parquet.write_table(found, snapshot.scratch / "by-library.parquet")
    return int(found.num_rows)


def _hand(snapshot: Snapshot) -> int:
    """What one would write for these standards alone: a list of those that each record fails."""
    failing = snapshot.scratch / "by-hand.parquet"
    tests = ", ".join(f"CASE WHEN {sql} THEN '{key}' END" for key, sql in standards.by_hand().items())
    snapshot.connection.execute(
        f'COPY (SELECT unnest(list_filter([{tests}], lambda one: one IS NOT NULL)) AS standard, "Id" AS id, '
        f'"OwnerId" AS record_owner_id FROM "Account") TO \'{failing}\' (FORMAT parquet, COMPRESSION zstd)'
    )
    counted = snapshot.rows("SELECT standard, count(*) FROM read_parquet(?) GROUP BY standard", [str(failing)])
    return sum(count for _, count in counted)


def _pandas(snapshot: Snapshot) -> int:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    from sf_audit.expectations.prepared import Prepared
    from sf_audit.expectations.records import Records, kinds
    from sf_audit.expectations.suite import suite

    calendar = Calendar.of("UTC", snapshot.today)
    prepared = Prepared(Records(snapshot.connection, "Account", calendar, kinds(snapshot.connection, "Account")))
    for key, standard in standards.BY_HAND.items():
        prepared.add(key, standard)
    frame = snapshot.connection.execute(prepared.source).df()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("Account")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    complete = {"result_format": "COMPLETE", "unexpected_index_column_names": ["record id"]}
    validation = batch.validate(suite(standards.BY_HAND, prepared), result_format=complete)
    return sum(result.result.get("unexpected_count", 0) for result in validation.results)


_WAYS: dict[str, Callable[[Snapshot], int]] = {
    "hand": _hand,
    "library": _library,
    "measure": _measure,
    "every": _every,
    "pandas": _pandas,
}

#: Where in the scratch folder each way writes what it found.
_FOUND: dict[Callable[[Snapshot], int], str] = {
    _hand: "by-hand.parquet",
    _library: "by-library.parquet",
    _measure: "failing-Account.parquet",
    _every: "failing-Account.parquet",
}

if __name__ == "__main__":
    main()
