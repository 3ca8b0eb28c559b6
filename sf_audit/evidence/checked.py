"""What a verification found: files that are as written, what is wrong, and what nobody can prove."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sf_audit.errors import IntegrityBroken


@dataclass(slots=True)
class Checked:
    """`problems` are what is not as written; `unsealed`, what was written before there was a seal and proves nothing.

    `notes` are for people, and no fault. Each names its file or its entry.
    """

    folders: int = 0
    files: int = 0
    bytes: int = 0
    problems: list[str] = field(default_factory=list)
    unsealed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def counted(self, files: int, size: int) -> None:
        """Add the files of one folder."""
        self.folders, self.files, self.bytes = self.folders + 1, self.files + files, self.bytes + size

    def add(self, other: Checked) -> None:
        """What was found elsewhere, too."""
        self.folders, self.files, self.bytes = (
            self.folders + other.folders,
            self.files + other.files,
            self.bytes + other.bytes,
        )
        self.problems += other.problems
        self.unsealed += other.unsealed
        self.notes += other.notes

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """What is broken inside costs its own part alone."""
        try:
            yield
        except IntegrityBroken as broken:
            self.problems.append(str(broken))
