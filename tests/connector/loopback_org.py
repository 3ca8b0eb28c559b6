"""A server on 127.0.0.1 that answers by script, over TLS."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.stream import TransferLimits
from sf_audit.connector.http.transport import Wire

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by script; `org` is the server's LoopbackOrg."""

    protocol_version = "HTTP/1.1"
    org: LoopbackOrg

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        self.org.arrived.append((self.command, self.path))
        self.org.tokens.append(self.headers.get("Authorization", ""))
        route = next((answer for prefix, answer in self.org.routes if self.path.startswith(prefix)), not_found)
        route(self)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = do_HEAD = handle_any

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def say(self, value: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.reply(status, json.dumps(value).encode(), headers)

    def vanish(self) -> None:
        """Close the connection without another byte."""
        self.close_connection = True


def not_found(handler: Handler) -> None:
    handler.say([{"errorCode": "NOT_FOUND", "message": "no"}], 404)


@dataclass
class LoopbackOrg:
    """What was asked of the server, and what it answers: (prefix of the path, answer), the first that fits."""

    port: int
    ca_file: Path
    routes: list[tuple[str, Answer]] = field(default_factory=list)
    arrived: list[tuple[str, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def on(self, prefix: str, answer: Answer) -> None:
        self.routes.insert(0, (prefix, answer))

    def in_turn(self, prefix: str, *answers: Answer) -> None:
        """One answer after the other; the last one for ever."""
        left = list(answers)
        self.on(prefix, lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler))


class TlsServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what these tests are about."""


def drip(body: bytes, pause: float) -> Answer:
    """A body of one byte at a time."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for byte in body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(pause)

    return answer


def serve(context: ssl.SSLContext, ca_file: Path) -> tuple[LoopbackOrg, TlsServer]:
    class BoundHandler(Handler):
        """Answers for the one org of this server."""

    server = TlsServer(("127.0.0.1", 0), BoundHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    org = LoopbackOrg(server.server_address[1], ca_file)
    BoundHandler.org = org
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return org, server


def loopback_wire(org: LoopbackOrg, **changed: Any) -> Wire:
    """A wire to the loopback org that waits for nothing."""
    settings: dict[str, Any] = {
        "hosts": Hosts.trusting(f"127.0.0.1:{org.port}"),
        "ca_bundle": org.ca_file,
        "timeouts": (2.0, 2.0),
        "pace": TransferLimits(deadline=5.0),
        "sleep": lambda seconds: None,
    }
    return Wire(**(settings | changed))
