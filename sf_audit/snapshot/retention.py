"""How long what was read is kept: rows of records shortly, the org's configuration for 13 months, manifests always.

Personal data is in the records, so only the newest complete snapshot keeps them. Who could do what, and how
the org was set up, has to be shown to an auditor a year later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sf_audit.model.review import Reason
from sf_audit.salesforce.setup_objects import describes_the_org
from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.lock import lock_org
from sf_audit.snapshot.manifest import Manifest, TableEntry, sealed
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.scratch import clear_abandoned
from sf_audit.snapshot.tombstone import bury, pruned

#: 13 months: a year, and the month in which the auditor asks.
CONFIGURATION_DAYS = 397


@dataclass(frozen=True, slots=True)
class Pruned:
    """What went: tables (of all snapshots together), files and bytes."""

    tables: int = 0
    files: int = 0
    bytes: int = 0


def holds_records(table: TableEntry) -> bool:
    """Whether the table has rows of the business, as against the org's own configuration."""
    return table.source is Source.DATA and not describes_the_org(table.name)


def prune(root: Path, org_id: str, *, now: datetime) -> Pruned:
    """Remove what is kept no longer; safe to interrupt and to repeat. AnotherRun while a run collects.

    The newest snapshot always stays whole, and so does the newest complete one if that is another.
    """
    home = layout.org_folder(root, org_id)
    if not home.is_dir():
        return Pruned()
    lock = lock_org(home)
    try:
        clear_abandoned(home)
        total = Pruned()
        for folder, tables in _outdated(home, now):
            total = _added(total, _remove(folder, tables, now))
        return total
    finally:
        lock.release()


def _outdated(home: Path, now: datetime) -> Iterator[tuple[Path, list[TableEntry]]]:
    manifests = [(stored.folder, sealed(stored.folder)) for stored in layout.snapshots(home)]
    complete = [folder for folder, manifest in manifests if _is_complete(manifest)]
    kept = {folder for folder, _ in manifests[-1:]} | set(complete[-1:])
    for folder, manifest in manifests:
        if folder not in kept:
            old = now - manifest.started > timedelta(days=CONFIGURATION_DAYS)
            yield folder, [table for table in manifest.tables.values() if old or holds_records(table)]


def _is_complete(manifest: Manifest) -> bool:
    """What the org refuses does not make a snapshot incomplete; what the run did not finish, or not begin, does."""
    unfinished = (Reason.INCOMPLETE, Reason.BUDGET_SPENT)
    left = (table for table in manifest.tables.values() if table.unread and table.unread.reason in unfinished)
    return manifest.run.all_rules and not any(left)


def _remove(folder: Path, tables: list[TableEntry], now: datetime) -> Pruned:
    going = [table for table in tables if table.pages]
    buried = pruned(folder)
    if new := frozenset(table.name for table in going) - buried.keys():
        bury(folder, new, now.astimezone(UTC).date())
    pages = [page for table in going for page in table.pages if (folder / page.file).exists()]
    for page in pages:
        with disk.said_plainly(folder / page.file, 0):
            (folder / page.file).unlink()
    return Pruned(len(new), len(pages), sum(page.bytes for page in pages))


def _added(left: Pruned, right: Pruned) -> Pruned:
    return Pruned(left.tables + right.tables, left.files + right.files, left.bytes + right.bytes)
