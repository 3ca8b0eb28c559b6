"""What a network does to a call, on a real socket."""

from __future__ import annotations

import gzip
import logging
import socket
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
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

LIMITS = "/services/data/v62.0/limits"
Connect = Callable[..., Client]


def ok(handler: Handler) -> None:
    handler.say({"fine": True})


def refused(status: int, body: bytes = b"", **headers: str) -> Callable[[Handler], None]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.reply(status, body, {"Content-Type": "text/html", **named})


@pytest.mark.parametrize("status", [500, 502, 503, 504, 406, 420, 429, 408])
def test_a_busy_org_is_asked_again(status: int, org: LoopbackOrg, client: Client) -> None:
    org.in_turn(LIMITS, refused(status), refused(status, b"<html>"), ok)

    answer = client.get("limits")

    assert (answer, client.calls) == ({"fine": True}, 3)


def test_an_org_that_stays_busy_is_asked_five_times(org: LoopbackOrg, client: Client) -> None:
    org.on(LIMITS, refused(503))

    with pytest.raises(ApiError) as gone:
        client.get("limits")

    assert (gone.value.kind, len(org.arrived)) == (Kind.UNAVAILABLE, 5)


def test_pauses_double_and_a_wait_that_was_asked_for_is_kept(org: LoopbackOrg, connect: Connect) -> None:
    pauses: list[float] = []
    org.in_turn(LIMITS, refused(503), refused(503), refused(429, Retry_After="7"), refused(503, Retry_After="x"), ok)

    connect(sleep=pauses.append).get("limits")

    assert 0.5 <= pauses[0] <= 1
    assert 1 <= pauses[1] <= 2
    assert pauses[2] == 7.0
    assert 4 <= pauses[3] <= 8


def test_nobody_waits_for_hours(org: LoopbackOrg, connect: Connect) -> None:
    pauses: list[float] = []
    org.on(LIMITS, refused(503, Retry_After="86400"))

    with pytest.raises(ApiError):
        connect(sleep=pauses.append).get("limits")

    assert pauses == [900.0]


def test_a_lost_answer_to_a_new_job_is_not_asked_for_again(org: LoopbackOrg, client: Client) -> None:
    org.on("/services/data/v62.0/jobs/query", Handler.vanish)

    with pytest.raises(ApiError):
        client.post("jobs/query", {"operation": "query", "query": "SELECT Id FROM Account"})

    assert len(org.arrived) == 1


def test_a_composite_of_reads_is_asked_for_again(org: LoopbackOrg, client: Client) -> None:
    org.in_turn("/services/data/v62.0/composite", Handler.vanish, ok)
    part = {"method": "GET", "url": LIMITS, "referenceId": "a"}

    answer = client.post("composite", {"compositeRequest": [part]})

    assert answer == {"fine": True}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int, org: LoopbackOrg, client: Client) -> None:
    org.on(LIMITS, refused(status, Location=f"{org.url}/services/data/"))

    with pytest.raises(ApiError) as moved:
        client.get("limits")

    assert (moved.value.code, len(org.arrived)) == ("REDIRECTED", 1)


def test_a_page_for_people_is_no_answer(org: LoopbackOrg, client: Client) -> None:
    org.on(LIMITS, refused(200, b"<html>log in to the proxy</html>"))

    with pytest.raises(ApiError) as garbled:
        client.get("limits")

    assert garbled.value.kind is Kind.INVALID_RESPONSE


@pytest.mark.parametrize("body", [b'{"cut', b"", b"\xff\xfe", b"[" * 100_000, b"NaN", b'{"n":' + b"9" * 5000 + b"}"])
def test_what_is_not_json_is_no_answer(body: bytes, org: LoopbackOrg, client: Client) -> None:
    org.on(LIMITS, lambda handler: handler.reply(200, body))

    with pytest.raises(ApiError) as garbled:
        client.get("limits")

    assert garbled.value.kind is Kind.INVALID_RESPONSE


def test_numbers_and_text_arrive_as_they_are(org: LoopbackOrg, client: Client) -> None:
    org.on(LIMITS, lambda handler: handler.reply(200, rb'{"n": 0.10, "t": "\ud83d\ude00 \ud800 \u0000", "\ud800": 1}'))

    answer = client.get("limits")

    assert answer == {"n": Decimal("0.10"), "t": "😀 � \x00", "�": 1}


def test_gzip_is_taken_apart_and_has_to_end(org: LoopbackOrg, client: Client) -> None:
    packed = gzip.compress(b'{"fine": true}' + b" " * 5000)
    headers = {"Content-Encoding": "gzip"}
    broken = packed[:12] + b"\x00\x00" + packed[14:]
    org.in_turn(
        LIMITS,
        lambda handler: handler.reply(200, packed[:-4], headers),
        lambda handler: handler.reply(200, broken, headers),
        lambda handler: handler.reply(200, packed, {"Content-Encoding": "br"}),
        lambda handler: handler.reply(200, packed, headers),
    )

    assert client.get("limits") == {"fine": True}
    assert len(org.arrived) == 4


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
