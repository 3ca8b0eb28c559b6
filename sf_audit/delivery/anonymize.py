"""Names leave stored reviews when the records that they are of leave the snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from sf_audit.delivery.publish import write
from sf_audit.report.formats import FORMATS
from sf_audit.report.review_json import from_json
from sf_audit.review.archive import Archive, read_json
from sf_audit.review.examples import with_examples
from sf_audit.review.findings_table import LABELS
from sf_audit.snapshot import layout
from sf_audit.snapshot.manifest import sha256
from sf_audit.snapshot.tombstone import pruned


def forget_names(workspace: Path, snapshots: Path) -> int:
    """Take the names out of reviews of this org whose snapshot has no records any more; how many reviews had some."""
    with_records = {
        sha256((snapshot.folder / layout.MANIFEST).read_bytes())
        for snapshot in layout.snapshots(snapshots)
        if not pruned(snapshot.folder)
    }
    named = [name for name in _with_names(workspace, snapshots.name) if _snapshot_of(name) not in with_records]
    for folder in named:
        _forget(folder)
    return len(named)


def _with_names(workspace: Path, org_id: str) -> Iterator[Path]:
    return (folder for folder in Archive.of(workspace, org_id).all() if (folder / LABELS).is_file())


def _snapshot_of(folder: Path) -> object:
    said = read_json(folder).get("snapshot")
    return said.get("manifest_sha256") if isinstance(said, dict) else None


def _forget(folder: Path) -> None:
    """The pages first and the names last, so that a prune that was interrupted is taken up by the next."""
    review = with_examples(from_json(json.dumps(read_json(folder))), folder)
    named = [each.name for each in FORMATS.values() if each.shows_names and (folder / each.file).is_file()]
    with TemporaryDirectory(dir=folder, prefix=".anonymize-") as beside:
        write(review, Path(beside), named, redact=True)
        for page in Path(beside).iterdir():
            page.replace(folder / page.name)
    (folder / LABELS).unlink()
