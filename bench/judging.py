"""How fast records are judged: `python -m bench.judging --rows 1000000`.

Forty standards on made-up Accounts, 30 columns wide. `measure` is compared with one pass written by
hand in DuckDB for the same standards (same failing ids, same counts), each in a process of its own,
and up to a million rows with plain Great Expectations on pandas, which needs 2.6 GB and a minute and a half for them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from bench import accounts, standards
from bench.memory import peak_mb
from sf_audit.expectations.days import Calendar
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.tables import Snapshot, Table

_RUNS = 3
PANDAS_ROWS = 1_000_000
_TODAY = date(2026, 11, 22)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--way", choices=sorted(_WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.way:
        print(json.dumps(_timed(_WAYS[chosen.way], chosen.data)))
    else:
        _compare(chosen.rows)


def _compare(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "accounts.parquet"
        accounts.write(rows, data)
        ways = ["hand", "measure"] + (["pandas"] if rows <= PANDAS_ROWS else [])
        told = {way: _in_own_process(way, data) for way in ways}
    for way, one in told.items():
        times = "  ".join(
            f"{name} {one[name]:6.2f} s {one[name] / told['hand'][name]:5.2f} x" for name in ("seconds", "cpu")
        )
        print(f"{way:8} {times}  {one['rss_mb']:5.0f} MB  {one['broken']:>9,} failing")


def _in_own_process(way: str, data: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.judging", "--way", way, "--data", str(data)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return told


def _timed(way: Callable[[Snapshot], int], data: Path) -> dict[str, float]:
    """The best of a few runs, without imports, in time and in the processor's time; the peak of memory."""
    taken: list[float] = []
    worked: list[float] = []
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET preserve_insertion_order = false")
        connection.execute(f"CREATE VIEW \"Account\" AS SELECT * FROM '{data}'")
        snapshot = _snapshot(connection, Path(scratch))
        for _ in range(1 if way is _pandas else _RUNS):
            started, processor = time.perf_counter(), time.process_time()
            broken = way(snapshot)
            taken.append(time.perf_counter() - started)
            worked.append(time.process_time() - processor)
    peak = peak_mb()
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


def _measure(snapshot: Snapshot) -> int:
    from sf_audit.expectations.measure import measure
    from sf_audit.expectations.standard import Measured

    told = measure(snapshot, standards.ALL).values()
    return sum(one.broken for one in told if isinstance(one, Measured))


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
    for key, one in standards.ALL.items():
        prepared.add(key, one)
    frame = snapshot.connection.execute(prepared.source).df()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("Account")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    complete = {"result_format": "COMPLETE", "unexpected_index_column_names": ["record id"]}
    told = batch.validate(suite(standards.ALL, prepared), result_format=complete)
    return sum(result.result.get("unexpected_count", 0) for result in told.results)


_WAYS: dict[str, Callable[[Snapshot], int]] = {"hand": _hand, "measure": _measure, "pandas": _pandas}

if __name__ == "__main__":
    main()
