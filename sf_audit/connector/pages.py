"""A page of Bulk API 2.0 results: what arrived, and the proof that it is whole.

A page is believed when everything the server said about it holds: the transfer ended where it said
it would, the header row is the SELECT list, quotes are balanced, and there are as many rows as
`Sforce-NumberOfRecords` ("Get Results for a Query Job"). The count alone is not enough: a page cut
inside its last row keeps its count. Everything is read as text; empty and missing are the same
thing in this format and become null.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

#: The locator after the last page is this word.
END = "null"

#: More than any page of 50,000 rows was seen to have; a page beyond it is not read to its end.
LARGEST_PAGE = 1 << 30

#: Text never shrinks further than this once it is long; a gzip bomb does (at most 1032:1).
_STEEPEST = 600
_STEEPEST_FROM = 64 << 20

#: Bytes that are parsed at a time. Rows must fit a block: pyarrow refuses a row that straddles two ("straddling
#: object"), so a page with longer ones is parsed once more, in blocks that no row can fill.
_BLOCKS = (1 << 20, 64 << 20)

_PIECE = 1 << 20

_REPLACEMENT = "\ufffd".encode()


class PageRejected(Exception):
    """A page is not what the server said it is; reading it again may give the right one."""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page. `end_proved` when the transfer itself showed that nothing is missing."""

    text: bytearray
    end_proved: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A verified page. `locator` leads to the next one; it is END after the last, empty where nobody said it.

    `final_newline` is None for a page without rows. `notes` are oddities that are not proof of harm.
    """

    table: pa.Table
    locator: str
    final_newline: bool | None
    notes: tuple[str, ...] = ()


def read_page(
    headers: Mapping[str, str], chunks: Iterable[bytes], columns: Sequence[str], *, first: bool = True
) -> Page:
    """A page of these columns, all text. Raises PageRejected with the first thing that does not hold.

    Whether pages after the first repeat the header row is nowhere promised: without it, all rows must be there.
    """
    said = {key.lower(): value for key, value in headers.items()}
    count, locator = _announced(said)
    body = read_body(said, chunks)
    if not body.text and count == 0 and body.end_proved:
        return Page(_empty(columns), locator, None, ("an empty page came without its header row",))
    _check_kind(said)
    header = _header_length(body.text, columns)
    if first and not header:
        raise PageRejected("the header row of a page is not the list of columns that was asked for")
    newline = body.text[-1:] == b"\n"
    _check_end(body, newline)
    table, notes = _parse(body.text, columns, skip=1 if header else 0)
    if not header:
        notes = (*notes, "pages after the first come without the header row")
    if table.num_rows != count:
        raise PageRejected(f"a page has {table.num_rows} rows where the server counted {count}")
    if not newline:
        notes = (*notes, "a page does not end with a newline")
    return Page(table, locator, newline if len(body.text) > header else None, notes)


def read_body(headers: Mapping[str, str], chunks: Iterable[bytes]) -> Body:
    """What the chunks hold, unpacked. `headers` have lower-case names."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    zipped = encoding in {"gzip", "x-gzip"}
    if not zipped and encoding not in {"identity", ""}:
        raise PageRejected("a page came in an encoding that was not asked for")
    text = bytearray()
    received = _unzip(chunks, text) if zipped else _copy(chunks, text)
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) != received:
        raise PageRejected(f"{received} bytes of a page arrived where {declared} were announced")
    return Body(text, end_proved=zipped or declared.isdigit())


def _announced(headers: Mapping[str, str]) -> tuple[int, str]:
    count = headers.get("sforce-numberofrecords", "")
    if not count.isdigit():
        raise PageRejected("a page came without its Sforce-NumberOfRecords header")
    return int(count), headers.get("sforce-locator", "").strip()


def _check_kind(headers: Mapping[str, str]) -> None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "text/csv":
        raise PageRejected("a page came as something other than text/csv")


