"""What a review says of records that were not read from the org: where they came from, and how fresh they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sf_audit.model.counts import count
from sf_audit.snapshot.manifest import LoadedFrom
from sf_audit.snapshot.tables import Snapshot


def banners(snapshot: Snapshot) -> tuple[str, ...]:
    """A line for every object."""
    return tuple(
        f"The records of {name} were not read from the org: {'; '.join(_facts(table.rows, table.loaded_from))}."
        for name, table in sorted(snapshot.tables.items())
        if table.loaded_from is not None
    )


def _facts(rows: int, loaded: LoadedFrom) -> Iterator[str]:
    version = f", {loaded.version}" if loaded.version else ""
    yield f"{count(rows, 'row')} of {loaded.place}{version}"
    if loaded.loaded:
        yield f"last loaded {_written(loaded.loaded)}"
    if loaded.newest:
        yield f"the newest change there is of {_written(loaded.newest)}"
    if loaded.org_records is not None:
        yield f"the org counted {loaded.org_records:,}"
    if loaded.trusted:
        yield f"by sf-audit.yaml {', '.join(loaded.trusted)}"


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
