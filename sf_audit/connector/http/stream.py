"""An answer while it arrives: raw bytes, under a deadline and a lowest speed.

A read timeout says nothing of a server that sends one byte now and then: `requests` waits on it for ever. So the
time spent waiting for bytes is added up here; the caller's own work between two chunks does not count.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import requests
import urllib3

from sf_audit.connector.http.answer_sizes import LARGEST_BODY
from sf_audit.connector.http.api_errors import ApiError, Kind

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class TransferLimits:
    """How long one answer may take (seconds), and the least bytes per second over each `window` of seconds."""

    deadline: float = 600.0
    slowest: float = 1024.0
    window: float = 60.0
    clock: Callable[[], float] = time.monotonic


class Stream:
    """One answer. `chunks()` gives the bytes as sent, still in their `content_encoding`."""

    def __init__(self, answer: requests.Response, pace: TransferLimits) -> None:
        self._answer = answer
        self._pace = pace
        self.status = answer.status_code
        self.headers: Mapping[str, str] = answer.headers
        self.content_type = answer.headers.get("Content-Type", "")
        self.content_encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()

    def __iter__(self) -> Iterator[bytes]:
        return self.chunks()

    def chunks(self) -> Iterator[bytes]:
        """The body as sent. Raises ApiError UNAVAILABLE when it breaks off, is too slow or takes too long."""
        waited, window, received = 0.0, 0.0, 0
        while True:
            started = self._pace.clock()
            chunk = self._next()
            took = self._pace.clock() - started
            if not chunk:
                return
            waited, window, received = waited + took, window + took, received + len(chunk)
            if waited > self._pace.deadline:
                raise ApiError(Kind.UNAVAILABLE, "ANSWER_TOOK_TOO_LONG")
            if window >= self._pace.window:
                if received < self._pace.slowest * window:
                    raise ApiError(Kind.UNAVAILABLE, "ANSWER_TOO_SLOW")
                window, received = 0.0, 0
            yield chunk

    def read(self, at_most: int = LARGEST_BODY) -> bytes:
        """The whole body, decoded. Raises ApiError INVALID_RESPONSE for a broken or too large one."""
        if self.content_encoding in ("", "identity"):
            return self._joined(self.chunks(), at_most)
        if self.content_encoding not in ("gzip", "x-gzip"):
            raise ApiError(Kind.INVALID_RESPONSE, "UNKNOWN_ENCODING", status=self.status)
        decoder = zlib.decompressobj(31)
        try:
            body = self._joined((decoder.decompress(chunk, at_most + 1) for chunk in self.chunks()), at_most)
        except zlib.error:
            raise ApiError(Kind.INVALID_RESPONSE, "BROKEN_GZIP", status=self.status) from None
        # requests takes a gzip stream that ends early for a whole one.
        if not decoder.eof:
            raise ApiError(Kind.INVALID_RESPONSE, "TRUNCATED_GZIP", status=self.status)
        return body

    def close(self) -> None:
        """Give the connection back, or close it when something is left to read."""
        self._answer.close()

    def _joined(self, chunks: Iterator[bytes], at_most: int) -> bytes:
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > at_most:
                raise ApiError(Kind.INVALID_RESPONSE, "ANSWER_TOO_LARGE", status=self.status, final=True)
        return bytes(body)

    def _next(self) -> bytes:
        try:
            return self._answer.raw.read1(_CHUNK, decode_content=False) or b""
        except (urllib3.exceptions.HTTPError, OSError):
            raise ApiError(Kind.UNAVAILABLE, "CONNECTION_LOST", status=self.status) from None