def _header_length(text: bytearray, columns: Sequence[str]) -> int:
    """How many bytes the header row has; 0 when the first row is not the list of columns."""
    end = text.find(b"\n")
    line = bytes(text[: end if end >= 0 else len(text)]).rstrip(b"\r")
    found = [part[1:-1] if part[:1] == b'"' == part[-1:] else part for part in line.split(b",")]
    wanted = [column.lower().encode() for column in columns]
    if [part.lower() for part in found] != wanted:
        return 0
    return len(text) if end < 0 else end + 1


def _check_end(body: Body, newline: bool) -> None:
    if not newline and not body.end_proved:
        raise PageRejected("a page stops within its last row")
    view = np.frombuffer(body.text, dtype=np.uint8)
    quotes = sum(int(np.count_nonzero(view[at : at + _PIECE] == ord('"'))) for at in range(0, len(view), _PIECE))
    if quotes % 2:
        raise PageRejected("a page has an unbalanced quote")


def _parse(text: bytearray, columns: Sequence[str], *, skip: int) -> tuple[pa.Table, tuple[str, ...]]:
    try:
        return _table(text, columns, skip), ()
    except pa.ArrowInvalid as problem:
        repaired, damaged = _repaired(text)
        if not damaged:
            # The parser's message quotes the row, so it must not travel further.
            raise PageRejected("a page is not well-formed CSV") from problem
        return _table_or_rejected(repaired, columns, skip), (
            f"{damaged} places were not valid UTF-8 and were replaced",
        )


def _table_or_rejected(text: bytes, columns: Sequence[str], skip: int) -> pa.Table:
    try:
        return _table(text, columns, skip)
    except pa.ArrowInvalid:
        raise PageRejected("a page is not well-formed CSV") from None


def _table(text: bytes | bytearray, columns: Sequence[str], skip: int) -> pa.Table:
    small, large = _BLOCKS
    try:
        return _in_blocks(text, columns, skip, small)
    except pa.ArrowInvalid:
        return _in_blocks(text, columns, skip, large)


def _in_blocks(text: bytes | bytearray, columns: Sequence[str], skip: int, size: int) -> pa.Table:
    return csv.read_csv(
        pa.BufferReader(pa.py_buffer(text)),
        read_options=csv.ReadOptions(column_names=list(columns), skip_rows=skip, block_size=size),
        parse_options=csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _repaired(text: bytearray) -> tuple[bytes, int]:
    repaired = text.decode("utf-8", "replace").encode()
    return repaired, repaired.count(_REPLACEMENT) - text.count(_REPLACEMENT)


def _empty(columns: Sequence[str]) -> pa.Table:
    return pa.table({column: pa.array([], pa.string()) for column in columns})


def _copy(chunks: Iterable[bytes], text: bytearray) -> int:
    for chunk in chunks:
        text += chunk
        if len(text) > LARGEST_PAGE:
            raise PageRejected("a page is larger than any page should be")
    return len(text)


def _unzip(chunks: Iterable[bytes], text: bytearray) -> int:
    received = 0
    gunzip = zlib.decompressobj(31)
    for chunk in chunks:
        received += len(chunk)
        if gunzip.eof:
            raise PageRejected("a page goes on after its gzip end")
        for piece in _unpacked(gunzip, chunk):
            text += piece
            _check_size(len(text), received)
    if not gunzip.eof:
        raise PageRejected("a page stops before its gzip end")
    if gunzip.unused_data:
        raise PageRejected("a page goes on after its gzip end")
    return received


def _unpacked(gunzip: zlib._Decompress, chunk: bytes) -> Iterator[bytes]:
    """What a chunk holds, a block at a time, so that a bomb is noticed before it fills the memory."""
    rest, full = chunk, True
    while rest or full:
        try:
            piece = gunzip.decompress(rest, _PIECE)
        except zlib.error:
            raise PageRejected("a page is damaged: gzip does not unpack") from None
        rest, full = gunzip.unconsumed_tail, len(piece) == _PIECE
        yield piece


def _check_size(unpacked: int, received: int) -> None:
    if unpacked > LARGEST_PAGE or (unpacked > _STEEPEST_FROM and unpacked > received * _STEEPEST):
        raise PageRejected("a page unpacks to more than any page should hold")
