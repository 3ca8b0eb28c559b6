"""merges.parquet: how the records that rules found to be the same become one: ids and reasons, and no value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from sf_audit.model.merge import MERGE_COLUMNS
from sf_audit.model.review import FailingRows, Verdict
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.snapshot.sql import quote_literal

MERGES = "merges.parquet"


def write_merges(connection: duckdb.DuckDBPyConnection, seen: Mapping[str, Seen], folder: Path) -> None:
    """Write the file into the folder, with the rule beside each row; none where no rule found such records."""
    columns = ", ".join(MERGE_COLUMNS)
    selects = [
        f"SELECT {quote_literal(rule)} AS rule, {columns} FROM read_parquet({quote_literal(verdict.breaches.merges)})"
        for rule, verdict in sorted(seen.items())
        if isinstance(verdict, Verdict)
        and isinstance(verdict.breaches, FailingRows)
        and verdict.breaches.merges is not None
    ]
    if selects:
        path = quote_literal(folder / MERGES)
        rows = f"SELECT * FROM ({' UNION ALL '.join(selects)}) ORDER BY rule, ids"
        connection.execute(f"COPY ({rows}) TO {path} (FORMAT parquet, COMPRESSION zstd)")
