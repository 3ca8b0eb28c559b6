"""Which tables of a snapshot were removed on purpose; written before the first of their pages goes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.json_file import read_stored
from sf_audit.snapshot.manifest import canonical, sha256
from sf_audit.snapshot.plain_names import require_plain

_TOMBSTONE = TypeAdapter(tuple[dict[str, date], str])


def pruned(folder: Path) -> Mapping[str, date]:
    """The tables of the snapshot whose pages were removed, and when; IntegrityBroken where that was tampered with."""
    path = folder / layout.TOMBSTONE
    if not os.path.lexists(path):
        return {}
    payload = read_stored(path)
    try:
        tables, _ = _TOMBSTONE.validate_json(payload)
    except ValidationError:
        tables = {}
    if payload != _written(tables):
        raise IntegrityBroken(f"{path} is not what was written", hint="Restore it from a backup.")
    require_plain(path, *tables)
    return tables


def with_records(home: Path) -> frozenset[str]:
    """The hashes of the manifests of an org's snapshots from which nothing was removed."""
    return frozenset(
        sha256(read_stored(stored.folder / layout.MANIFEST))
        for stored in layout.snapshots(home)
        if not pruned(stored.folder)
    )


def bury(folder: Path, tables: frozenset[str], day: date) -> None:
    """Record that these tables go, beside those that went before."""
    payload = _written(dict.fromkeys(sorted(tables), day) | dict(pruned(folder)))
    disk.write_whole(folder / layout.TOMBSTONE, payload, by_way_of=folder.with_name(".pruning"))


def _written(tables: Mapping[str, date]) -> bytes:
    days = {name: day.isoformat() for name, day in tables.items()}
    return canonical([days, sha256(canonical(days))])
