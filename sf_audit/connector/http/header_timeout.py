"""A lid on the time until an answer begins.

The read timeout starts anew with every byte, so headers that come one byte a minute would hold a run for days. A timer
cuts the connection instead; what waits on it sees a connection that broke.
"""

from __future__ import annotations

import socket
import threading
from typing import Any

from urllib3 import HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPSConnection


def impatient_pools(seconds: float) -> dict[str, type[HTTPSConnectionPool]]:
    """The pools of a pool manager, for https alone, whose connections wait no longer for headers."""

    class Connection(HTTPSConnection):
        def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # urllib3 does so too
            lid = threading.Timer(seconds, _cut, [self.sock])
            lid.daemon = True
            lid.start()
            try:
                return super().getresponse()
            finally:
                lid.cancel()

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return {"https": Pool}


def _cut(connected: Any) -> None:
    """Past TLS, which would wait for the other side to agree."""
    try:
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:
        return
