"""One run at a time for one org, whatever name people gave it.

The lock is the operating system's (flock), so that it ends with the process, a killed one included. Some network
file systems refuse flock; there a file says who holds the lock: process, machine and the time at which the process
began. Left by a process of this machine that is gone, it is taken over. Of another machine nobody here can know.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from sf_audit.errors import AnotherRun
from sf_audit.small_file import read_small_file
from sf_audit.snapshot.disk import private_folder, said_plainly

#: What a file system answers that has no flock.
_REFUSED = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP})

_LOCK, _SOFT_LOCK = ".lock", ".lock-owner"

#: More bytes than a process and its machine take.
_LONGEST_OWNER = 10_000

#: Makes the operating system's lock of a file; an argument, so that a file system without locks can be tried.
FlockOf = Callable[[Path, float], BaseFileLock]


def flock(path: Path, wait: float) -> BaseFileLock:
    """The operating system's lock of this file; OSError where the file system has none."""
    return FileLock(path, timeout=wait, mode=0o600, fallback_to_soft=False)


def lock_org(org_folder: Path, *, flock_of: FlockOf = flock) -> BaseFileLock:
    """The lock of the org whose snapshots are in the folder, held until `release()`; AnotherRun where it is taken."""
    return lock_folder(private_folder(org_folder), flock_of=flock_of)


def lock_folder(folder: Path, *, wait: float = 0, flock_of: FlockOf = flock) -> BaseFileLock:
    """The lock of a folder, waited for so many seconds."""
    path = folder / _LOCK
    with said_plainly(path):
        try:
            return _acquired(flock_of(path, wait), path)
        except OSError as refused:
            if refused.errno not in _REFUSED:
                raise
        except NotImplementedError:
            pass
        owner = folder / _SOFT_LOCK
        return _acquired(SoftFileLock(owner, timeout=wait, mode=0o600), owner)


def _acquired(lock: BaseFileLock, path: Path) -> BaseFileLock:
    try:
        lock.acquire()
    except Timeout:
        raise AnotherRun(f"Another run holds {path}{_owner(path)}", hint=_hint(path)) from None
    return lock


def _owner(path: Path) -> str:
    """Who wrote the file of a lock: process and machine."""
    if path.name != _SOFT_LOCK:
        return ""
    try:
        process, host, *_ = read_small_file(path, _LONGEST_OWNER).decode("utf-8", "replace").splitlines()
    except (OSError, ValueError):
        return ""
    return f": process {process[:20]} on {host[:253]}"


def _hint(path: Path) -> str:
    if path.name != _SOFT_LOCK:
        return "Wait until it has ended; the lock goes with its process."
    return (
        "Wait until it has ended. This file system has no locks of its own (flock), so a process that was killed on "
        f"another machine leaves its file behind: if that process is gone, delete {path}. Better keep the workspace on "
        "a local disk."
    )
