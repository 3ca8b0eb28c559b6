"""The query jobs that we made in an org and that are still there, over all runs.

What an org was told to make is written down before its rows are read, because a run may end at any moment before it
deletes them. Only these ids are ever deleted: nobody lists the jobs of an org, most of which are other people's.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Collection, Set
from pathlib import Path

from sf_audit.snapshot import disk
from sf_audit.snapshot.json_file import read_stored

_ID = re.compile(r"[A-Za-z0-9]{15,18}")


class OwnJobs:
    """A file with one id in each line. Safe to share between threads; the org's lock keeps other runs away."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def add(self, job: str) -> None:
        """Write down a job of ours; it is durable when this returns."""
        with self._lock:
            known = self._read()
            if job not in known:
                self._write([*known, job])

    def forget(self, gone: Set[str]) -> None:
        """These are no longer in the org."""
        with self._lock:
            known = self._read()
            if not gone.isdisjoint(known):
                self._write([job for job in known if job not in gone])

    def left(self) -> tuple[str, ...]:
        """The jobs that may still be in the org, oldest first."""
        with self._lock:
            return tuple(self._read())

    def _read(self) -> list[str]:
        text = read_stored(self._file).decode("ascii", "replace") if os.path.lexists(self._file) else ""
        return [line for line in text.splitlines() if _ID.fullmatch(line)]

    def _write(self, jobs: Collection[str]) -> None:
        disk.write_whole(self._file, "".join(f"{job}\n" for job in jobs).encode())
