"""Bodies as they travel: streams, drips, broken compression, and what is never asked."""

from __future__ import annotations

import gzip
import logging
import socket
import time
import traceback
from datetime import timedelta
from email.utils import formatdate
from pathlib import Path

import pytest
import trustme

from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.log_redaction import Redacting
from sf_audit.connector.http.stream import TransferLimits
from sf_audit.connector.http.transport import Wire
from sf_audit.connector.signin.credentials import AccessToken
from sf_audit.connector.signin.signin import sign_in
from tests.connector.loopback_org import Handler, LoopbackOrg, drip
from tests.connector.transport_scenes import LIMITS, Connect, ok, refused


def test_a_stream_comes_undecoded_and_is_made_once(org: LoopbackOrg, client: Client) -> None:
    packed = gzip.compress(b"Id\n" * 100_000)
    org.on(LIMITS, lambda handler: handler.reply(200, packed, {"Content-Encoding": "gzip", "Sforce-Locator": "null"}))

    with client.stream("limits") as stream:
        body = b"".join(stream.chunks())

    assert body == packed
    assert (stream.content_encoding, stream.headers["sforce-locator"]) == ("gzip", "null")


@pytest.mark.parametrize("kept", [0, 1, 500, 999])
def test_an_answer_that_breaks_off_is_noticed(kept: int, org: LoopbackOrg, client: Client) -> None:
    def cut(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"x" * kept)
        handler.close_connection = True

    org.on(LIMITS, cut)

    with pytest.raises(ApiError) as lost, client.stream("limits") as stream:
        list(stream)

    assert lost.value.code == "CONNECTION_LOST"


def test_chunks_without_an_end_are_noticed(org: LoopbackOrg, client: Client) -> None:
    def cut(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\nhello\r\n")
        handler.close_connection = True

    org.on(LIMITS, cut)

    with pytest.raises(ApiError) as lost, client.stream("limits") as stream:
        list(stream)

    assert lost.value.code == "CONNECTION_LOST"


def test_a_drip_ends_at_the_deadline(org: LoopbackOrg, connect: Connect) -> None:
    org.on(LIMITS, drip(b"x" * 100, 0.05))
    started = time.monotonic()

    with pytest.raises(ApiError) as slow, connect(pace=TransferLimits(deadline=0.3)).stream("limits") as stream:
        list(stream)

    assert slow.value.code == "ANSWER_TOOK_TOO_LONG"
    assert time.monotonic() - started < 3


def test_a_drip_is_below_the_lowest_speed(org: LoopbackOrg, connect: Connect) -> None:
    org.on(LIMITS, drip(b"x" * 100, 0.05))

    with (
        pytest.raises(ApiError) as slow,
        connect(pace=TransferLimits(deadline=60, window=0.3)).stream("limits") as stream,
    ):
        list(stream)

    assert slow.value.code == "ANSWER_TOO_SLOW"


def test_headers_that_drip_end_at_the_deadline(org: LoopbackOrg, connect: Connect) -> None:
    def slowly(handler: Handler) -> None:
        for _ in range(60):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.05)

    org.on(LIMITS, slowly)
    started = time.monotonic()

    with pytest.raises(ApiError) as cut, connect(pace=TransferLimits(deadline=0.4)).stream("limits"):
        pass

    assert cut.value.retryable
    assert time.monotonic() - started < 2


def test_a_server_that_never_answers_is_left(org: LoopbackOrg, connect: Connect) -> None:
    org.on(LIMITS, lambda handler: time.sleep(1))

    with pytest.raises(ApiError) as silent, connect(timeouts=(1.0, 0.2)).stream("limits"):
        pass

    assert silent.value.code == "NO_ANSWER_IN_TIME"


def test_a_closed_port_says_so(authority: tuple[trustme.CA, Path]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wire = Wire(hosts=Hosts.trusting(f"127.0.0.1:{port}"), ca_bundle=authority[1], sleep=lambda seconds: None)

    with pytest.raises(ApiError) as closed:
        sign_in(AccessToken(f"https://127.0.0.1:{port}", "token"), wire)

    assert closed.value.code == "CONNECTION_FAILED"


def test_the_clock_of_the_org_is_known(org: LoopbackOrg, client: Client) -> None:
    def late(handler: Handler) -> None:
        handler.date_time_string = lambda timestamp=None: formatdate(time.time() + 240, usegmt=True)  # type: ignore[method-assign]
        ok(handler)

    org.on(LIMITS, late)

    client.get("limits")

    assert abs(client.clock_offset - timedelta(minutes=4)) < timedelta(seconds=3)


def test_paths_outside_the_data_are_refused(client: Client) -> None:
    for path in ("/services/apexrest/x", "//evil.example/services/data/", "/id/x"):
        with pytest.raises(ApiError) as blocked:
            client.get(path)
        assert blocked.value.kind is Kind.BLOCKED


@pytest.mark.parametrize(
    ("offered", "used"),
    [(("31.0", "59.0", "66.0", "99.0", "x"), "66.0"), (("66.0", "67.0", "68.0", "69.0"), "68.0")],
)
def test_the_newest_version_that_both_know_is_used(
    org: LoopbackOrg, client: Client, offered: tuple[str, ...], used: str
) -> None:
    org.on("/services/data/", lambda handler: handler.say([{"version": one} for one in offered]))

    client.negotiate()

    assert client.version == used


def test_no_failure_shows_the_token_or_the_query(
    org: LoopbackOrg, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(Redacting())
    caplog.set_level(logging.DEBUG)
    org.in_turn(
        "/services/data/v62.0/query",
        lambda handler: handler.say([{"errorCode": "INVALID_FIELD", "message": "canary-token canary-value"}], 400),
        Handler.vanish,
        refused(302, Location="https://evil.example/canary-token"),
        lambda handler: handler.reply(200, b"{canary-token canary-value"),
    )
    client = connect(token="canary-token")

    said = ""
    for _ in range(4):
        with pytest.raises(ApiError) as failure:
            client.get("query", {"q": "SELECT Id FROM Account WHERE Name = 'canary-value'"})
        said += "".join(traceback.format_exception(failure.value)) + failure.value.hint

    assert "canary-token" not in said + caplog.text
    assert "canary-value" not in (said + caplog.text).replace("WHERE Name = 'canary-value'", "")
