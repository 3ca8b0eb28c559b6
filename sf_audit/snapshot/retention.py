"""How long what was read is kept: rows of records shortly, the org's configuration for 13 months, manifests always.

Personal data is in the records, so only the newest complete snapshot keeps them. Who could do what, and how
the org was set up, has to be shown to an auditor a year later.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sf_audit.model.review import Reason
from sf_audit.salesforce.setup_objects import describes_the_org
from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.chain_entry import Fingerprint, Kind
from sf_audit.snapshot.chain_folders import relative
from sf_audit.snapshot.lock import lock_org
from sf_audit.snapshot.manifest import Manifest, TableEntry, sealed
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.plain_names import inside, refuse_link
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


def prune(root: Path, org_id: str, *, now: datetime, chain: Chain | None = None) -> Pruned:
    """Remove what is kept no longer; safe to interrupt and to repeat. AnotherRun while a run collects.

    The newest snapshot always stays whole, and so does the newest complete one if that is another. What goes is an
    entry of the `chain` first. All manifests are looked at before anything is removed.
    """
    home = layout.org_folder(root, org_id)
    if not home.is_dir():
        return Pruned()
    lock = lock_org(home)
    try:
        clear_abandoned(home)
        total = Pruned()
        for folder, tables in list(_outdated(home, now)):
            total = _added(total, _remove(folder, tables, now, chain))
        return total
    finally:
        lock.release()


def outdated(taken: Sequence[Manifest], now: datetime) -> list[frozenset[str]]:
    """Of each of an org's snapshots, oldest first, the tables whose pages are kept no longer."""
    complete = [number for number, manifest in enumerate(taken) if _is_complete(manifest)]
    kept = {len(taken) - 1, *complete[-1:]}
    return [frozenset() if number in kept else _old_tables(manifest, now) for number, manifest in enumerate(taken)]


def why(now: datetime) -> str:
    """The rule of retention, for the entry that says what was removed."""
    kept = "records stay in the newest and the newest complete snapshot"
    return f"retention: {kept}, configuration for {CONFIGURATION_DAYS} days; as of {now.astimezone(UTC):%Y-%m-%d}"


def _old_tables(manifest: Manifest, now: datetime) -> frozenset[str]:
    old = now - manifest.started > timedelta(days=CONFIGURATION_DAYS)
    return frozenset(name for name, table in manifest.tables.items() if old or holds_records(table))


def _outdated(home: Path, now: datetime) -> Iterator[tuple[Path, list[TableEntry]]]:
    folders = [refuse_link(stored.folder) for stored in layout.snapshots(home)]
    manifests = [sealed(folder) for folder in folders]
    for folder, manifest, names in zip(folders, manifests, outdated(manifests, now), strict=True):
        tables = [manifest.tables[name] for name in sorted(names)]
        pruned(folder)
        for page in (page for table in tables for page in table.pages):
            inside(folder, page.file, folder / layout.MANIFEST)
        if tables:
            yield folder, tables


def _is_complete(manifest: Manifest) -> bool:
    """What the org refuses does not make a snapshot incomplete; what the run did not finish, or not begin, does."""
    unfinished = (Reason.INCOMPLETE, Reason.BUDGET_SPENT)
    left = (table for table in manifest.tables.values() if table.unread and table.unread.reason in unfinished)
    return manifest.run.all_rules and not any(left)


def _remove(folder: Path, tables: list[TableEntry], now: datetime, chain: Chain | None) -> Pruned:
    pages = [page for table in tables for page in table.pages if os.path.lexists(folder / page.file)]
    if chain:
        going = {page.file for page in pages}
        _enter(chain, folder, [table for table in tables if going & {page.file for page in table.pages}], now)
    buried = pruned(folder)
    if new := frozenset(table.name for table in tables if table.pages) - buried.keys():
        bury(folder, new, now.astimezone(UTC).date())
    for page in pages:
        with disk.said_plainly(folder / page.file):
            (folder / page.file).unlink()
    return Pruned(len(new), len(pages), sum(page.bytes for page in pages))


def _enter(chain: Chain, folder: Path, going: list[TableEntry], now: datetime) -> None:
    """Say in the chain what is about to go, unless a run that was killed has said it."""
    name = relative(chain.workspace, folder)
    with chain.writing() as writer:
        known = {table for entry in writer.lines.entries if entry.folder == name for table in entry.tables}
        new = [table for table in going if table.name not in known]
        if new:
            removed = {page.file: Fingerprint(page.sha256, page.bytes) for table in new for page in table.pages}
            names = tuple(sorted(table.name for table in new))
            writer.add(Kind.PRUNE, name, removed=removed, tables=names, reason=why(now), at=now)


def _added(left: Pruned, right: Pruned) -> Pruned:
    return Pruned(left.tables + right.tables, left.files + right.files, left.bytes + right.bytes)
