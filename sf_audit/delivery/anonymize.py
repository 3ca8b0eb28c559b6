"""Names leave stored reviews when the records that they are of leave the snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sf_audit.delivery.written import write
from sf_audit.model.layout import Audience, Layout
from sf_audit.report.formats import FORMATS
from sf_audit.report.review_json import from_json
from sf_audit.review.archive import Archive, read_json
from sf_audit.review.examples import with_examples
from sf_audit.review.labels import LABELS
from sf_audit.rulebook.workspace.config import load_config
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.chain_entry import Kind
from sf_audit.snapshot.tombstone import with_records

_WHY = "the records that these names are of were removed from the snapshot"


def forget_names(chain: Chain, snapshots: Path) -> int:
    """Take the names out of reviews of this org whose snapshot has no records any more; how many reviews had some."""
    kept = with_records(snapshots)
    named = [name for name in _with_names(chain.workspace, snapshots.name) if _snapshot_of(name) not in kept]
    for folder in named:
        _forget(chain, folder)
    return len(named)


def _with_names(workspace: Path, org_id: str) -> Iterator[Path]:
    return (folder for folder in Archive.of(workspace, org_id).all() if (folder / LABELS).is_file())


def _snapshot_of(folder: Path) -> object:
    snapshot = read_json(folder).get("snapshot")
    return snapshot.get("manifest_sha256") if isinstance(snapshot, dict) else None


def _forget(chain: Chain, folder: Path) -> None:
    """One entry of the chain: the pages without names take the place of the others, and then the names go."""
    review = with_examples(from_json(json.dumps(read_json(folder))), folder)
    paper = load_config(chain.workspace).paper
    named = {audience: _with_names_in(folder, audience) for audience in (None, *Audience)}

    def fill(beside: Path) -> None:
        for audience, formats in named.items():
            write(review, beside, formats, redact=True, layout=Layout(paper, audience), findings=folder)

    with chain.writing() as writer:
        writer.change(Kind.NAMES, folder, fill, remove=[LABELS], reason=_WHY)


def _with_names_in(folder: Path, audience: Audience | None) -> list[str]:
    """The formats that are there and show names: of an edition, or of the whole review."""
    return [
        each.name
        for each in FORMATS.values()
        if each.shows_names and (each.editions or not audience) and (folder / each.file_for(audience)).is_file()
    ]
