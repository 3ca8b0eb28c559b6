"""The bytes of a page: unpacked while they arrive, and the proof that the transfer brought them all."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping

from sf_audit.model.counts import count

#: Rows are asked for so that a page has some 16 MB of text. One beyond this is not read to its end, but asked for again
#: with fewer rows.
LARGEST_PAGE = 256 << 20

#: Text never shrinks further than this once it is long; a gzip bomb does (at most 1032:1).
_STEEPEST = 600
_STEEPEST_FROM = 64 << 20

_PIECE = 1 << 20


class PageRejected(Exception):
    """A page is not what the server said it is; reading it again may give the right one."""


class PageTooLarge(PageRejected):
    """A page has more text than fits; one of fewer rows may not."""


def shows_its_end(headers: Mapping[str, str]) -> bool:
    """Whether `pieces` would notice a missing end. `headers` have lower-case names."""
    return _zipped(headers) or headers.get("content-length", "").isdigit()


def pieces(headers: Mapping[str, str], chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What the chunks hold, unpacked. Raises PageRejected, at the end also for what is missing there."""
    declared = headers.get("content-length", "")
    received = _Count(chunks)
    unpacked = 0
    for piece in _unzipped(received) if _zipped(headers) else received:
        unpacked += len(piece)
        _check_size(unpacked, received.bytes)
        yield piece
    if declared.isdigit() and int(declared) != received.bytes:
        raise PageRejected(f"{count(received.bytes, 'byte')} of a page arrived where {declared} were announced")


class _Count:
    """Counts the bytes that came so far."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.bytes += len(chunk)
            yield chunk


def _zipped(headers: Mapping[str, str]) -> bool:
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"gzip", "x-gzip", "identity", ""}:
        raise PageRejected("a page came in an encoding that was not asked for")
    return encoding in {"gzip", "x-gzip"}


def _unzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    gunzip = zlib.decompressobj(31)
    for chunk in chunks:
        if gunzip.eof:
            raise PageRejected("a page goes on after its gzip end")
        yield from _unpacked(gunzip, chunk)
    if not gunzip.eof:
        raise PageRejected("a page stops before its gzip end")
    if gunzip.unused_data:
        raise PageRejected("a page goes on after its gzip end")


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
        raise PageTooLarge("a page unpacks to more than any page should hold")
