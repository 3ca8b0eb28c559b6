"""Snapshots against the chain: every one is an entry, and pages went only where retention let them go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sf_audit.errors import IntegrityBroken
from sf_audit.evidence.checked import Checked
from sf_audit.snapshot import layout
from sf_audit.snapshot.chain_entry import Entry, Kind
from sf_audit.snapshot.chain_folders import place, relative
from sf_audit.snapshot.manifest import Manifest, sealed
from sf_audit.snapshot.retention import outdated
from sf_audit.snapshot.tombstone import pruned
from sf_audit.snapshot.verify import verify

#: Clocks of machines that write into one workspace may differ by this much.
_CLOCKS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SnapshotProofs:
    """What the chain says of the snapshots of one org in a workspace."""

    workspace: Path
    entries: tuple[Entry, ...]

    def check(self, folder: Path, checked: Checked) -> None:
        """One snapshot: its files, and that each page which is gone went by an entry."""
        found = verify(folder)
        checked.counted(found.files, found.bytes)
        checked.problems += found.problems
        with checked.collecting():
            gone = pruned(folder).keys()
            name = relative(self.workspace, folder)
            entered = {table for entry in self._prunes() if entry.folder == name for table in entry.tables}
            if unproven := sorted(gone - entered):
                self._unproven(folder, unproven, checked)
            if early := sorted(entered - gone):
                checked.notes.append(f"{folder}: the removal of {', '.join(early)} was interrupted; run sf-audit prune")

    def check_retention(self, now: datetime, checked: Checked) -> None:
        """Every entry about pages that were removed: that retention allowed it on that day."""
        for entry in self._prunes():
            with checked.collecting():
                checked.problems += self._not_allowed(entry, now)

    def _prunes(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.kind is Kind.PRUNE)

    def _unproven(self, folder: Path, tables: list[str], checked: Checked) -> None:
        message = f"{folder}: pages of {', '.join(tables)} were removed"
        tombstone = relative(self.workspace, folder / layout.TOMBSTONE)
        if any(tombstone in entry.files for entry in self.entries if entry.kind is Kind.BEGIN):
            checked.unsealed.append(f"{message} before the chain began, which nothing proves")
        else:
            checked.problems.append(f"{message}, and no entry of the chain says so")

    def _not_allowed(self, entry: Entry, now: datetime) -> Iterator[str]:
        where = f"entry {entry.number} of the chain"
        folder = place(self.workspace, entry.folder, where)
        before = [stored.folder for stored in layout.snapshots(folder.parent) if self._was_there(stored.folder, entry)]
        if folder not in before:
            raise IntegrityBroken(f"{where} removed pages of {folder}, which was not there", hint="Restore the chain.")
        taken = [sealed(snapshot) for snapshot in before]
        allowed = outdated(taken, entry.at)[before.index(folder)]
        if wrong := sorted(set(entry.tables) - allowed):
            yield f"{where} removed {', '.join(wrong)} of {folder.name} on {entry.at:%Y-%m-%d}; retention kept that"
        if entry.at > now + _CLOCKS or entry.at < taken[before.index(folder)].started - _CLOCKS:
            yield f"{where} is dated {entry.at:%Y-%m-%d %H:%M}, which cannot be"
        yield from _of_other_pages(where, entry, taken[before.index(folder)])

    def _was_there(self, folder: Path, entry: Entry) -> bool:
        """Whether the snapshot had come before the entry; those from before the chain had."""
        name = relative(self.workspace, folder)
        came = (entry.number for entry in self.entries if entry.kind is Kind.SNAPSHOT and entry.folder == name)
        return next(came, 0) < entry.number


def _of_other_pages(where: str, entry: Entry, manifest: Manifest) -> Iterator[str]:
    pages = {page.file: page for name in entry.tables if (table := manifest.tables.get(name)) for page in table.pages}
    for file, gone in entry.removed.items():
        if file not in pages or (pages[file].sha256, pages[file].bytes) != (gone.sha256, gone.bytes):
            yield f"{where} removed {file}, which was no page of these tables"
