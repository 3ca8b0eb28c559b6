"""What a network does to answers: every one that passes is recovered from, and none that stays is taken for data."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.faults.injector import cut_at
from tests.faults.plan import (
    COUNT,
    CREATE,
    DESCRIBE,
    FIRST_BATCH,
    LATER_PAGE,
    NEXT_BATCH,
    PAGES,
    POLL,
    TOKEN,
    Change,
    Ending,
    Fault,
    Framing,
    answered,
    body,
)
from tests.faults.trial import Bench

pytestmark = pytest.mark.faults

ENDPOINTS = {
    "token": TOKEN,
    "versions": r"^GET /services/data/\?",
    "describe": DESCRIBE,
    "record counts": r"/limits/recordCount",
    "count": COUNT,
    "first batch": FIRST_BATCH,
    "next batch": NEXT_BATCH,
    "job": CREATE,
    "poll": POLL,
    "page": PAGES,
    "later page": LATER_PAGE,
}


def ends(ending: Ending, share: float = 1.0) -> Change:
    return lambda reply: replace(cut_at(share)(reply), ending=ending)


def framed(framing: Framing, share: float) -> Change:
    """Cut before the length is known, so that only the body can tell."""
    return lambda reply: replace(
        reply, framing=framing, mangled=lambda payload: payload[: int(len(payload) * share)], zipped=False
    )


def flipped(payload: bytes) -> bytes:
    middle = len(payload) // 2
    return payload[:middle] + bytes([payload[middle] ^ 0xFF]) + payload[middle + 1 :]


def torn(payload: bytes) -> bytes:
    return payload[: len(payload) // 2]


HTML = answered(b"<html><body>Sign in to the company's proxy</body></html>")

PASSING = [
    ("N1", "a reset in the middle", ends(Ending.RESET, 0.5), True),
    ("N1", "a reset before the answer", ends(Ending.RESET, 0.0), True),
    ("N2", "a close where nobody said the length", framed(Framing.CLOSE, 0.5), True),
    ("N3", "chunks without an end", framed(Framing.UNENDED, 0.5), True),
    ("N4", "500", answered(b"", 500), False),
    ("N4", "502", answered(b"<html>Bad gateway</html>", 502), False),
    ("N4", "503", answered([{"errorCode": "SERVER_UNAVAILABLE", "message": "busy"}], 503), False),
    ("N4", "504", answered(b"<html>Timed out</html>", 504), False),
    ("N4", "a page for people", HTML, False),
    ("N5", "429", answered(b"", 429, **{"Retry-After": "7"}), False),
    ("N9", "a flipped bit in gzip", lambda reply: replace(reply, zipped=True, mangled=flipped), True),
    ("N10", "gzip that stops", lambda reply: replace(reply, zipped=True, mangled=torn), True),
]


def passing() -> list[Fault]:
    return [
        Fault(id, what, where, change, forwards=forwards).on(where, name)
        for name, where in ENDPOINTS.items()
        for id, what, change, forwards in PASSING
    ]


@pytest.mark.parametrize("fault", passing(), ids=str)
def test_what_passes_is_recovered_from(bench: Bench, fault: Fault) -> None:
    trial = bench.run(fault).insist()

    assert trial.recovered
    assert trial.sign_ins <= 2


@pytest.mark.parametrize(
    "fault",
    [one.always() for one in passing() if one.name.startswith(("a reset in", "503", "a page", "gzip"))],
    ids=str,
)
def test_what_stays_is_said_and_never_taken_for_data(bench: Bench, fault: Fault) -> None:
    trial = bench.run(fault).insist()

    assert trial.plan.struck
    assert trial.code == (0 if trial.complete else 3 if trial.folder else 5)
    assert all(
        "Run again" in (table.unread.unlocked_by, "Run again") for table in trial.tables.values() if table.unread
    )


@pytest.mark.parametrize("share", [at / 20 for at in range(20)])
@pytest.mark.parametrize("where", [PAGES, NEXT_BATCH], ids=["bulk", "rest"])
def test_a_body_that_breaks_off_anywhere_is_read_again(bench: Bench, share: float, where: str) -> None:
    fault = Fault("I5", f"a close at {share:.0%}", where, cut_at(share), hits=(2,))

    trial = bench.run(fault).insist()

    assert trial.recovered


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 64])
def test_letters_that_arrive_in_pieces_are_whole(bench: Bench, piece: int) -> None:
    fault = Fault("I9", f"{piece} bytes at a time", LATER_PAGE, lambda reply: replace(reply, piece=piece, zipped=False))

    trial = bench.run(fault).insist()

    assert trial.recovered
    assert trial.plan.count(PAGES) == 4


#: How the header says it, and what is slept for it at least.
WAITS = {"30": 30, "a date in 90 s": 60, "86400": 900, "soon": 0, "Wed, 21 Oct 2015 07:28:00 GMT": 0}


@pytest.mark.parametrize(
    ("status", "wait"), [*((503, wait) for wait in WAITS), *((status, "30") for status in (406, 420, 429))]
)
def test_an_org_that_asks_to_wait_is_waited_for_but_not_a_day(bench: Bench, status: int, wait: str) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    headers = {"Retry-After": date if wait.startswith("a date") else wait}
    fault = Fault("N5", f"{status}, {wait}", NEXT_BATCH, answered(b"", status, **headers))

    trial = bench.run(fault, workers=1).insist()

    assert trial.recovered
    assert WAITS[wait] <= trial.slept <= 1000


def test_an_org_that_asks_to_wait_for_ever_is_left(bench: Bench) -> None:
    fault = Fault("N5", "a day", NEXT_BATCH, answered(b"", 503, **{"Retry-After": "86400"})).always()

    trial = bench.run(fault).insist()

    assert trial.code == 3
    assert set(trial.unread) == {"Contact"}
    assert trial.plan.count(NEXT_BATCH) == 2


@pytest.mark.parametrize("where", [DESCRIBE, NEXT_BATCH, LATER_PAGE], ids=["describe", "rest", "bulk"])
def test_what_drips_is_given_up_and_read_again(bench: Bench, where: str) -> None:
    fault = Fault("N7", "a byte now and then", where, lambda reply: replace(reply, ending=Ending.DRIPS))

    trial = bench.run(fault, workers=1).insist()

    assert trial.recovered


@pytest.mark.parametrize("where", [DESCRIBE, FIRST_BATCH, POLL, PAGES], ids=["describe", "rest", "poll", "bulk"])
def test_silence_is_not_waited_for(bench: Bench, where: str) -> None:
    fault = Fault("N8", "nothing", where, lambda reply: replace(reply, ending=Ending.HANGS))

    trial = bench.run(fault, timeouts=(5.0, 1.5)).insist()

    assert trial.recovered


def test_a_gzip_bomb_is_noticed_before_it_fills_the_memory(bench: Bench) -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    payload = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(300)) + bomb.flush()
    fault = Fault("N11", "a bomb", PAGES, lambda reply: replace(reply, zipped=True, mangled=lambda _: payload))

    trial = bench.run(fault).insist()

    assert trial.recovered
    assert len(payload) < 400_000


REDIRECTS = [(301, "same"), (302, "https://evil.example/"), (307, "same"), (308, "http://127.0.0.1/")]


@pytest.mark.parametrize(("status", "to"), REDIRECTS)
@pytest.mark.parametrize("where", [TOKEN, FIRST_BATCH, PAGES], ids=["token", "rest", "bulk"])
def test_nobody_is_sent_elsewhere(bench: Bench, status: int, to: str, where: str) -> None:
    address = bench.injector.url + "/elsewhere" if to == "same" else to
    fault = Fault("N12", f"{status}", where, answered(b"", status, Location=address)).always()

    trial = bench.run(fault).insist()

    assert not trial.complete
    assert trial.plan.count("elsewhere") == 0


def test_a_server_that_closes_an_idle_connection_is_asked_again(bench: Bench) -> None:
    fault = Fault("N15", "closed after each answer", "", lambda reply: replace(reply, ending=Ending.CLOSED)).always()

    trial = bench.run(fault).insist()

    assert trial.recovered


def test_a_lost_answer_to_a_new_job_costs_one_job_more_and_no_rows(bench: Bench) -> None:
    before = bench.server.state.jobs.made
    fault = Fault("N16", "lost", CREATE, ends(Ending.RESET, 0.0))

    trial = bench.run(fault).insist()

    assert trial.recovered
    assert bench.server.state.jobs.made - before == 2


def test_a_body_changed_underway_is_noticed(bench: Bench) -> None:
    fault = Fault("N9", "another text", FIRST_BATCH, body(lambda text: text.replace(b'"', b"'")))

    trial = bench.run(fault).insist()

    assert trial.recovered
