"""A page may be cut anywhere while it arrives; its rows are the same."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.connector.bulk.page_body import PageRejected
from sf_audit.connector.bulk.page_rows import ArrivingRows

COLUMNS = ("Id", "Name")
VALUES = st.text(alphabet=st.sampled_from('",\n\ré☃ a'), max_size=8)


def page_text(rows: list[tuple[str, str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue().encode()


@given(st.lists(st.tuples(VALUES, VALUES), max_size=8), st.integers(1, 60), st.integers(1, 60))
@settings(max_examples=200, deadline=None)
def test_rows_are_the_same_wherever_they_are_cut(rows: list[tuple[str, str]], part: int, piece: int) -> None:
    text = page_text(rows)

    with ArrivingRows(COLUMNS, part=part) as arriving:
        for at in range(0, len(text), piece):
            arriving.take(text[at : at + piece])
        arriving.end()
        found = arriving.table().to_pylist()

    assert found == [{"Id": one or None, "Name": two or None} for one, two in rows]
    assert (arriving.header, arriving.newline, arriving.balanced) == (len(b'"Id","Name"\n'), True, True)
    assert arriving.length == len(text)


def test_bytes_that_are_no_text_are_counted_over_all_parts() -> None:
    text = page_text([("1", "BAD"), ("2", "☃"), ("3", "BAD")]).replace(b"BAD", b"a\xff")

    with ArrivingRows(COLUMNS, part=1) as rows:
        rows.take(text)
        rows.take(text[len(b'"Id","Name"\n') :])
        rows.end()
        found = rows.table()["Name"].to_pylist()

    assert found == ["a\ufffd", "☃", "a\ufffd"] * 2
    assert rows.damaged == 4


def test_a_part_with_another_number_of_columns_is_rejected() -> None:
    with ArrivingRows(COLUMNS, part=1) as rows:
        rows.take(page_text([("1", "a")]))
        rows.take(b'"2","b","c"\n')
        rows.end()

        with pytest.raises(PageRejected, match="well-formed"):
            rows.table()
