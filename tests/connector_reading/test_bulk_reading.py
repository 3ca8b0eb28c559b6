"""Bulk pages from a server that cuts, repeats, mislabels and forgets: never wrong data as a whole table."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace

import pytest

from sf_audit.connector.api.read_report import Reading
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.writer import TableWriter
from tests.connector_reading.bulk_scenes import (
    stored,
    truth,
)
from tests.connector_reading.contacts import CONTACT_FIELDS
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Fault, Reply, Row, changed_headers, error


@pytest.mark.parametrize("zipped", [True, False])
def test_all_rows_arrive_as_they_are(
    org: Org, contact_rows: list[Row], staging: Staging, writer: TableWriter, read: Callable[[], Reading], zipped: bool
) -> None:
    org.zipped = zipped

    reading = read()

    assert (reading.wrong, reading.notes, reading.rows) == (None, [], 250)
    assert stored(staging, writer) == truth(contact_rows)


def cut(at: int, **more: object) -> Fault:
    return lambda reply: replace(reply, cut=at, **more)  # type: ignore[arg-type]


def body(change: Callable[[bytes], bytes]) -> Fault:
    return lambda reply: replace(reply, body=change(reply.body))


ONE_PAGE_FAULTS: dict[str, Fault] = {
    "N1 closed mid-page": cut(300),
    "N1 closed before the first byte": cut(0),
    "N2 closed without length": lambda reply: replace(reply, zipped=False, framing="close", cut=300),
    "N3 chunked and cut": lambda reply: replace(reply, framing="chunked", cut=300),
    "N4 server error": lambda reply: error("SERVER_UNAVAILABLE", 503),
    "N4 page for people": lambda reply: Reply(200, {"Content-Type": "text/html"}, b"<html>Maintenance</html>"),
    "N5 too many requests": lambda reply: Reply(429, {"Retry-After": "0"}, b""),
    "N9 zip damaged": lambda reply: replace(
        reply,
        zipped=False,
        body=damaged(gzip.compress(reply.body)),
        headers=reply.headers | {"Content-Encoding": "gzip"},
    ),
    "N10 zip cut, framing fine": lambda reply: replace(
        reply, zipped=False, body=gzip.compress(reply.body)[:-20], headers=reply.headers | {"Content-Encoding": "gzip"}
    ),
    "N10 zip goes on": lambda reply: replace(reply, tail=b"more"),
    "B1 one row short": body(lambda text: text[: text.rstrip().rfind(b'\n"003') + 1]),
    "B1 one row long": body(lambda text: text + b'"003000000999999AAA","x","",""\n'),
    "B1 no row": body(lambda text: text[: text.index(b"\n") + 1]),
    "B2 last row cut, count right": body(lambda text: text[:-3]),
    "B2 last value cut, not zipped": lambda reply: replace(
        reply, zipped=False, framing="chunked", body=reply.body.rstrip(b'\n" 0123456789') + b'"'
    ),
    "B4 count header missing": changed_headers(Sforce_NumberOfRecords=None),
    "B6 no content": lambda reply: Reply(204),
    "B6 empty body": body(lambda text: b""),
    "B8 columns in another order": body(lambda text: text.replace(b'"Id","Name"', b'"Name","Id"', 1)),
}


def damaged(zipped: bytes) -> bytes:
    return zipped[:60] + bytes([zipped[60] ^ 0xFF]) + zipped[61:]


@pytest.mark.parametrize("page", [0, 2])
@pytest.mark.parametrize("name", ONE_PAGE_FAULTS)
def test_a_page_that_is_wrong_once_is_read_again(
    org: Org,
    contact_rows: list[Row],
    staging: Staging,
    writer: TableWriter,
    read: Callable[[], Reading],
    name: str,
    page: int,
) -> None:
    org.page_faults[page] = [ONE_PAGE_FAULTS[name]]

    reading = read()

    assert reading.wrong is None
    assert stored(staging, writer) == truth(contact_rows)
    assert sum("results" in one for one in org.arrived) == 4


@pytest.mark.parametrize("name", ONE_PAGE_FAULTS)
def test_a_page_that_stays_wrong_makes_the_table_incomplete(
    org: Org, contact_rows: list[Row], writer: TableWriter, read: Callable[[], Reading], name: str
) -> None:
    org.page_faults[1] = [ONE_PAGE_FAULTS[name]] * 5

    reading = read()

    assert reading.wrong
    assert writer.rows == 100
    assert sum("L1" in one for one in org.arrived) == 5
    assert sum("L2" in one for one in org.arrived) <= 1


@pytest.mark.parametrize("at", range(0, 40, 3))
def test_a_connection_that_breaks_anywhere_costs_nothing_but_a_try(
    org: Org, contact_rows: list[Row], staging: Staging, writer: TableWriter, read: Callable[[], Reading], at: int
) -> None:
    org.page_faults[1] = [lambda reply: replace(reply, cut=len(gzip.compress(reply.body, mtime=0)) * at // 40)]

    reading = read()

    assert reading.wrong is None
    assert stored(staging, writer) == truth(contact_rows)


@pytest.mark.parametrize("length", [1, 2])
def test_locators_in_a_circle_end_the_reading(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading], length: int
) -> None:
    org.page_faults[length] = [changed_headers(Sforce_Locator="L1")]

    reading = read()

    assert reading.wrong == "a Sforce-Locator came twice: the pages lead in a circle"
    assert sum("results" in one for one in org.arrived) == length + 1


def test_a_page_served_twice_makes_the_table_incomplete(
    org: Org, contact_rows: list[Row], writer: TableWriter, read: Callable[[], Reading]
) -> None:
    contact_rows[100:200] = contact_rows[:100]

    reading = read()
    writer.finish(queries=reading.queries, count_before=250, count_after=250)

    assert reading.wrong is None
    assert writer.entry.unread is not None
    assert "100 with that of another row" in writer.entry.unread.detail


def test_a_page_without_a_locator_is_read_again(
    org: Org, contact_rows: list[Row], staging: Staging, writer: TableWriter, read: Callable[[], Reading]
) -> None:
    org.page_faults = {0: [changed_headers(Sforce_Locator=None)], 1: [changed_headers(Sforce_Locator="")]}

    reading = read()

    assert (reading.wrong, reading.notes) == (None, [])
    assert stored(staging, writer) == truth(contact_rows)


def test_pages_that_never_have_a_locator_are_incomplete(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.page_faults = {0: [changed_headers(Sforce_Locator=None)] * 5}

    assert read().wrong == "a page came without its Sforce-Locator header"


def test_the_total_of_the_job_can_stand_for_the_last_locator(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.page_faults = {2: [changed_headers(Sforce_Locator=None)]}

    reading = read()

    assert (reading.wrong, reading.rows) == (None, 250)
    assert reading.notes == ["the last page does not say that it is the last; the job's total does"]


def test_a_header_row_on_the_first_page_alone_is_noted(
    org: Org, contact_rows: list[Row], staging: Staging, writer: TableWriter, read: Callable[[], Reading]
) -> None:
    bare = body(lambda text: text[text.index(b"\n") + 1 :])
    org.page_faults = {1: [bare], 2: [bare]}

    reading = read()

    assert reading.notes == ["pages after the first come without the header row"]
    assert stored(staging, writer) == truth(contact_rows)


@pytest.mark.parametrize("off_by", [-1, 1])
def test_a_total_that_differs_makes_the_table_incomplete(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading], off_by: int
) -> None:
    org.processed_off_by = off_by

    assert read().wrong == f"250 rows came where the job counted {250 + off_by}"


def test_a_total_that_is_not_said_is_noted(org: Org, contact_rows: list[Row], read: Callable[[], Reading]) -> None:
    org.processed_off_by = None

    reading = read()

    assert reading.wrong is None
    assert reading.notes == ["the job did not say how many records it has; its total is unverified"]


def test_pages_without_a_last_newline_are_noted_once(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    strip = body(lambda text: text.rstrip(b"\n"))
    org.page_faults = {0: [strip, strip], 1: [strip], 2: [strip]}

    reading = read()

    assert reading.wrong is None
    assert reading.notes == ["a page does not end with a newline"]
    assert sum("results" in one for one in org.arrived) == 4


def test_one_page_that_ends_unlike_the_others_is_wrong(
    org: Org, contact_rows: list[Row], read: Callable[[], Reading]
) -> None:
    org.page_faults = {1: [body(lambda text: text.rstrip(b"\n"))] * 5}

    assert read().wrong == "one page of a job ends with a newline and another does not"


@pytest.mark.parametrize("text", [b'"Id","Name","Email","Last"\n', b""])
def test_an_empty_result_is_a_whole_table(
    org: Org, writer: TableWriter, read: Callable[[], Reading], text: bytes
) -> None:
    org.add("Contact", CONTACT_FIELDS, [])
    org.zipped = False
    org.page_faults = {0: [body(lambda _: text)]}

    reading = read()

    assert (reading.wrong, reading.rows, len(writer.pages)) == (None, 0, 1)
