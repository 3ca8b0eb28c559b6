"""A page is believed when it is whole, and never when a byte of it is missing."""

from __future__ import annotations

import csv
import gzip
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.connector.bulk.pages import PageRejected, read_page

COLUMNS = ("Id", "Name", "Last")

VALUES = st.text(alphabet=st.sampled_from('",\n\raé☃\x00 '), max_size=6) | st.just("null")
ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=6)


def page_text(rows: list[tuple[str, ...]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def headers(count: int, locator: str = "null", **more: str) -> dict[str, str]:
    said = {"Content-Type": "text/csv", "Sforce-NumberOfRecords": str(count), "Sforce-Locator": locator}
    return said | {name.replace("_", "-"): value for name, value in more.items()}


def as_rows(page_table: object) -> list[tuple[str | None, ...]]:
    return [tuple(row.values()) for row in page_table.to_pylist()]  # type: ignore[attr-defined]


@given(ROWS)
@settings(max_examples=150, deadline=None)
def test_a_whole_page_is_what_was_written(rows: list[tuple[str, ...]]) -> None:
    page = read_page(headers(len(rows)), [page_text(rows)], COLUMNS)

    assert as_rows(page.table) == [tuple(value or None for value in row) for row in rows]


def test_the_next_page_is_known_once_all_text_is_there() -> None:
    heard: list[str] = []
    text = page_text([("1", "a", "b")])

    read_page(headers(1, "L1"), [text], COLUMNS, arrived=heard.append)
    with pytest.raises(PageRejected):
        read_page(headers(2, "L2"), [text], COLUMNS, arrived=heard.append)
    for cut in range(len(text) - 1, text.index(b"\n") + 1, -1):
        with pytest.raises(PageRejected):
            read_page(headers(1, "L3"), [text[:cut]], COLUMNS, arrived=heard.append)

    assert heard == ["L1", "L2"]


@given(ROWS)
@settings(max_examples=120, deadline=None)
def test_no_cut_is_accepted_when_the_transfer_does_not_show_its_end(rows: list[tuple[str, ...]]) -> None:
    text = page_text(rows)

    for cut in range(len(text)):
        with pytest.raises(PageRejected):
            read_page(headers(len(rows)), [text[:cut]], COLUMNS)


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_no_cut_is_accepted_under_an_announced_length(rows: list[tuple[str, ...]]) -> None:
    text = page_text(rows)

    for cut in range(len(text)):
        with pytest.raises(PageRejected):
            read_page(headers(len(rows), Content_Length=str(len(text))), [text[:cut]], COLUMNS)


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_no_cut_is_accepted_of_a_zipped_page(rows: list[tuple[str, ...]]) -> None:
    zipped = gzip.compress(page_text(rows), mtime=0)

    for cut in range(len(zipped)):
        with pytest.raises(PageRejected):
            read_page(headers(len(rows), Content_Encoding="gzip"), [zipped[:cut]], COLUMNS)


def test_the_cut_inside_a_doubled_quote_is_noticed_although_count_and_quotes_fit() -> None:
    text = b'"Id","Name"\n"1","a""b"\n'

    with pytest.raises(PageRejected, match="last row"):
        read_page(headers(1), [text[: text.index(b'"b')]], ("Id", "Name"))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
@pytest.mark.parametrize("zipped", [False, True])
def test_where_chunks_are_cut_does_not_matter(size: int, zipped: bool) -> None:
    text = page_text([("1", "naïve ☃ 中", 'say "x"\n')])
    sent = gzip.compress(text) if zipped else text
    chunks = [sent[at : at + size] for at in range(0, len(sent), size)]

    page = read_page(headers(1, **({"Content_Encoding": "gzip"} if zipped else {})), chunks, COLUMNS)

    assert as_rows(page.table) == [("1", "naïve ☃ 中", 'say "x"\n')]


def test_words_that_look_like_nothing_stay_words() -> None:
    words = ["NA", "null", "NULL", "None", "nan", "N/A", "#N/A", "007", "1e5", "true", " "]

    page = read_page(headers(len(words)), [page_text([("1", word, "") for word in words])], COLUMNS)

    assert page.table["Name"].to_pylist() == words
    assert page.table["Last"].to_pylist() == [None] * len(words)


def test_every_line_end_inside_a_value_is_kept() -> None:
    value = "a\nb\r\nc\rd\u2028e\u0085f\x00g"

    page = read_page(headers(1), [page_text([("1", value, "x")])], COLUMNS)

    assert page.table["Name"].to_pylist() == [value]


def test_bytes_that_are_no_text_are_replaced_and_counted() -> None:
    text = page_text([("1", "good", "BAD"), ("2", "☃", "BAD")]).replace(b"BAD", b"a\xed\xa0\x80")

    page = read_page(headers(2), [text], COLUMNS)

    assert page.table["Name"].to_pylist() == ["good", "☃"]
    assert page.notes == ("6 places were not valid UTF-8, and replaced",)


def test_a_field_of_three_megabytes_is_read() -> None:
    page = read_page(headers(2), [page_text([("1", "x" * 3_000_000, ""), ("2", "y", "")])], COLUMNS)

    assert [len(value) for value in page.table["Name"].to_pylist()] == [3_000_000, 1]


def test_crlf_line_ends_are_read() -> None:
    text = b'"Id","Name"\r\n"1","a\nb"\r\n'

    page = read_page(headers(1), [text], ("Id", "Name"))

    assert as_rows(page.table) == [("1", "a\nb")]


def test_a_page_without_rows_is_its_header_row() -> None:
    page = read_page(headers(0), [b'"Id","Name","Last"\n'], COLUMNS)

    assert page.table.num_rows == 0
    assert page.locator == "null"
    assert page.notes == ()


def test_an_empty_page_counts_only_when_nothing_was_announced() -> None:
    page = read_page(headers(0, Content_Length="0"), [], COLUMNS)

    assert page.table.column_names == list(COLUMNS)
    assert page.notes == ("an empty page came without its header row",)
    with pytest.raises(PageRejected):
        read_page(headers(1, Content_Length="0"), [], COLUMNS)


def test_a_missing_last_newline_is_noted_when_the_transfer_ended_where_it_should() -> None:
    text = page_text([("1", "a", "b")])[:-1]

    page = read_page(headers(1, Content_Length=str(len(text))), [text], COLUMNS)

    assert as_rows(page.table) == [("1", "a", "b")]
    assert page.notes == ("a page does not end with a newline",)


def test_later_pages_may_come_without_the_header_row() -> None:
    text = page_text([("1", "a", "b"), ("2", "c", "d")])
    rows = text.partition(b"\n")[2]

    page = read_page(headers(2), [rows], COLUMNS, first=False)

    assert as_rows(page.table) == [("1", "a", "b"), ("2", "c", "d")]
    assert page.notes == ("pages after the first come without the header row",)
    with pytest.raises(PageRejected, match="3 rows where the server counted 2"):
        read_page(headers(2), [text.replace(b'"Id","Name"', b'"Name","Id"')], COLUMNS, first=False)


WHOLE = page_text([("1", "a", "b"), ("2", "c", "d")])


@pytest.mark.parametrize(
    ("changed", "text", "reason"),
    [
        ({"Sforce_NumberOfRecords": "3"}, WHOLE, "2 rows where the server counted 3"),
        ({"Sforce_NumberOfRecords": "1"}, WHOLE, "2 rows where the server counted 1"),
        ({"Sforce_NumberOfRecords": ""}, WHOLE, "NumberOfRecords"),
        ({"Content_Type": "text/html"}, b"<html>Please sign in</html>", "other than text/csv"),
        ({"Content_Encoding": "br"}, WHOLE, "encoding"),
        ({}, WHOLE.replace(b'"Id","Name"', b'"Name","Id"'), "header row"),
        ({}, WHOLE.replace(b'"Id",', b""), "header row"),
        ({}, WHOLE.partition(b"\n")[2], "header row"),
        ({}, WHOLE.replace(b'"c",', b'"c","more",'), "well-formed"),
        ({}, WHOLE.replace(b'"c"', b'"c'), "quote"),
        ({}, WHOLE + b'"3","e","f"\n', "3 rows where the server counted 2"),
        ({}, b"", "header row"),
    ],
)
def test_what_is_not_as_announced_is_rejected(changed: dict[str, str], text: bytes, reason: str) -> None:
    with pytest.raises(PageRejected, match=reason):
        read_page(headers(2) | {key.replace("_", "-"): value for key, value in changed.items()}, [text], COLUMNS)


def test_a_damaged_zip_is_rejected() -> None:
    zipped = bytearray(gzip.compress(WHOLE, mtime=0))
    said = headers(2, Content_Encoding="gzip")

    for at in range(10, len(zipped)):
        damaged = bytearray(zipped)
        damaged[at] ^= 0x40
        with pytest.raises(PageRejected):
            read_page(said, [bytes(damaged)], COLUMNS)
    with pytest.raises(PageRejected, match="goes on"):
        read_page(said, [bytes(zipped) + b"more"], COLUMNS)
    with pytest.raises(PageRejected, match="goes on"):
        read_page(said, [bytes(zipped), b"more"], COLUMNS)


def test_a_zip_bomb_is_given_up_early() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"\x00" * (1 << 20)
    bomb = [packer.compress(block) for _ in range(80)]

    with pytest.raises(PageRejected, match="more than any page"):
        read_page(headers(1, Content_Encoding="gzip"), bomb, COLUMNS)
