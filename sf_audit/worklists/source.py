"""Which review the lists are made of, and the snapshot that it judged, where that is still there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sf_audit.errors import UsageProblem
from sf_audit.review.archive import SOME_RULES, Archive, find_review
from sf_audit.snapshot import layout
from sf_audit.snapshot.chain_folders import SNAPSHOTS
from sf_audit.snapshot.json_file import read_stored
from sf_audit.snapshot.manifest import sha256
from sf_audit.snapshot.scratch import scratch_folder
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.tables import Snapshot


def newest_review(workspace: Path, orgs: Sequence[str]) -> Path:
    """The review that stands for the newest month of the workspace's one org; UsageProblem where that says not which.

    A review of some of the rules stands for no month.
    """
    reviewed = [(org, months) for org in orgs if (months := _months(Archive.of(workspace, org)))]
    if not reviewed:
        raise UsageProblem(
            f"no whole review is stored in {workspace}",
            hint="Review first (sf-audit review), or name the folder of a review with --review.",
        )
    if len(reviewed) > 1:
        names = ", ".join(org for org, _ in reviewed)
        raise UsageProblem(f"{workspace} has reviews of several orgs: {names}", hint="Name one with --review FOLDER.")
    org, months = reviewed[0]
    return Archive.of(workspace, org).best_first(months[0])[0]


def stored_review(where: Path | None, workspace: Path, orgs: Sequence[str]) -> Path:
    """The folder of the review that somebody named, or of the newest month; not resolved, but absolute."""
    return Path(os.path.abspath(find_review(where) if where else newest_review(workspace, orgs)))


@contextmanager
def snapshot_of(manifest_sha256: str, workspace: Path, org_id: str) -> Iterator[Snapshot | None]:
    """The snapshot with this manifest, open for as long as the block lasts; None where it is not stored here."""
    home = layout.org_folder(workspace / SNAPSHOTS, org_id)
    stored = reversed(layout.snapshots(home))
    folder = next((each.folder for each in stored if _manifest(each.folder) == manifest_sha256), None)
    if folder is None:
        yield None
        return
    with scratch_folder(workspace / SNAPSHOTS, org_id) as scratch:
        snapshot = open_snapshot(folder, scratch=scratch)
        with snapshot.connection:
            yield snapshot


def _months(archive: Archive) -> list[str]:
    return [period for period in archive.periods() if period != SOME_RULES and archive.of_period(period)]


def _manifest(folder: Path) -> str:
    return sha256(read_stored(folder / layout.MANIFEST))
