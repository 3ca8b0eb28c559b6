"""Servers on loopback that take messages: a mail server, and one that takes webhooks."""

from __future__ import annotations

import json
import socket
import ssl
from asyncio.base_events import Server
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

USER, PASSWORD = "crm-health", "c0rrect horse"


@dataclass
class Mailbox:
    """What a mail server took; it refuses those who are in `unknown`."""

    unknown: frozenset[str] = frozenset()
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, _s: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        if address in self.unknown:
            return "550 nobody of that name: SECRET"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _s: Any, _session: Any, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append((envelope.rcpt_tos, message_from_bytes(content, policy=policy.default)))
        return "250 taken"


def _known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    known = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=known)


class _OnAnyPort(Controller):
    """One that finds out on which port it listens, before it asks itself whether it does."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(
    tls: ssl.SSLContext | None = None, *, signs_in: bool = False, unknown: frozenset[str] = frozenset()
) -> Iterator[Mailbox]:
    """One on 127.0.0.1, with STARTTLS where there is a context."""
    box = Mailbox(unknown)
    needed: dict[str, Any] = {"authenticator": _known, "auth_required": True} if signs_in else {}
    controller = _OnAnyPort(
        box, hostname="127.0.0.1", port=0, tls_context=tls, require_starttls=tls is not None, **needed
    )
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()


@contextmanager
def silent_server(sent: bytes) -> Iterator[int]:
    """The port of one that sends this to who connects first, and never another word; it takes nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        connected: list[socket.socket] = []

        def greet() -> None:
            with suppress(OSError):
                connected.append(listening.accept()[0])
                connected[0].sendall(sent)

        thread = Thread(target=greet)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            for each in connected:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join()


@dataclass
class Hook:
    """A webhook: what was posted to it, and what it answers in turn, the last for ever."""

    answers: list[int]
    posted: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""


@contextmanager
def webhook(*answers: int) -> Iterator[Hook]:
    """One on 127.0.0.1. A 302 leads to itself."""
    hook = Hook(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.posted.append(json.loads(body))
            self.send_response(hook.answers.pop(0) if len(hook.answers) > 1 else hook.answers[0])
            self.send_header("Location", hook.url)
            self.send_header("Retry-After", "3600")
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"SECRET")

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.url = f"http://127.0.0.1:{server.server_port}/services/T0/SECRET"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
