"""What every reader hands over: pages of text as they arrive, and at the end what is known of them.

What the platform does not promise is a note; what contradicts itself makes the table incomplete.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa


class Sink(Protocol):
    """Takes a page of text under a key of its own within the table; `facts` are remembered with it."""

    def __call__(self, key: str, table: pa.Table, /, **facts: str | int | None) -> object: ...


@dataclass(slots=True)
class Reading:
    """How a table was read. `wrong` says why it is incomplete; None means that every proof held."""

    rows: int = 0
    wrong: str | None = None
    notes: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)

    def note(self, message: str) -> None:
        """Remember an oddity once."""
        if message not in self.notes:
            self.notes.append(message)

    def mark_incomplete(self, why: str) -> None:
        """The table is incomplete; the first reason is the one that is told."""
        self.wrong = self.wrong or why
