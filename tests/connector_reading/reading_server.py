"""The server on 127.0.0.1 that an Org of reading_org.py answers through."""

from __future__ import annotations

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from tests.connector_reading.replies import Reply

if TYPE_CHECKING:
    from tests.connector_reading.reading_org import Org


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True
    org: Org
    lock: threading.Lock

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.lock:
            reply = self.org.answer(self.command, self.path, body)
        self.send(reply)

    do_GET = do_POST = do_PATCH = do_DELETE = handle_any

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def send(self, reply: Reply) -> None:
        payload = (gzip.compress(reply.body, mtime=0) if reply.zipped else reply.body) + reply.tail
        sent = payload if reply.cut is None else payload[: reply.cut]
        time.sleep(reply.hang)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.zipped:
            self.send_header("Content-Encoding", "gzip")
        if reply.framing == "length" and reply.status != 204:
            self.send_header("Content-Length", str(len(payload)))
        elif reply.framing == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
            sent = b"%x\r\n%s\r\n" % (len(sent), sent) if sent else b""
            sent += b"0\r\n\r\n"
        if reply.framing == "close" or reply.cut is not None:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if reply.drip:
            self.wfile.flush()
        for byte in sent if reply.drip else ():
            time.sleep(reply.drip)
            self.connection.sendall(bytes([byte]))
        self.wfile.write(b"" if reply.drip else sent)


class TlsServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave a page up."""
