"""Findings and names of a stored review: damage to these files is said, with the file's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.errors import IntegrityBroken
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.labels import LABELS
from sf_audit.review.merges import MERGES

_TEXTS = {
    FINDINGS: ("rule", "object", "id", "part", "because", "severity", "owner", "partner", "record_owner_id", "key"),
    LABELS: ("object", "id", "label"),
    MERGES: ("rule", "object", "stays_object", "stays", "because", "how", "obstacle"),
}
_DAYS = {FINDINGS: ("first_seen", "due", "waived_until")}


@contextmanager
def reading(*paths: Path) -> Iterator[None]:
    """Files of a stored review that are read in the block; IntegrityBroken, naming the file, where one is damaged."""
    for path in paths:
        _require(path)
    try:
        yield
    except (duckdb.Error, pa.ArrowException) as damage:
        names = " or ".join(str(path) for path in paths)
        raise _damaged(names, type(damage).__name__) from None


def _require(path: Path) -> None:
    if path.is_symlink() or not path.is_file():
        raise _damaged(str(path), "it is missing" if not path.exists() else "it is no file")
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
    except (pa.ArrowException, OSError) as damage:
        raise _damaged(str(path), f"no Parquet file ({type(damage).__name__})") from None
    columns = {name: schema.field(name).type for name in set(schema.names)}
    for wanted, fits in ((_TEXTS, _is_text), (_DAYS, pa.types.is_date)):
        for name in wanted.get(path.name, ()):
            if name not in columns or not fits(columns[name]):
                raise _damaged(str(path), f"it has no column {name} of the right type")


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind))


def _damaged(path: str, why: str) -> IntegrityBroken:
    return IntegrityBroken(
        f"{path} is not what was written: {why}",
        hint="Restore it from a backup, or judge the snapshot again: sf-audit review --snapshot FOLDER.",
    )
