"""Pages are stored in another thread, and nothing about that shows but the time."""

from __future__ import annotations

import threading

import pyarrow as pa
import pytest

from sf_audit.connector.bulk.write_behind import Behind

PAGE = pa.table({"Id": ["1"]})


class Shelf:
    """Keeps what is stored; refuses the pages named."""

    def __init__(self, *refused: str) -> None:
        self.stored: list[str] = []
        self.threads: set[int] = set()
        self._refused = refused

    def __call__(self, key: str, table: pa.Table, /, **facts: str | int | None) -> None:
        self.threads.add(threading.get_ident())
        if key in self._refused:
            raise OSError(f"no room for {key}")
        self.stored.append(f"{key} {facts['locator']}")


def test_every_page_is_stored_in_order_when_the_block_ends() -> None:
    shelf = Shelf()

    with Behind(shelf) as store:
        for key in "abcde":
            store(key, PAGE, locator=key.upper())

    assert shelf.stored == ["a A", "b B", "c C", "d D", "e E"]
    assert threading.get_ident() not in shelf.threads


def test_nothing_is_stored_after_a_page_that_was_not_and_the_reason_is_raised_soon() -> None:
    shelf = Shelf("b")

    with pytest.raises(OSError, match="no room for b"), Behind(shelf) as store:  # noqa: PT012 - where it stops matters
        store("a", PAGE, locator="A")
        store("b", PAGE, locator="B")
        store("c", PAGE, locator="C")
        store("d", PAGE, locator="D")
        pytest.fail("a page was taken although two before it are not there")

    assert shelf.stored == ["a A"]


def test_the_last_page_is_not_forgotten() -> None:
    with pytest.raises(OSError, match="no room for a"), Behind(Shelf("a")) as store:
        store("a", PAGE, locator="A")


def test_a_reading_that_breaks_off_still_stores_what_came() -> None:
    shelf = Shelf()

    with pytest.raises(ValueError, match="garbled"), Behind(shelf) as store:  # noqa: PT012 - the page comes first
        store("a", PAGE, locator="A")
        raise ValueError("garbled")

    assert shelf.stored == ["a A"]
