"""The rows of a page, parsed in another thread while the rest of it arrives.

A page is cut where a row ends: at a line feed with an even number of quotes before it. What was parsed is let
go of, so a page is in memory once and not as text besides. Everything is read as text; empty and missing are the
same thing in this format and become null.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
from pyarrow import csv

from sf_audit.connector.bulk.page_body import PageRejected

#: So many parts may wait to be parsed; the line waits for them, so that a page is not in memory as text besides.
_WAITING_AT_MOST = 8

#: So many bytes are worth parsing.
PART = 1 << 20

_REPLACEMENT = "\ufffd".encode()


class ArrivingRows:
    """Takes the text of a page piece by piece; use it in a `with` statement.

    It is parsed in parts of `part` bytes and more, because the end of a row is waited for.
    `header` is the length of the header row, 0 where there is none; it, `balanced` and `newline` hold after `end`.
    `damaged` counts the places that were not valid UTF-8 and were replaced; it holds after `table`.
    """

    def __init__(self, columns: Sequence[str], *, part: int = PART) -> None:
        self.length = 0
        self.header = 0
        self.newline = False
        self.balanced = True
        self.damaged = 0
        self._columns = list(columns)
        self._rest = bytearray()
        self._part = part
        self._worthwhile = part
        self._parts: list[Future[tuple[pa.Table, int]]] = []
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="parse")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def take(self, piece: bytes) -> None:
        """The next bytes of the page."""
        self._rest += piece
        self.length += len(piece)
        if len(self._rest) >= self._worthwhile:
            self._cut(_last_end(self._rest))
            self._worthwhile = max(self._part, 2 * len(self._rest))

    def end(self) -> None:
        """There is no more to come."""
        self.newline = self._rest[-1:] == b"\n" or (not self._rest and bool(self._parts))
        self.balanced = _quotes(self._rest) % 2 == 0
        if self._rest:
            self._cut(len(self._rest))

    def table(self) -> pa.Table:
        """All rows, once they are parsed. Raises PageRejected where they are not CSV of these columns."""
        tables = []
        for part in self._parts:
            table, damaged = part.result()
            tables.append(table)
            self.damaged += damaged
        return pa.concat_tables(tables)

    def _cut(self, at: int) -> None:
        if not at:
            return
        text = bytes(memoryview(self._rest)[:at])
        del self._rest[:at]
        skip = 0
        if not self._parts:
            self.header = _header_length(text, self._columns)
            skip = 1 if self.header else 0
        if len(self._parts) >= _WAITING_AT_MOST:
            wait([self._parts[-_WAITING_AT_MOST]])
        self._parts.append(self._pool.submit(_parsed, text, self._columns, skip))


def _quotes(text: bytearray | bytes | memoryview) -> int:
    return int(np.count_nonzero(np.frombuffer(text, dtype=np.uint8) == ord('"')))


def _last_end(text: bytearray) -> int:
    """Where the last whole row of the text ends, which begins with a row; 0 where none does."""
    before, at = _quotes(text), len(text)
    while (found := text.rfind(b"\n", 0, at)) >= 0:
        before -= text.count(b'"', found, at)
        if before % 2 == 0:
            return found + 1
        at = found
    return 0


def _header_length(text: bytes, columns: Sequence[str]) -> int:
    """How many bytes the header row has; 0 when the first row is not the list of columns."""
    end = text.find(b"\n")
    line = text[: end if end >= 0 else len(text)].rstrip(b"\r")
    found = [part[1:-1] if part[:1] == b'"' == part[-1:] else part for part in line.split(b",")]
    wanted = [column.lower().encode() for column in columns]
    if [part.lower() for part in found] != wanted:
        return 0
    return len(text) if end < 0 else end + 1


def _parsed(text: bytes, columns: Sequence[str], skip: int) -> tuple[pa.Table, int]:
    """The rows of whole lines, and how many places had to be replaced to make them text."""
    try:
        return _table(text, columns, skip), 0
    except pa.ArrowInvalid:
        repaired = text.decode("utf-8", "replace").encode()
    damaged = repaired.count(_REPLACEMENT) - text.count(_REPLACEMENT)
    if damaged:
        try:
            return _table(repaired, columns, skip), damaged
        except pa.ArrowInvalid:
            pass
    # The parser's message quotes the row, so it must not travel further.
    raise PageRejected("a page is not well-formed CSV")


def _table(text: bytes, columns: Sequence[str], skip: int) -> pa.Table:
    """All in one block: pyarrow refuses a row that straddles two ("straddling object")."""
    return csv.read_csv(
        pa.BufferReader(text),
        read_options=csv.ReadOptions(
            column_names=list(columns), skip_rows=skip, block_size=len(text) + 1, use_threads=False
        ),
        parse_options=csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )
