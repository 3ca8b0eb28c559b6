"""A table with far fewer rows than before: a mass deletion, or an auditor who sees less than last time.

Nothing in the answers of an org tells the one from the other, so the fall is recorded in the manifest, and the table
is doubted until its rows come back or a person says that records were deleted on a day in between.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeAlias

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.layout import Stored
from sf_audit.snapshot.manifest import Manifest, RowDrop, TableEntry, sealed
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.org_day import org_day

#: By object, the days on which people deleted many of its records.
Deletions: TypeAlias = Mapping[str, Collection[date]]

NONE: Deletions = MappingProxyType({})

#: A fall is more rows than this, and more than one row in so many.
MORE_THAN, ONE_IN = 100, 5

#: So many snapshots are looked through for one in which a table was whole.
FARTHEST = 100


@dataclass(frozen=True, slots=True)
class Now:
    """The snapshot that is compared with those before it: when it was begun, and the org's time zone."""

    started: datetime
    zone: str


def with_falls(
    tables: Mapping[str, TableEntry], stored: Sequence[Stored], now: Now, deletions: Deletions
) -> dict[str, TableEntry]:
    """The tables, and from what they fell. `stored` are the org's snapshots so far, oldest first.

    A table is compared with the last snapshot that has every row of it and was not doubted itself. A table that
    was read in part or by a filter is not compared: the rows of a filter come and go as records change.
    """
    compared = dict(tables)
    left = {name for name, entry in tables.items() if _is_comparable(entry)}
    for snapshot in reversed(stored[-FARTHEST:]):
        if not left:
            break
        try:
            earlier = sealed(snapshot.folder)
        except IntegrityBroken:  # `verify` says it; what is not what was written proves nothing here
            continue
        found = {name for name in left & earlier.tables.keys() if _is_believable(earlier.tables[name])}
        for name in found:
            compared[name] = _compared(compared[name], earlier, now, deletions.get(name, ()))
        left -= found
    return compared


def is_explained(row_drop: RowDrop, now: Now, days: Collection[date]) -> bool:
    """Whether one of the days of deletion lies between the two snapshots, both days included, as the org counts."""
    return any(org_day(row_drop.taken, now.zone) <= day <= org_day(now.started, now.zone) for day in days)


def _compared(entry: TableEntry, earlier: Manifest, now: Now, days: Collection[date]) -> TableEntry:
    known = earlier.tables[entry.name]
    then = Now(earlier.started, now.zone)
    doubted = known.row_drop is not None and not is_explained(known.row_drop, then, days)
    base = known.row_drop if doubted and known.row_drop else RowDrop(known.rows, earlier.sequence, earlier.started)
    return replace(entry, row_drop=base) if _is_row_drop(base.rows, entry.rows) else entry


def _is_comparable(entry: TableEntry) -> bool:
    return entry.source is Source.DATA and entry.unfiltered and entry.unread is None


def _is_believable(entry: TableEntry) -> bool:
    return _is_comparable(entry) and not entry.rows_hidden


def _is_row_drop(before: int, after: int) -> bool:
    lost = before - after
    return lost > MORE_THAN and lost * ONE_IN > before
