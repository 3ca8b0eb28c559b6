"""Tables that lost many rows since they were last believed: what is said of them, and what judges nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.findings import Reason, Unread
from sf_audit.rulebook.config import Config, MassDeletion, deletion_days
from sf_audit.snapshot.fall import Now, is_explained
from sf_audit.snapshot.manifest import Fall
from sf_audit.snapshot.sight import view_all
from sf_audit.snapshot.tables import Snapshot, Table


def doubted(snapshot: Snapshot, config: Config) -> dict[str, Unread]:
    """By table, why nothing about it counts as kept or fixed: nobody has said that its records were deleted."""
    days = deletion_days(config)
    return {
        name: Unread(
            Reason.FEWER_ROWS,
            f"{_told(table, fall)}, and nobody has said that records were deleted",
            f"{view_all(name)}, or mass_deletions for {name} in sf-audit.yaml",
        )
        for name, table, fall in _falls(snapshot)
        if not is_explained(fall, _now(snapshot), days.get(name, ()))
    }


def banners(snapshot: Snapshot, config: Config) -> tuple[str, ...]:
    """A line for every table that fell, explained or not."""
    open_doubts = doubted(snapshot, config)
    return tuple(
        f"{open_doubts[name].detail}: no such rule counts as kept, and no finding there as fixed."
        if name in open_doubts
        else f"{_told(table, fall)}: {_explained(snapshot, config, name, fall)}."
        for name, table, fall in _falls(snapshot)
    )


def _falls(snapshot: Snapshot) -> Iterator[tuple[str, Table, Fall]]:
    for name, table in sorted(snapshot.tables.items()):
        if table.fall is not None and table.unread is None:
            yield name, table, table.fall


def _told(table: Table, fall: Fall) -> str:
    return f"{table.name} has {table.rows:,} rows, and had {fall.rows:,} on {fall.taken:%Y-%m-%d}"


def _explained(snapshot: Snapshot, config: Config, name: str, fall: Fall) -> str:
    said = [one for one in config.mass_deletions if one.object == name and _explains(one, fall, snapshot)]
    return "; ".join(f"deleted on {one.on}, {one.reason} (approved by {one.approved_by})" for one in said)


def _explains(one: MassDeletion, fall: Fall, snapshot: Snapshot) -> bool:
    return is_explained(fall, _now(snapshot), (one.on,))


def _now(snapshot: Snapshot) -> Now:
    return Now(snapshot.taken, snapshot.org.time_zone)
