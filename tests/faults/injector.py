"""A proxy on 127.0.0.1 that speaks TLS to the auditor and plain HTTP to the org, and does what a plan says.

It stands below HTTP, because half of the faults are none of HTTP's: a reset, a length that is a lie, chunks that never
end, a gzip stream that stops. Nobody sleeps in it: what drips moves the auditor's clock instead.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote_plus

from tests.faults.plan import Ending, Framing, Plan, Reply

_NOT_PASSED_ON = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


class Injector:
    """Stands before one org at a time. Use it in a `with` statement; give it a `plan` for each trial."""

    def __init__(self, context: ssl.SSLContext, org: str) -> None:
        self.plan = Plan()
        self.org = org.removeprefix("http://")
        self.pass_time: Callable[[float], None] = lambda seconds: None
        self.let_go = threading.Event()
        self._server = _Server(("127.0.0.1", 0), type("Bound", (_Handler,), {"injector": self}))
        self._server.context = context
        self.port = int(self._server.server_address[1])
        self.url = f"https://127.0.0.1:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True, name="injector"
        )

    def __enter__(self) -> Injector:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    context: ssl.SSLContext

    def finish_request(self, request: Any, client_address: Any) -> None:
        """TLS in the connection's own thread: a client that breaks off must not stop the others."""
        request.settimeout(30)
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError):
            secured = self.context.wrap_socket(request, server_side=True)
            try:
                super().finish_request(secured, client_address)
            finally:
                secured.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that broke off."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    injector: Injector
    _upstream: http.client.HTTPConnection | None = None

    def answer(self) -> None:
        asked = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        plan = self.injector.plan
        faults = plan.meet(f"{self.command} {path}?{unquote_plus(query)}")
        if len(plan.asked) > plan.most:
            self._reset()
            return
        passed_on = all(fault.forwards for fault in faults)
        reply = self._forwarded(asked) if passed_on else Reply(200, {}, b"")
        for fault in faults:
            reply = fault.change(reply)
        self._send(reply)

    do_GET = do_POST = do_PATCH = do_DELETE = answer

    def finish(self) -> None:
        if self._upstream is not None:
            self._upstream.close()
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def _forwarded(self, asked: bytes) -> Reply:
        if self._upstream is None:
            self._upstream = http.client.HTTPConnection(self.injector.org, timeout=30)
        sent = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        self._upstream.request(self.command, self.path, body=asked or None, headers=sent)
        came = self._upstream.getresponse()
        payload = came.read()
        zipped = came.headers.get("Content-Encoding") == "gzip"
        plain = gzip.decompress(payload) if zipped else payload
        named = f"127.0.0.1:{self.injector.port}".encode()
        headers = {name: value for name, value in came.headers.items() if name.lower() not in _NOT_PASSED_ON}
        if "json" in headers.get("Content-Type", headers.get("content-type", "")):
            plain = plain.replace(b"http://" + named, b"https://" + named)
        return Reply(came.status, {_title(name): value for name, value in headers.items()}, plain, zipped)

    def _send(self, reply: Reply) -> None:
        if reply.ending is Ending.HANGS:
            self.injector.let_go.wait(20)
            self._reset()
            return
        head, payload = _written(reply)
        self.connection.sendall(head)
        sent = payload if reply.cut is None else payload[: max(reply.cut, 0)]
        self._flow(sent, reply)
        if reply.ending is Ending.RESET:
            self._reset()
        elif reply.cut is not None or reply.ending is Ending.CLOSED or reply.framing in _UNTIL_CLOSED:
            self.close_connection = True

    def _flow(self, sent: bytes, reply: Reply) -> None:
        dripping = reply.ending is Ending.DRIPS
        step = 1 if dripping else reply.piece or max(len(sent), 1)
        for start in range(0, len(sent), step):
            self.connection.sendall(sent[start : start + step])
            if dripping:
                self.injector.pass_time(20.0)
                if self.injector.let_go.wait(0.002):
                    return

    def _reset(self) -> None:
        """RST, not FIN: linger for no time at all, and past TLS, which would say goodbye."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


_UNTIL_CLOSED = frozenset({Framing.CLOSE, Framing.UNENDED})


def _written(reply: Reply) -> tuple[bytes, bytes]:
    """The head and the body, as they travel."""
    payload = gzip.compress(reply.body, 1, mtime=0) if reply.zipped else reply.body
    if reply.mangled is not None:
        payload = reply.mangled(payload)
    headers = {**reply.headers}
    if reply.zipped:
        headers["Content-Encoding"] = "gzip"
    if reply.framing is Framing.LENGTH and reply.status != 204:
        headers["Content-Length"] = str(len(payload))
    elif reply.framing in {Framing.CHUNKED, Framing.UNENDED}:
        headers["Transfer-Encoding"] = "chunked"
        ending = b"0\r\n\r\n" if reply.framing is Framing.CHUNKED else b""
        payload = b"%x\r\n%s\r\n" % (len(payload), payload) + ending if payload else ending
    else:
        headers["Connection"] = "close"
    lines = [f"HTTP/1.1 {reply.status} {http.client.responses.get(reply.status, 'No')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), payload


def _title(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


def cut_at(share: float) -> Callable[[Reply], Reply]:
    """Send so much of the body, and close."""

    def change(reply: Reply) -> Reply:
        _, payload = _written(reply)
        return replace(reply, cut=int(len(payload) * share))

    return change
