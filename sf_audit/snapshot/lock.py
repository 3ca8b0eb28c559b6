"""One run at a time for one org, whatever name people gave it.

The lock is the operating system's (flock), so that it ends with the process, a killed one included.
"""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from sf_audit.errors import AnotherRun, UsageProblem
from sf_audit.snapshot.disk import private_folder, said_plainly


def lock_org(org_folder: Path) -> FileLock:
    """The lock of the org whose snapshots are in the folder, held until `release()`; AnotherRun where it is taken."""
    path = private_folder(org_folder) / ".lock"
    lock = FileLock(path, timeout=0, mode=0o600)
    with said_plainly(path, 0):
        try:
            lock.acquire()
        except Timeout as taken:
            raise AnotherRun(
                f"Another run holds {path}", hint="Wait until it has ended; the lock goes with its process."
            ) from taken
        except NotImplementedError as unsupported:
            raise UsageProblem(
                f"{org_folder} is on a file system without locks", hint="Keep the workspace on a local disk."
            ) from unsupported
    return lock
