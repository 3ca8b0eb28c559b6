"""The words of these tests for small snapshots, and how to read what a scan wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sf_audit.snapshot.tables import Snapshot

#: By table name: the columns with their DuckDB types, and the rows.
Tables = Mapping[str, tuple[Mapping[str, str], Sequence[Mapping[str, Any]]]]
Build = Callable[..., Snapshot]


def failing(snapshot: Snapshot, name: str) -> dict[str, list[str]]:
    """By standard, the ids of failing records as they are on disk."""
    path = snapshot.scratch / f"failing-{name}.parquet"
    if not path.exists():
        return {}
    rows = snapshot.rows("SELECT standard, list(id ORDER BY id) FROM read_parquet(?) GROUP BY standard", [str(path)])
    return dict(rows)
