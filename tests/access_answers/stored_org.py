"""A small org as a stored snapshot on disk, written the way a run writes one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.manifest import Auditor, ManifestExtras
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.staging import Staging
from tests.access.access_graphs import ORG, SCHEMAS, SYSTEM, TAKEN, Org

_TYPES = {pa.string(): "string", pa.bool_(): "boolean", pa.timestamp("us"): "datetime"}


def stored(org: Org, root: Path, taken: datetime = TAKEN) -> Path:
    """The folder of a snapshot of the org, below `root`."""
    with Staging.begin(root, ORG, tool_version="1", started=taken, plan_sha256=taken.isoformat()) as staging:
        for name in org.rows.keys() - org.without:
            _write(staging, name, org.rows[name])
        return staging.commit(ManifestExtras(Auditor("005000000000009AAA", "auditor@acme.test"), "", TAKEN))


def _write(staging: Staging, name: str, rows: list[dict[str, Any]]) -> None:
    schema = dict(SCHEMAS.get(name, {}))
    if name == "PermissionSet":
        schema |= {f"Permissions{one}": pa.bool_() for one in SYSTEM}
    for row in rows:
        schema |= {column: pa.string() for column in row.keys() - schema.keys()}
    source = Source.DESCRIBE if name == "describe_fields" else Source.DATA
    writer = staging.table(name, source, {column: FieldType(_TYPES[kind]) for column, kind in schema.items()})
    texts = {column: pa.array([_text(row.get(column)) for row in rows], pa.string()) for column in schema}
    writer.page("1", pa.table(texts))
    writer.finish(queries=[f"SELECT Id FROM {name}"], count_before=len(rows), count_after=len(rows))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return value.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z") if isinstance(value, datetime) else str(value)
