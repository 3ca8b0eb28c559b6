"""Stores one page while the next one arrives: the line and the disk wait for nobody's arithmetic.

Two pages at most are on their way to the disk, so three are in memory: a small page behind a large one does not hold
up the line. Pages are stored in the order in which they came. Where one cannot be stored, none after it is, and the
reason is raised at one of the next pages, or at the end.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import pyarrow as pa

from sf_audit.connector.api.read_report import Sink

_ON_THEIR_WAY = 2

#: Bytes of pages that are on their way to the disk; a page that is larger waits until it is alone.
_BYTES_ON_THEIR_WAY = 96 << 20


class Behind:
    """A sink that returns before the page is stored; use it in a `with` statement, after which every page is."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._pages: deque[tuple[Future[object], int]] = deque()

    def __call__(self, key: str, table: pa.Table, /, **facts: str | int | None) -> None:
        """Store the page once those before are stored. Raises what came of one of them."""
        before = self._pages[-1][0] if self._pages else None
        self._settle(_ON_THEIR_WAY - 1, _BYTES_ON_THEIR_WAY - table.nbytes)
        self._pages.append((self._pool.submit(self._stored, before, key, table, **facts), table.nbytes))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True)
        self._settle(0, 0)

    def _stored(self, before: Future[object] | None, key: str, table: pa.Table, /, **facts: str | int | None) -> object:
        """A page without the one before would be a hole in the table, so what came of that one is raised here too."""
        if before is not None:
            before.result()
        return self._sink(key, table, **facts)

    def _settle(self, left: int, room: int) -> None:
        """Wait until no more than this many pages are on their way, and no more than so many bytes."""
        while len(self._pages) > left or (self._pages and sum(size for _, size in self._pages) > room):
            self._pages.popleft()[0].result()
