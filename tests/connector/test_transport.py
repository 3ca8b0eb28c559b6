"""What a network does to a call, on a real socket."""

from __future__ import annotations

import gzip
from decimal import Decimal

import pytest

from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from tests.connector.loopback_org import Handler, LoopbackOrg
from tests.connector.transport_scenes import LIMITS, Connect, ok, refused


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
