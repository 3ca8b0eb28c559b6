"""Writing so that a file is whole or absent, and only its owner reads it.

Everything durable in a snapshot goes through these few functions: written under another name, fsynced, renamed,
and the folder fsynced as well, because a rename that the folder does not know of is lost with the power.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sf_audit.errors import IntegrityBroken
from sf_audit.model.counts import count

#: Added to the name of a file that is not whole yet.
UNFINISHED = ".tmp"

_CHUNK = 1 << 20
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def private_folder(folder: Path) -> Path:
    """The folder, made with its parents where missing; readable by its owner only."""
    with said_plainly(folder):
        if not folder.parent.exists():
            private_folder(folder.parent)
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)
        folder.chmod(0o700)
    return folder


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, if it is there."""
    with said_plainly(folder):
        if folder.exists():
            shutil.rmtree(folder)


def write_whole(path: Path, payload: bytes, *, by_way_of: Path | None = None) -> None:
    """Put a file in place that is whole after any crash, or not there; an older one is replaced.

    `by_way_of` is its name until it is whole, where a folder must not hold unfinished files.
    """
    unfinished = by_way_of or path.with_name(path.name + UNFINISHED)
    with said_plainly(path, len(payload)):
        try:
            _drop(unfinished)
            _write(unfinished, payload, os.O_CREAT | os.O_EXCL)
            os.replace(unfinished, path)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()  # on a full disk these are the bytes that others need
            raise
        sync_folder(path.parent)


def _drop(unfinished: Path) -> None:
    """Remove what a killed run left under this name, or what somebody planted there; a link itself, not its target."""
    if os.path.lexists(unfinished):
        os.unlink(unfinished)


def append(path: Path, line: bytes) -> None:
    """Add one line to a file that exists; after a crash the line may be torn, but no other is."""
    with said_plainly(path, len(line)):
        _write(path, line, os.O_APPEND)


def move_folder(source: Path, target: Path) -> None:
    """Rename a folder whose files are all synced: the one moment at which a snapshot begins to exist."""
    with said_plainly(target):
        os.rename(source, target)
        sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as durable as the files behind them."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def free_bytes(folder: Path) -> int:
    """What a user without special rights may still write there."""
    return shutil.disk_usage(folder).free


def need_room(folder: Path, estimate: int, *, free: Callable[[Path], int] = free_bytes) -> None:
    """Raise before anything is read when less than twice the estimated bytes are free."""
    available = free(folder)
    if available < 2 * estimate:
        raise IntegrityBroken(
            f"{folder} has {_megabytes(available)} free; this snapshot needs {_megabytes(2 * estimate)}",
            hint="Free some space, prune older snapshots, or keep the workspace on another disk.",
        )


@contextmanager
def said_plainly(path: Path, needed: int = 0) -> Iterator[None]:
    """Turn what the disk refuses into an error for a person; `needed` is in bytes, where some were to be written."""
    try:
        yield
    except OSError as problem:
        raise _refusal(path, needed, problem) from problem


def _write(path: Path, payload: bytes, how: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | how, 0o600)
    try:
        rest = memoryview(payload)
        while rest:
            rest = rest[os.write(descriptor, rest[:_CHUNK]) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(path: Path, needed: int, problem: OSError) -> IntegrityBroken:
    reason = os.strerror(problem.errno) if problem.errno else type(problem).__name__
    hint = "Check the disk and who may write there, then run again: finished pages are reused."
    if problem.errno in FULL:
        hint = "Free some space or keep the workspace on another disk, then run again: finished pages are reused."
    refused = f"stored ({count(needed, 'byte')})" if needed else "used"
    message = f"{path} could not be {refused}: {reason}. The snapshots from before are untouched"
    return IntegrityBroken(message, hint=hint)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
