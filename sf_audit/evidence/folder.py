"""One folder of a snapshot or a review, by itself or in its workspace."""

from __future__ import annotations

import os
from pathlib import Path

from sf_audit.errors import UsageProblem
from sf_audit.evidence.checked import Checked
from sf_audit.evidence.folder_names import named
from sf_audit.evidence.reviews import ReviewProofs
from sf_audit.review.archive import REVIEW
from sf_audit.review.review_manifest import is_sealed
from sf_audit.snapshot import layout
from sf_audit.snapshot.chain_folders import ACCESS, REVIEWS, SNAPSHOTS
from sf_audit.snapshot.ids import is_org_id
from sf_audit.snapshot.sealing import signed_by
from sf_audit.snapshot.signing import PublicKeys
from sf_audit.snapshot.tombstone import pruned
from sf_audit.snapshot.verify import verify

#: How far above the folder of a snapshot or a review its workspace is.
_DEPTHS = {SNAPSHOTS: 2, ACCESS: 2, REVIEWS: 3}


def workspace_of(folder: Path) -> Path | None:
    """The workspace that a snapshot or a review lies in; None for a folder that is elsewhere, a copy for example."""
    parents = Path(os.path.abspath(folder)).parents
    for root, depth in _DEPTHS.items():
        if len(parents) > depth and parents[depth - 1].name == root and is_org_id(parents[depth - 2].name):
            return parents[depth]
    return None


def verify_folder(folder: Path, keys: PublicKeys | None) -> Checked:
    """A snapshot or a review by itself. What its chain would prove is not proved by this."""
    checked = Checked()
    with checked.collecting():
        signed_by(folder, keys)
    if (folder / REVIEW).is_file():
        proofs = ReviewProofs(folder, ())
        (proofs.check_files if is_sealed(folder) else proofs.check_unsealed)(folder, checked)
    elif (folder / layout.MANIFEST).is_file() or (folder / layout.TABLES).is_dir():
        _snapshot(folder, checked)
    else:
        raise UsageProblem(
            f"{named(folder)} holds no snapshot and no review",
            hint="Name the folder with its manifest.json, or a --workspace.",
        )
    alone = "is looked at by itself: its chain is not here, which would prove when it came"
    checked.notes.append(f"{named(folder)} {alone}")
    return checked


def _snapshot(folder: Path, checked: Checked) -> None:
    found = verify(folder)
    checked.counted(found.files, found.bytes)
    checked.problems += found.problems
    with checked.collecting():
        if gone := pruned(folder):
            checked.unsealed.append(
                f"{named(folder)}: pages of {', '.join(sorted(gone))} were removed; nothing here proves why"
            )
