"""The folders of a workspace that the chain speaks of: snapshots, access snapshots and reviews of one org."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot import layout
from sf_audit.snapshot.chain_entry import Entry, Fingerprint, Kind
from sf_audit.snapshot.json_file import parsed, read_stored
from sf_audit.snapshot.manifest import Position, seal_of, sha256
from sf_audit.snapshot.plain_names import inside

SNAPSHOTS, ACCESS, REVIEWS = "snapshots", "access", "reviews"

_NUMBER = re.compile(r"[0-9]{1,9}")

#: The kinds of entries that a folder comes with.
CREATED = frozenset({Kind.SNAPSHOT, Kind.REVIEW})


def snapshot_folders(workspace: Path, org_id: str) -> list[Path]:
    """Folders of the org's snapshots: for each root, oldest first."""
    homes = (layout.org_folder(workspace / root, org_id) for root in (SNAPSHOTS, ACCESS))
    return [stored.folder for home in homes for stored in layout.snapshots(home)]


def review_folders(workspace: Path, org_id: str) -> list[Path]:
    """Folders of the org's reviews: for each period, oldest first."""
    home = layout.org_folder(workspace / REVIEWS, org_id)
    periods = sorted(path for path in home.iterdir() if _is_folder(path)) if home.is_dir() else []
    return [folder for period in periods for folder in numbered(period)]


def numbered(period: Path) -> list[Path]:
    """The folders with a number for a name, the smallest first."""
    if not period.is_dir():
        return []
    return sorted((path for path in period.iterdir() if _NUMBER.fullmatch(path.name)), key=lambda path: int(path.name))


def relative(workspace: Path, folder: Path) -> str:
    """A folder as the entries of the chain call it."""
    return folder.relative_to(workspace).as_posix()


def place(workspace: Path, name: str, where: object) -> Path:
    """The folder that an entry means. The root itself may be a link to another disk; nothing below it may."""
    root, _, rest = name.partition("/")
    if root not in {SNAPSHOTS, ACCESS, REVIEWS} or not rest:
        raise IntegrityBroken(f"{where} names {name[:80]}, which is no folder of evidence", hint="It was edited.")
    return inside(workspace / root, rest, where)


def there_already(workspace: Path, org_id: str) -> Mapping[str, Fingerprint]:
    """Manifests and files that were written before the chain began, by their paths in the workspace."""
    found: dict[str, Fingerprint] = {}
    for folder in snapshot_folders(workspace, org_id):
        names = (layout.MANIFEST, layout.TOMBSTONE)
        found |= _fingerprints(workspace, (folder / name for name in names))
    for folder in review_folders(workspace, org_id):
        found |= _fingerprints(workspace, sorted(folder.iterdir()) if _is_folder(folder) else ())
    return found


def without_entry(
    workspace: Path, org_id: str, entries: Iterable[Entry], now: Position
) -> Iterator[tuple[Kind, Path, str]]:
    """Whole folders that came when the chain stood where it stands, and whose run ended before it said so."""
    known = {entry.folder for entry in entries if entry.kind in CREATED}
    for kind, folders in (
        (Kind.SNAPSHOT, snapshot_folders(workspace, org_id)),
        (Kind.REVIEW, review_folders(workspace, org_id)),
    ):
        for folder in folders:
            if relative(workspace, folder) not in known and (manifest := written_upon(folder, now)):
                yield kind, folder, manifest


def written_upon(folder: Path, position: Position) -> str | None:
    """The SHA-256 of the folder's manifest, if it is sealed and was written where the chain stood there."""
    try:
        payload = read_stored(folder / layout.MANIFEST)
        sealed = read_stored(folder / layout.SEAL) == seal_of(payload)
        document = parsed(payload, folder / layout.MANIFEST)
    except IntegrityBroken:
        return None
    chain = document.get("chain") if isinstance(document, dict) else None
    return sha256(payload) if sealed and chain == {"entries": position.entries, "head": position.head} else None


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _fingerprints(workspace: Path, files: Iterable[Path]) -> dict[str, Fingerprint]:
    regular = (path for path in files if os.path.lexists(path) and path.is_file() and not path.is_symlink())
    return {relative(workspace, path): Fingerprint.of(path) for path in regular}
