"""Tables that lost many rows since they were last believed: what is said of them, and what judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.counts import count
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.workspace.config import Config, MassDeletion, deletion_days
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.snapshot.manifest import RowDrop
from sf_audit.snapshot.row_drop import Now, is_explained
from sf_audit.snapshot.tables import Snapshot, Table


def doubted(snapshot: Snapshot, config: Config) -> dict[str, Unread]:
    """By table, why nothing about it counts as kept or fixed: nobody has said that its records were deleted."""
    days = deletion_days(config)
    return {
        name: Unread(
            Reason.FEWER_ROWS,
            f"{_told(table, row_drop)}, and nobody has said that records were deleted",
            f"{shows_every_record(name)}, or mass_deletions for {name} in sf-audit.yaml",
        )
        for name, table, row_drop in _row_drops(snapshot)
        if not is_explained(row_drop, _now(snapshot), days.get(name, ()))
    }


def banners(snapshot: Snapshot, config: Config) -> tuple[str, ...]:
    """A line for every table that fell, explained or not."""
    open_doubts = doubted(snapshot, config)
    return tuple(
        f"{open_doubts[name].detail}: no such rule counts as kept, and no finding there as fixed."
        if name in open_doubts
        else f"{_told(table, row_drop)}: {_explained(snapshot, config, name, row_drop)}."
        for name, table, row_drop in _row_drops(snapshot)
    )


def _row_drops(snapshot: Snapshot) -> Iterator[tuple[str, Table, RowDrop]]:
    for name, table in sorted(snapshot.tables.items()):
        if table.row_drop is not None and table.unread is None:
            yield name, table, table.row_drop


def _told(table: Table, row_drop: RowDrop) -> str:
    return f"{table.name} has {count(table.rows, 'row')}, and had {row_drop.rows:,} on {row_drop.taken:%Y-%m-%d}"


def _explained(snapshot: Snapshot, config: Config, name: str, row_drop: RowDrop) -> str:
    mass_deletions = [
        mass_deletion
        for mass_deletion in config.mass_deletions
        if mass_deletion.object == name and _explains(mass_deletion, row_drop, snapshot)
    ]
    return "; ".join(
        f"deleted on {mass_deletion.on}, {mass_deletion.reason} (approved by {mass_deletion.approved_by})"
        for mass_deletion in mass_deletions
    )


def _explains(mass_deletion: MassDeletion, row_drop: RowDrop, snapshot: Snapshot) -> bool:
    return is_explained(row_drop, _now(snapshot), (mass_deletion.on,))


def _now(snapshot: Snapshot) -> Now:
    return Now(snapshot.taken, snapshot.org.time_zone)
