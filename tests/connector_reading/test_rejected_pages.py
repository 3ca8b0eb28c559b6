"""A page that is not what the server says it is, is rejected for a reason that a reader of the log understands."""

from __future__ import annotations

import gzip

import pytest

from sf_audit.connector.bulk.page_body import PageRejected, PageTooLarge
from sf_audit.connector.bulk.pages import read_page
from tests.connector_reading.test_page_verification import COLUMNS, headers, page_text

ROWS: list[tuple[str, ...]] = [("1", "Ann", "Lee"), ("2", "Ben", "Ode")]
TEXT = page_text(ROWS)
ZIPPED = gzip.compress(TEXT)


@pytest.mark.parametrize(
    ("sent", "body", "why"),
    [
        ({"Sforce-NumberOfRecords": ""}, [TEXT], "a page came without its Sforce-NumberOfRecords header"),
        ({"Sforce-NumberOfRecords": "-2"}, [TEXT], "a page came without its Sforce-NumberOfRecords header"),
        ({"Sforce-NumberOfRecords": "3"}, [TEXT], "a page has 2 rows where the server counted 3"),
        ({"Sforce-NumberOfRecords": "2500"}, [TEXT], "a page has 2 rows where the server counted 2,500"),
        ({"Sforce-NumberOfRecords": "0"}, [page_text(ROWS[:1])], "a page has 1 row where the server counted 0"),
        ({"Content-Type": "text/html"}, [TEXT], "a page came as something other than text/csv"),
        ({"Content-Type": ""}, [TEXT], "a page came as something other than text/csv"),
        ({"Content-Encoding": "br"}, [TEXT], "a page came in an encoding that was not asked for"),
        ({"Content-Encoding": "gzip"}, [ZIPPED[:-1]], "a page stops before its gzip end"),
        ({"Content-Encoding": "gzip"}, [], "a page stops before its gzip end"),
        ({"Content-Encoding": "gzip"}, [ZIPPED, ZIPPED], "a page goes on after its gzip end"),
        ({"Content-Encoding": "x-gzip"}, [ZIPPED + b"more"], "a page goes on after its gzip end"),
        ({"Content-Encoding": "GZIP"}, [TEXT], "a page is damaged: gzip does not unpack"),
        ({"Content-Length": "900"}, [TEXT], f"{len(TEXT)} bytes of a page arrived where 900 were announced"),
        ({"Content-Length": "7"}, [b"x"], "1 byte of a page arrived where 7 were announced"),
        ({}, [TEXT[: TEXT.index(b'"2"')], b'"2","Ben","Ode"'], "a page stops within its last row"),
        ({}, [TEXT.replace(b'"Ode"', b'"Ode')], "a page has an unbalanced quote"),
        (
            {},
            [page_text(ROWS, ("Id", "Last", "Name"))],
            "the header row of a page is not the list of columns that was asked for",
        ),
        ({}, [], "the header row of a page is not the list of columns that was asked for"),
        (
            {"Sforce-NumberOfRecords": "0"},
            [],
            "the header row of a page is not the list of columns that was asked for",
        ),
        ({}, [TEXT.replace(b'"Ben",', b"")], "a page is not well-formed CSV"),
    ],
)
def test_the_reason_is_said(sent: dict[str, str], body: list[bytes], why: str) -> None:
    with pytest.raises(PageRejected) as rejected:
        read_page(headers(2) | sent, body, COLUMNS)

    assert str(rejected.value) == why
    assert not isinstance(rejected.value, PageTooLarge)


def test_a_page_that_swells_is_too_large_and_is_asked_for_again_with_fewer_rows() -> None:
    bomb = gzip.compress(TEXT + b"\0" * (80 << 20), 9)

    with pytest.raises(PageTooLarge, match="a page unpacks to more than any page should hold"):
        read_page(headers(2, Content_Encoding="gzip"), [bomb], COLUMNS)


@pytest.mark.parametrize(
    ("sent", "body", "first", "notes", "newline"),
    [
        ({}, TEXT, True, (), True),
        ({"Content-Length": str(len(TEXT) - 1)}, TEXT[:-1], True, ("a page does not end with a newline",), False),
        ({}, TEXT.partition(b"\n")[2], False, ("pages after the first come without the header row",), True),
        ({}, TEXT.replace(b"Ann", b"\xff"), True, ("1 place was not valid UTF-8, and replaced",), True),
        ({}, TEXT.replace(b"Ann", b"\xff \xff"), True, ("2 places were not valid UTF-8, and replaced",), True),
    ],
)
def test_what_is_odd_and_no_proof_of_harm_is_noted(
    sent: dict[str, str], body: bytes, first: bool, notes: tuple[str, ...], newline: bool
) -> None:
    page = read_page(headers(2, " L7 ") | sent, [body], COLUMNS, first=first)

    assert (page.table.num_rows, page.locator, page.notes, page.final_newline) == (2, "L7", notes, newline)


def test_an_empty_page_may_lack_its_header_row_where_the_transfer_shows_its_end() -> None:
    page = read_page(headers(0, Content_Length="0"), [], COLUMNS)

    assert (page.table.num_rows, page.table.column_names, page.final_newline) == (0, [*COLUMNS], None)
    assert page.notes == ("an empty page came without its header row",)


def test_a_page_of_the_header_row_alone_is_empty() -> None:
    page = read_page(headers(0), [page_text([])], COLUMNS)

    assert (page.table.num_rows, page.final_newline, page.notes) == (0, None, ())
