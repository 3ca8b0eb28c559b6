"""Children of one record that do not fit in a batch, kept under a locator of their own.

"Query" in the "REST API Developer Guide": the result of a subquery has a `nextRecordsUrl` when there are more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from sf_audit.demo.server.ids import made
from sf_audit.demo.server.refusals import locator_invalid

_MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Brood:
    """All children of one record, and how many are given at a time."""

    name: str
    children: list[dict[str, object]]
    size: int

    def batch(self, locator: str) -> list[dict[str, object]]:
        """The children from the offset of a locator, or the first."""
        start = self._offset(locator)
        return self.children[start : start + self.size]

    def envelope(self, locator: str, path: str) -> dict[str, object]:
        """What stands around that batch; `path` is where queries are."""
        following = self._offset(locator) + self.size
        more = following < len(self.children)
        where = {"nextRecordsUrl": f"{path}/{self.name}-{following}"} if more else {}
        return {"totalSize": len(self.children), "done": not more, **where}

    def _offset(self, locator: str) -> int:
        offset = locator.rpartition("-")[2] or "0"
        if not offset.isdecimal() or int(offset) >= len(self.children):
            raise locator_invalid()
        return int(offset)


class Broods:
    """The broods of the signed-in user; the oldest is forgotten."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Brood] = OrderedDict()
        self._made = 0
        self._lock = threading.Lock()

    def keep(self, children: list[dict[str, object]], size: int) -> Brood | None:
        """Keep children that are more than one batch; None if they are not."""
        if len(children) <= size:
            return None
        with self._lock:
            self._made += 1
            brood = Brood(made("01g", self._made), children, size)
            self._kept[brood.name] = brood
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return brood

    def find(self, locator: str) -> Brood | None:
        """The brood of a locator."""
        with self._lock:
            return self._kept.get(locator.rpartition("-")[0])

    def close(self) -> None:
        """Forget them all."""
        with self._lock:
            self._kept.clear()
