"""Stores one page while the next one arrives: the line and the disk wait for nobody's arithmetic.

One page at most is on its way to the disk, so two are in memory. Pages are stored in the order in which they
came, and whatever the storing raises is raised at the next page, or at the end.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import pyarrow as pa

from sf_audit.connector.reading import Sink


class Behind:
    """A sink that returns before the page is stored; use it in a `with` statement, after which every page is."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._last: Future[object] | None = None

    def __call__(self, key: str, table: pa.Table, /, **facts: str | int | None) -> None:
        """Store the page once the one before is stored. Raises what came of that one."""
        self._settle()
        self._last = self._pool.submit(self._sink, key, table, **facts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True)
        self._settle()

    def _settle(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            last.result()
