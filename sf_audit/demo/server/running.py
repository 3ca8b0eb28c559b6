"""Starting and stopping the demo org: one socket on 127.0.0.1, one thread, nothing left behind."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.app import application
from sf_audit.demo.server.certificate import issue
from sf_audit.demo.server.definitions import with_definitions
from sf_audit.demo.server.own_permissions import with_own_permissions
from sf_audit.demo.server.settings import ServerSettings
from sf_audit.demo.server.state import ServerState


class _Server(uvicorn.Server):
    """Ends connections at once: a TLS connection closed politely waits for an answer that may not come."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in list(self.server_state.connections):
            transport = getattr(connection, "transport", None)
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()
        await super().shutdown(sockets)


_STARTS_WITHIN_S = 10.0
_STOPS_WITHIN_S = 5


class DemoServer:
    """A Salesforce org on this machine; use it in a `with` statement, or `start` and `stop` it.

    `wrapped` may put another ASGI application around the org's, to inject faults. `folder` gets the
    certificate authority (`ca_file`) and the pages of bulk results.
    """

    def __init__(
        self,
        org: OrgData,
        *,
        folder: Path,
        port: int = 0,
        tls: bool = True,
        settings: ServerSettings | None = None,
        wrapped: Callable[[ASGIApp], ASGIApp] | None = None,
    ) -> None:
        self.settings = settings or ServerSettings()
        self.org = with_own_permissions(with_definitions(org))
        if not self.settings.flow_names_object:
            self.org.hidden_fields.add("FlowDefinitionView.TriggerObjectOrEventId")
        self.folder = folder
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.state = ServerState(self.org, self.settings, folder / "jobs")
        self.access_token = self.state.sessions.open()
        self.ca_file = folder / "demo-ca.pem"
        inner: ASGIApp = application(self.org, self.settings, self.state)
        self._app = wrapped(inner) if wrapped else inner
        self._tls = tls
        self._chain = issue(folder).chain if tls else None
        self._port = port
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port it listens on, known once it was started."""
        return self._port

    @property
    def url(self) -> str:
        """Where the org is: `https://127.0.0.1:PORT`."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen; returns when requests are answered, OSError if the port is taken."""
        self._socket = socket.create_server(("127.0.0.1", self._port))
        # asyncio does this for sockets of its own making alone; without it each answer waits 40 ms for an ACK.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = int(self._socket.getsockname()[1])
        self._server = _Server(self._configuration())
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="demo org", daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + _STARTS_WITHIN_S
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                self.stop()
                raise TimeoutError("The demo org did not start within ten seconds.")
            time.sleep(0.005)

    def stop(self) -> None:
        """Stop listening, end what is under way within seconds, and close everything."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(_STOPS_WITHIN_S)
            self._server.force_exit = True
            self._thread.join(_STOPS_WITHIN_S)
        if self._socket:
            self._socket.close()
        self._server = self._thread = None
        self.state.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _configuration(self) -> uvicorn.Config:
        return uvicorn.Config(
            self._app,
            lifespan="off",
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=1,
            ssl_certfile=self._chain,
            h11_max_incomplete_event_size=1 << 18,
        )
