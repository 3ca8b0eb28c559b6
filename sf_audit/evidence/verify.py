"""Everything stored of one org, against its chain: nothing changed, nothing missing, nothing beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sf_audit.errors import IntegrityBroken
from sf_audit.evidence.checked import Checked
from sf_audit.evidence.folder_names import named
from sf_audit.evidence.reviews import ReviewProofs, check_current
from sf_audit.evidence.signatures import check_signatures
from sf_audit.evidence.snapshots import SnapshotProofs
from sf_audit.review.review_manifest import is_sealed
from sf_audit.snapshot import layout
from sf_audit.snapshot.chain import CHAIN, Chain, Lines
from sf_audit.snapshot.chain_entry import Entry, Fingerprint, Kind
from sf_audit.snapshot.chain_folders import (
    ACCESS,
    CREATED,
    REVIEWS,
    SNAPSHOTS,
    place,
    relative,
    review_folders,
    snapshot_folders,
    written_upon,
)
from sf_audit.snapshot.ids import is_org_id
from sf_audit.snapshot.manifest import sealed
from sf_audit.snapshot.plain_names import shown
from sf_audit.snapshot.sealing import signed_by
from sf_audit.snapshot.signing import PublicKeys

_RESTORE = "Restore it from a backup."


@dataclass(slots=True)
class OrgEvidence:
    """What is stored of one org. `signed` says in words how far signatures reach."""

    org_id: str
    lines: Lines = field(default_factory=Lines)
    checked: Checked = field(default_factory=Checked)
    signed: str = ""


def orgs(workspace: Path) -> list[str]:
    """The orgs of which something is stored; IntegrityBroken where a folder is called otherwise."""
    roots = [root for name in (SNAPSHOTS, ACCESS, REVIEWS, CHAIN) if (root := workspace / name).is_dir()]
    found = sorted({path.name for root in roots for path in root.iterdir() if not path.name.startswith(".")})
    for name in found:
        if not is_org_id(name):
            raise IntegrityBroken(
                f"{shown(name)} in {named(workspace)} is not the id of an org",
                hint="Folders of snapshots, access, reviews and chain are called by it. Move it out of the workspace.",
            )
    return found


def verify_org(
    workspace: Path, org_id: str, keys: PublicKeys | None = None, *, now: datetime | None = None
) -> OrgEvidence:
    """Compare everything stored of an org with its chain. `keys` are those whose signatures are believed."""
    found = OrgEvidence(org_id)
    with found.checked.collecting():
        found.lines = Chain(workspace, org_id).read()
    walk = _Walk(workspace, found.lines, found.checked)
    if found.lines.lines and not found.lines.whole:
        found.checked.notes.append("the last entry of the chain was being written when its run ended")
    walk.entries()
    walk.begun()
    walk.snapshots(snapshot_folders(workspace, org_id), now or datetime.now(UTC))
    walk.reviews(review_folders(workspace, org_id))
    found.signed = check_signatures(found.lines, keys, found.checked)
    for folder in (*snapshot_folders(workspace, org_id), *review_folders(workspace, org_id)):
        with found.checked.collecting():
            signed_by(folder, keys)
    return found


@dataclass(frozen=True, slots=True)
class _Walk:
    workspace: Path
    lines: Lines
    checked: Checked

    @property
    def created(self) -> dict[str, Entry]:
        """The entries with which folders came, by folder."""
        return {entry.folder: entry for entry in self.lines.entries if entry.kind in CREATED}

    @property
    def there_before(self) -> dict[str, Fingerprint]:
        """What the chain found when it began, by path in the workspace."""
        begun = [entry.files for entry in self.lines.entries if entry.kind is Kind.BEGIN]
        return {name: found for files in begun for name, found in files.items()}

    def entries(self) -> None:
        """Every folder that came is there, with the manifest with which it came; none is changed that never came."""
        for entry in (entry for entry in self.lines.entries if entry.kind is not Kind.BEGIN):
            with self.checked.collecting():
                where = f"entry {entry.number} of the chain"
                folder = place(self.workspace, entry.folder, where)
                if entry.kind in CREATED:
                    self._came(folder, entry, where)
                    if self.created[entry.folder] is not entry:
                        raise IntegrityBroken(f"{where}: {folder} came a second time later", hint=_RESTORE)
                elif entry.folder not in self.created and not any(self._begins_with(folder)):
                    raise IntegrityBroken(f"{where} changes {folder}, which never came", hint=_RESTORE)

    def _came(self, folder: Path, entry: Entry, where: str) -> None:
        if folder.is_symlink() or not folder.is_dir():
            raise IntegrityBroken(f"{folder} is gone; {where} says that it came", hint=_RESTORE)
        if written_upon(folder, self.lines.position_before(entry.number)) != entry.manifest:
            raise IntegrityBroken(f"{folder} is not the one of {where}", hint=_RESTORE)

    def begun(self) -> None:
        """What was there when the chain began is still there; reviews are compared file by file elsewhere."""
        for name, found in self.there_before.items():
            with self.checked.collecting():
                path = place(self.workspace, name, "entry 1 of the chain")
                if not os.path.lexists(path.parent):
                    raise IntegrityBroken(f"{path.parent} is gone; it was there when the chain began", hint=_RESTORE)
                if path.name == layout.MANIFEST and not name.startswith(REVIEWS) and Fingerprint.of(path) != found:
                    raise IntegrityBroken(f"{path} is not what it was when the chain began", hint=_RESTORE)

    def snapshots(self, folders: list[Path], now: datetime) -> None:
        """Each snapshot, and each removal of pages."""
        proofs = SnapshotProofs(self.workspace, self.lines.entries)
        for folder in folders:
            with self.checked.collecting():
                bound = sealed(folder).chain is not None
                self._placed(folder, bound=bound)
            proofs.check(folder, self.checked)
        proofs.check_retention(now, self.checked)

    def reviews(self, folders: list[Path]) -> None:
        """Each review, and which one stands for its month."""
        proofs = ReviewProofs(self.workspace, self.lines.entries)
        for folder in folders:
            known = relative(self.workspace, folder) in self.created
            if folder.is_symlink() or not folder.is_dir():
                self.checked.problems.append(f"{folder} is no folder of a review")
            elif known or is_sealed(folder):
                self._placed(folder, bound=True)
                proofs.check(folder, self.checked)
            else:
                self._unsealed(folder, proofs)
        for period in sorted({folder.parent for folder in folders}):
            check_current(period, self.checked)

    def _unsealed(self, folder: Path, proofs: ReviewProofs) -> None:
        """A review without manifest was there before the chain, or does not belong here."""
        if self.lines.lines and not any(self._begins_with(folder)):
            self.checked.problems.append(f"{folder} is not sealed, and no entry of the chain says that it came")
        else:
            proofs.check_unsealed(folder, self.checked)

    def _placed(self, folder: Path, *, bound: bool) -> None:
        """Whether the folder has its place in the chain. `bound` folders were written when there was one."""
        if relative(self.workspace, folder) in self.created:
            return
        if bound and written_upon(folder, self.lines.position):
            self.checked.notes.append(f"{folder} came in a run that was interrupted; the next run enters it")
        elif bound:
            gone = "its chain is gone" if not self.lines.lines else "no entry of the chain says that it came"
            self.checked.problems.append(f"{folder}: {gone}")
        elif self.lines.lines and not any(self._begins_with(folder)):
            self.checked.problems.append(f"{folder}: no entry of the chain says that it came")
        else:
            self.checked.unsealed.append(f"{folder} is sealed by itself, and in no chain (written before chains)")

    def _begins_with(self, folder: Path) -> Iterator[str]:
        name = relative(self.workspace, folder)
        return (path for path in self.there_before if path.startswith(f"{name}/"))
