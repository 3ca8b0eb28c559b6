"""The ways to judge Accounts, each in a process of its own: `python -m bench.judging.ways WAY FOLDER`.

Prints seconds without imports, seconds of the processor, the peak of memory and how many failures were found. With
`--kept` what was found is kept: the standard and the id of each failure.
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
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from pyarrow import parquet

from bench.judging import by_hand, by_library, company, standards
from bench.memory import peak_mb
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.model.review import OrgIdentity
from sf_audit.snapshot.answering import Engine
from sf_audit.snapshot.engines import answered_by
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.tables import Snapshot, Table

Figures = dict[str, float]

_RUNS = 3


def in_own_process(way: str, folder: Path, kept: Path | None = None) -> Figures:
    """The figures of one way."""
    kept_in = ("--kept", str(kept)) if kept else ()
    return said_by([sys.executable, "-m", "bench.judging.ways", way, str(folder), *kept_in])


def said_by(command: Sequence[str]) -> Figures:
    """The figures that a process prints last. Libraries warn of much; what they say counts where it fails."""
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    if answer.returncode:
        raise SystemExit(answer.stderr)
    figures: Figures = json.loads(answer.stdout.splitlines()[-1])
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=sorted(_WAYS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kept", type=Path)
    chosen = parser.parse_args()
    print(json.dumps(_timed(_WAYS[chosen.way], chosen.folder, chosen.kept)))


def _timed(way: Callable[[Snapshot], int], folder: Path, kept: Path | None) -> Figures:
    """The best of a few runs, without imports, in time and in the processor's time; the peak of memory."""
    taken: list[float] = []
    worked: list[float] = []
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        connection.execute("SET threads = 2; SET preserve_insertion_order = false")
        for table in company.TABLES:
            connection.execute(f"CREATE VIEW \"{table}\" AS SELECT * FROM '{folder / table}.parquet'")
        snapshot = _snapshot(connection, Path(scratch))
        for _ in range(1 if way in _SLOW else _RUNS):
            started, processor = time.perf_counter(), _worked()
            broken = way(snapshot)
            taken.append(time.perf_counter() - started)
            worked.append(_worked() - processor)
        peak = peak_mb()
        if kept:
            shutil.copy(Path(scratch) / _FOUND.get(way, _BY_HAND), kept)
    return {"seconds": min(taken), "cpu": min(worked), "rss_mb": peak, "broken": broken}


def _snapshot(connection: duckdb.DuckDBPyConnection, scratch: Path) -> Snapshot:
    return Snapshot(
        org=OrgIdentity("00D000000000001EAA", "Bench", is_sandbox=True, instance_url="https://bench.my.salesforce.com"),
        taken=datetime.combine(by_hand.TODAY, datetime.min.time(), UTC),
        today=by_hand.TODAY,
        tables={name: _table(connection, name) for name in company.TABLES},
        connection=connection,
        scratch=scratch,
    )


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> Table:
    columns = {row[0]: row[1] for row in connection.execute(f'DESCRIBE "{name}"').fetchall()}
    rows = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]
    return Table(name, Source.DATA, columns, rows)


def _worked() -> float:
    """Seconds of the processor, those of processes that ended included."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _ours(asked: Mapping[str, Standard]) -> Callable[[Snapshot], int]:
    def way(snapshot: Snapshot) -> int:
        from sf_audit.expectations.measure import measure

        measured = measure(snapshot, asked)
        if unread := {key: result for key, result in measured.items() if not isinstance(result, Measured)}:
            raise SystemExit(f"not measured: {unread}")
        return sum(result.broken for result in measured.values() if isinstance(result, Measured))

    return way


_BY_HAND = "by-hand.parquet"


def _hand_of_accounts(snapshot: Snapshot) -> int:
    every = by_hand.conditions()
    return _one_pass(snapshot, {key: every[key] for key in standards.OF_ACCOUNTS})


def _hand(snapshot: Snapshot) -> int:
    return _one_pass(snapshot, by_hand.conditions())


def _hand_and_libraries(snapshot: Snapshot) -> int:
    return _one_pass(snapshot, {**by_hand.conditions(), **by_library.conditions(snapshot.connection)})


def _one_pass(snapshot: Snapshot, conditions: Mapping[str, str]) -> int:
    """What one would write for these standards alone: a list of those that each record fails."""
    failing = snapshot.scratch / _BY_HAND
    tests = ", ".join(f"CASE WHEN {sql} THEN '{key}' END" for key, sql in conditions.items())
    snapshot.connection.execute(
        f'COPY (SELECT unnest(list_filter([{tests}], lambda one: one IS NOT NULL)) AS standard, "Id" AS id, '
        f'"OwnerId" AS record_owner_id FROM "Account") TO \'{failing}\' (FORMAT parquet, COMPRESSION zstd)'
    )
    counted = snapshot.rows("SELECT standard, count(*) FROM read_parquet(?) GROUP BY standard", [str(failing)])
    return sum(count for _, count in counted)


def _pandas(snapshot: Snapshot) -> int:
    """Great Expectations as it is, with every failing id."""
    import great_expectations as gx
    import pyarrow as pa
    from great_expectations.data_context.types.base import ProgressBarsConfig

    from sf_audit.expectations.prepared import Prepared
    from sf_audit.expectations.records import Records, kinds
    from sf_audit.expectations.suite import suite

    calendar = Calendar.of("UTC", snapshot.today)
    prepared = Prepared(Records(snapshot.connection, "Account", calendar, kinds(snapshot.connection, "Account")))
    for key, standard in standards.OF_ACCOUNTS.items():
        prepared.add(key, standard)
    frame = snapshot.connection.execute(prepared.source).df()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("Account")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    complete = {"result_format": "COMPLETE", "unexpected_index_column_names": ["record id"]}
    validation = batch.validate(suite(standards.OF_ACCOUNTS, prepared), result_format=complete)
    found = [
        (result["expectation_config"]["meta"]["standard"], row["record id"])
        for result in validation.results
        for row in result.result.get("unexpected_index_list") or ()
    ]
    table = pa.table({"standard": [key for key, _ in found], "id": [account for _, account in found]})
    parquet.write_table(table, snapshot.scratch / _BY_HAND)
    return len(found)


def _on_spark(snapshot: Snapshot) -> int:
    """In a process whose Python has pyspark; its start counts."""
    with answered_by(Engine.SPARK, snapshot):
        return _ours(standards.ALL)(snapshot)


_WAYS: dict[str, Callable[[Snapshot], int]] = {
    "ours of accounts": _ours(standards.OF_ACCOUNTS),
    "ours by hand": _ours(standards.BY_HAND),
    "ours": _ours(standards.ALL),
    "hand of accounts": _hand_of_accounts,
    "hand": _hand,
    "hand and libraries": _hand_and_libraries,
    "pandas": _pandas,
    "spark": _on_spark,
}

#: What takes long enough is done once.
_SLOW: Iterable[Callable[[Snapshot], int]] = (_hand_and_libraries, _pandas, _on_spark)

#: Where in the scratch folder a way writes what it found, if not as those by hand do.
_FOUND = {way: "failing-Account.parquet" for name, way in _WAYS.items() if name.startswith(("ours", "spark"))}

if __name__ == "__main__":
    main()
