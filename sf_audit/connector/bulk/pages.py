"""A page of Bulk API 2.0 results: what arrived, and the proof that it is whole.

A page is believed when everything the server said about it holds: the transfer ended where it said
it would, the header row is the SELECT list, quotes are balanced, and there are as many rows as
`Sforce-NumberOfRecords` ("Get Results for a Query Job"). The count alone is not enough: a page cut
inside its last row keeps its count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from sf_audit.connector.bulk.page_body import PageRejected, PageTooLarge, pieces, shows_its_end
from sf_audit.connector.bulk.page_rows import ArrivingRows
from sf_audit.model.counts import count

__all__ = ["END", "Page", "PageRejected", "PageTooLarge", "read_page"]

#: The locator after the last page is this word.
END = "null"


@dataclass(frozen=True, slots=True)
class Page:
    """A verified page. `locator` leads to the next one; it is END after the last, empty where nobody said it.

    `final_newline` is None for a page without rows. `notes` are oddities that are not proof of harm.
    """

    table: pa.Table
    locator: str
    final_newline: bool | None
    notes: tuple[str, ...] = ()


def read_page(
    headers: Mapping[str, str],
    chunks: Iterable[bytes],
    columns: Sequence[str],
    *,
    first: bool = True,
    arrived: Callable[[str], None] = lambda _: None,
) -> Page:
    """A page of these columns, all text. Raises PageRejected with the first thing that does not hold.

    Whether pages after the first repeat the header row is nowhere promised: without it, all rows must be there.
    `arrived` hears the locator of the next page once all text of this one is there, before its rows are proved.
    """
    lowered = {key.lower(): value for key, value in headers.items()}
    announced, locator = _announced(lowered)
    ended = shows_its_end(lowered)
    with ArrivingRows(columns) as rows:
        for piece in pieces(lowered, chunks):
            rows.take(piece)
        rows.end()
        if not rows.length and announced == 0 and ended:
            return Page(_empty(columns), locator, None, ("an empty page came without its header row",))
        _check_kind(lowered)
        _check_text(rows, first=first, ended=ended)
        arrived(locator)
        table = rows.table()
    if table.num_rows != announced:
        raise PageRejected(f"a page has {count(table.num_rows, 'row')} where the server counted {announced:,}")
    return Page(table, locator, rows.newline if rows.length > rows.header else None, tuple(_notes(rows)))


def _announced(headers: Mapping[str, str]) -> tuple[int, str]:
    announced = headers.get("sforce-numberofrecords", "")
    if not announced.isdigit():
        raise PageRejected("a page came without its Sforce-NumberOfRecords header")
    return int(announced), headers.get("sforce-locator", "").strip()


def _check_kind(headers: Mapping[str, str]) -> None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "text/csv":
        raise PageRejected("a page came as something other than text/csv")


def _check_text(rows: ArrivingRows, *, first: bool, ended: bool) -> None:
    if not rows.length or (first and not rows.header):
        raise PageRejected("the header row of a page is not the list of columns that was asked for")
    if not rows.newline and not ended:
        raise PageRejected("a page stops within its last row")
    if not rows.balanced:
        raise PageRejected("a page has an unbalanced quote")


def _notes(rows: ArrivingRows) -> Iterator[str]:
    if rows.damaged:
        yield f"{count(rows.damaged, 'place was', 'places were')} not valid UTF-8, and replaced"
    if not rows.header:
        yield "pages after the first come without the header row"
    if not rows.newline:
        yield "a page does not end with a newline"


def _empty(columns: Sequence[str]) -> pa.Table:
    return pa.table({column: pa.array([], pa.string()) for column in columns})
