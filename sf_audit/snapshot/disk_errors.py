"""What this machine refuses while stored records are looked at, a full disk for example: no fault of what looked.

Files are written by Python, by Arrow and by DuckDB. Python and Arrow raise OSError with its number; DuckDB's errors end
with the words of the system, and where what it spills finds no room, with the name of a setting.
"""

from __future__ import annotations

import errno
import os

import duckdb

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.disk import FULL

_FAILING = (errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE)

#: By its name DuckDB says that the disk has no room for what does not fit into memory ("max_temp_directory_size").
_SPILL_LIMIT = "max_temp_directory_size"

_ROOM = "Free some space, or keep the workspace on another disk, then run again: what was read is reused."
_LOOK = "Look at the disk and the limit of open files (ulimit -n), then run again: what was read is reused."


def disk_error(problem: Exception) -> IntegrityBroken | None:
    """What to say where this error means that the machine refused a file; None for any other error."""
    number = _refused(problem)
    if not number:
        return None
    return refused_file(number, _ROOM if number in FULL else _LOOK)


def refused_file(number: int, hint: str) -> IntegrityBroken:
    """What to say where the system refused a file with this number."""
    return IntegrityBroken(f"this machine refused a file: {os.strerror(number)}", hint=hint)


def _refused(problem: Exception) -> int:
    """The number of the system's error; 0 where the error is none of the machine's."""
    known = (*FULL, *_FAILING)
    if isinstance(problem, OSError) and problem.errno:
        return problem.errno if problem.errno in known else 0
    if isinstance(problem, duckdb.OutOfMemoryException) and _SPILL_LIMIT in str(problem):
        return errno.ENOSPC
    if isinstance(problem, duckdb.IOException | OSError):
        return next((number for number in known if os.strerror(number) in str(problem)), 0)
    return 0
