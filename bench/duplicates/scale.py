"""How long the verb `no_duplicate` takes among many contacts, and how much memory: a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from bench.duplicates.planted import true_pairs
from bench.duplicates.planted_people import contacts
from bench.duplicates.quality import Quality
from bench.memory import peak_mb
from sf_audit.checks.no_duplicate import NoDuplicate
from sf_audit.duplicates.clusters import components
from sf_audit.model.review import FailingRows, OrgIdentity, Pillar, Severity, Verdict
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.needs import ALL_ROWS, Source
from sf_audit.snapshot.sql import quote_literal
from sf_audit.snapshot.tables import Snapshot, Table

_SEED = 104
_ORG = OrgIdentity("00D000000000001EAA", "Bench", is_sandbox=False, instance_url="https://bench.my.salesforce.com")


@dataclass(frozen=True)
class Size:
    """One size: what was found, in how many seconds, with how much memory."""

    quality: Quality
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.quality}   peak {self.peak_mb:,.0f} MB"


def measure(rows: int) -> Size:
    """So many contacts, judged by a process that does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        planted = contacts(rows, _SEED)
        true = true_pairs(planted)
        pq.write_table(planted[0].drop_columns(["Company"]), Path(folder) / "Contact.parquet")
        del planted
        command = [sys.executable, "-m", "bench.duplicates.scale", folder]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        found = {(left, right) for left, right in told["pairs"]}
    quality = Quality(f"contacts, seed {_SEED}", rows, len(true), len(found), len(found & true), told["seconds"])
    return Size(quality, told["peak_mb"])


def main() -> None:
    """Judge the contacts of a folder, and print what was found."""
    folder = Path(sys.argv[1])
    check = NoDuplicate(object="Contact")
    rule = Rule("quality/x", "quality/x", "", "", "", Severity.LOW, "it", "", Pillar.DATA_QUALITY, check)
    with duckdb.connect() as connection:
        began = time.perf_counter()
        seen = examine([rule], _snapshot(connection, folder))[rule.id]
        seconds = time.perf_counter() - began
        if not isinstance(seen, Verdict) or not isinstance(seen.breaches, FailingRows):
            raise SystemExit(f"nothing was judged: {seen}")
        print(json.dumps({"seconds": seconds, "peak_mb": peak_mb(), "pairs": sorted(_pairs(seen.breaches))}))


def _snapshot(connection: duckdb.DuckDBPyConnection, folder: Path) -> Snapshot:
    file = folder / "Contact.parquet"
    connection.execute(f"SET temp_directory = {quote_literal(folder)}")
    connection.execute(f"SET allowed_directories = [{quote_literal(folder)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    connection.execute(f'CREATE VIEW "Contact" AS SELECT * FROM read_parquet({quote_literal(file)})')
    columns = dict.fromkeys(pq.read_schema(file).names, "string")
    rows = pq.read_metadata(file).num_rows
    table = Table("Contact", Source.DATA, columns, rows, unseen={}, row_filter=ALL_ROWS, uncovered={})
    return Snapshot(
        org=_ORG,
        taken=datetime(2026, 3, 16, 9, tzinfo=UTC),
        today=date(2026, 3, 16),
        tables={"Contact": table},
        connection=connection,
        scratch=folder,
    )


def _pairs(breaches: FailingRows) -> set[tuple[str, str]]:
    """The pairs within the groups, by the ids that each record names: one of them is that which should stay."""
    rows = duckdb.connect().execute("SELECT id, because FROM read_parquet(?)", [str(breaches.reasons)]).fetchall()
    named = [(int(record[3:]), int(other[3:])) for record, says in rows for other in re.findall(r"003\d{15}", says)]
    groups: dict[int, list[int]] = {}
    for record, lowest in sorted(components(pair for pair in named if pair[0] != pair[1]).items()):
        groups.setdefault(lowest, []).append(record)
    return {
        (f"003{one:015}", f"003{two:015}")
        for group in groups.values()
        for place, one in enumerate(group)
        for two in group[place + 1 :]
    }


if __name__ == "__main__":
    main()
