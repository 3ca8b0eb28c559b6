"""A slow line: response bodies leave no faster than so many bytes per second."""

from __future__ import annotations

import time

from anyio import sleep
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PIECE = 1 << 16


class Pace:
    """ASGI middleware that slows each response body down; responses at the same time are slowed one by one."""

    def __init__(self, app: ASGIApp, *, bytes_per_s: int) -> None:
        self._app = app
        self._bytes_per_s = bytes_per_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its response body in pieces, each when its time has come."""
        began = time.monotonic()
        sent = 0

        async def paced(message: Message) -> None:
            nonlocal sent
            body = message.get("body", b"")
            if message["type"] != "http.response.body" or not body:
                await send(message)
                return
            for start in range(0, len(body), _PIECE):
                piece = body[start : start + _PIECE]
                sent += len(piece)
                await sleep(max(0.0, began + sent / self._bytes_per_s - time.monotonic()))
                last = start + _PIECE >= len(body)
                await send({**message, "body": piece, "more_body": message.get("more_body", False) or not last})

        await self._app(scope, receive, paced)
