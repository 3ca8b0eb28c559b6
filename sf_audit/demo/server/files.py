"""Sending a page of a bulk result from disk in large pieces, so that the server costs little."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from anyio import open_file
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_PIECE = 1 << 20


class PageResponse(Response):
    """A file as CSV. The file is opened before the headers leave, so a page deleted meanwhile is not cut short."""

    def __init__(self, file: Path, *, headers: Mapping[str, str]) -> None:
        super().__init__(status_code=200, headers=headers, media_type="text/csv;charset=UTF-8")
        self._file = file
        self.headers["Content-Length"] = str(file.stat().st_size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the headers, then the file piece by piece."""
        async with await open_file(self._file, "rb") as file:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while scope["method"] != "HEAD" and (piece := await file.read(_PIECE)):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
