"""What of one table is already on disk, so that a run that was killed goes on where it stopped.

One line of JSON for each step, fsynced before the step counts as done. A torn last line is what a crash
leaves; it and what follows is dropped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from sf_audit.snapshot import disk
from sf_audit.snapshot.json_file import read_stored

Fact: TypeAlias = str | int | float | bool | None
Step: TypeAlias = dict[str, object]


class Journal:
    """The steps of one table, the first of which says what table it is.

    `steps` holds those of an earlier attempt at the same table; a journal that begins otherwise is dropped.
    """

    def __init__(self, path: Path, beginning: Mapping[str, object]) -> None:
        self._path = path
        self._beginning = dict(beginning)
        self.steps = list(_whole_lines(path))
        if self.steps[:1] != [self._beginning]:
            self.restart()
        elif path.read_bytes() != b"".join(map(_line, self.steps)):
            disk.write_whole(path, b"".join(map(_line, self.steps)))

    def add(self, step: Mapping[str, object]) -> None:
        """Make one step durable."""
        disk.append(self._path, _line(step))
        self.steps.append(dict(step))

    def restart(self) -> None:
        """Forget every step but the first."""
        disk.write_whole(self._path, _line(self._beginning))
        self.steps = [self._beginning]


def _line(step: Mapping[str, object]) -> bytes:
    return (json.dumps(step, sort_keys=True) + "\n").encode()


def _whole_lines(path: Path) -> Iterator[Step]:
    if not os.path.lexists(path):
        return
    for line in read_stored(path).split(b"\n"):
        try:
            step = json.loads(line)
        except (ValueError, RecursionError):
            return
        if not isinstance(step, dict):
            return
        yield step
