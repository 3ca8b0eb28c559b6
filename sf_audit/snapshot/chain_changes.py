"""Changes of a stored review: each is an entry of the chain, and happens wholly or not at all.

The new files are made beside the review and are durable, then the entry is written, then they take their places. Killed
before the entry, nothing has changed; killed after it, the next run that writes to the chain finishes the change.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from sf_audit.snapshot import disk
from sf_audit.snapshot.chain_entry import Entry, Fingerprint, Kind
from sf_audit.snapshot.chain_folders import REVIEWS, place
from sf_audit.snapshot.layout import org_folder

CHANGES = frozenset({Kind.FORMAT, Kind.NAMES})
_PENDING = ".pending"


def staged(folder: Path, fill: Callable[[Path], None]) -> dict[str, Fingerprint]:
    """The files that `fill` makes for a folder, durable beside it."""
    pending = _pending(folder)
    disk.remove_folder(pending)
    with disk.said_plainly(pending):
        pending.mkdir(mode=0o700)
    try:
        with disk.said_plainly(folder):
            fill(pending)
            make_durable(pending)
        return {path.name: Fingerprint.of(path) for path in sorted(pending.iterdir())}
    except BaseException:
        shutil.rmtree(pending, ignore_errors=True)  # on a full disk these are the bytes that others need
        raise


def outgoing(folder: Path, names: Collection[str]) -> dict[str, Fingerprint]:
    """The files of these names that are in the folder now."""
    return {name: Fingerprint.of(folder / name) for name in sorted(names) if (folder / name).is_file()}


def finish(workspace: Path, entry: Entry) -> None:
    """Put the files of a change in place; the second time it does nothing."""
    folder = place(workspace, entry.folder, f"entry {entry.number} of the chain")
    pending = _pending(folder)
    with disk.said_plainly(folder):
        for name, file in entry.files.items():
            if (pending / name).is_file() and Fingerprint.of(pending / name) == file:
                os.replace(pending / name, folder / name)
        for name in entry.removed.keys() - entry.files.keys():
            (folder / name).unlink(missing_ok=True)
        disk.sync_folder(folder)
    disk.remove_folder(pending)


def drop_unfinished(workspace: Path, org_id: str) -> None:
    """Remove what was made for changes that no entry speaks of."""
    for pending in org_folder(workspace / REVIEWS, org_id).glob(f"*/.*{_PENDING}"):
        disk.remove_folder(pending)


def make_durable(folder: Path) -> None:
    """Private files whose bytes are on the disk before their folder gets its name."""
    for path in folder.iterdir():
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    disk.sync_folder(folder)


def _pending(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{_PENDING}")
