"""A lid on the time until an answer begins.

The read timeout starts anew with every byte, so headers that come one byte a minute would hold a run for days. A timer
cuts the connection instead; what waits on it sees a connection that broke.
"""

from __future__ import annotations

import threading

from urllib3 import HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

from sf_audit.connector.http.halt import Halt, cut


def impatient_pools(seconds: float, halt: Halt) -> dict[str, type[HTTPSConnectionPool]]:
    """The pools of a pool manager, for https alone, whose connections wait no longer for headers, nor past a halt."""

    class Connection(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            halt.watch(self.sock)

        def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # urllib3 does so too
            lid = threading.Timer(seconds, cut, [self.sock])
            lid.daemon = True
            lid.start()
            try:
                return super().getresponse()
            finally:
                lid.cancel()

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return {"https": Pool}
