"""Queries that have more rows than one batch, kept open under their locators.

"Query (Next)" in the "REST API Developer Guide": the locator is followed by the offset of the next
batch, and a batch can be asked for again while the locator is valid.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from sf_audit.demo.server.ids import made
from sf_audit.demo.server.refusals import locator_invalid
from sf_audit.demo.soql.answer import Answer


@dataclass(slots=True)
class Cursor:
    """An open answer, how many rows to give at a time, and where it was asked (data or tooling)."""

    answer: Answer
    size: int
    tooling: bool
    closed: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def batch(self, offset: int, version: str) -> list[dict[str, object]]:
        """The rows from `offset`, as JSON-ready dicts; Refusal if the cursor was dropped meanwhile."""
        with self.lock:
            if self.closed:
                raise locator_invalid()
            return self.answer.records(offset, self.size, version=version)


class Cursors:
    """The open cursors of the signed-in user; beyond `most` the oldest is closed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: OrderedDict[str, Cursor] = OrderedDict()
        self._made = 0
        self._lock = threading.Lock()

    def keep(self, cursor: Cursor) -> str:
        """Keep the cursor open and say its locator, without the offset."""
        with self._lock:
            self._made += 1
            locator = made("0r8", self._made)
            self._open[locator] = cursor
            surplus = [self._open.popitem(last=False)[1] for _ in range(len(self._open) - self._most)]
        for old in surplus:
            _close(old)
        return locator

    def find(self, locator: str, tooling: bool) -> tuple[Cursor, str, int]:
        """The cursor, its locator and the offset of `0r8…-2000`; Refusal if it is not open."""
        name, _, offset = locator.rpartition("-")
        with self._lock:
            cursor = self._open.get(name)
        if cursor is None or cursor.tooling != tooling or not offset.isdecimal():
            raise locator_invalid()
        if not 0 <= int(offset) < cursor.answer.total:
            raise locator_invalid()
        return cursor, name, int(offset)

    def drop(self) -> None:
        """Close every cursor, as when locators time out."""
        with self._lock:
            surplus = list(self._open.values())
            self._open.clear()
        for old in surplus:
            _close(old)

    def close(self) -> None:
        """Close every cursor when the server stops."""
        self.drop()


def _close(cursor: Cursor) -> None:
    with cursor.lock:
        cursor.closed = True
        cursor.answer.close()
