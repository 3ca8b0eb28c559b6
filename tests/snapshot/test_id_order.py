"""Ids that only ascend need no second look; of all others nothing is claimed."""

from __future__ import annotations

import pyarrow as pa
import pytest

from sf_audit.snapshot.id_order import IdOrder
from sf_audit.snapshot.manifest import PageEntry


def pages_of(*ids: list[str | None]) -> tuple[IdOrder, list[PageEntry]]:
    order = IdOrder()
    pages = [PageEntry(f"{number}.parquet", str(number), len(one), 1, "0" * 64, {}) for number, one in enumerate(ids)]
    for page, one in zip(pages, ids, strict=True):
        order.saw(page, pa.chunked_array([one[:1], one[1:]], pa.string()))
    return order, pages


@pytest.mark.parametrize("ids", [[], [[]], [["a"]], [["a", "b", "c"], ["d"], [], ["e", "f"]]])
def test_ids_that_ascend_over_all_pages_are_each_there_once(ids: list[list[str | None]]) -> None:
    order, pages = pages_of(*ids)

    assert order.proves(pages)


@pytest.mark.parametrize(
    "ids",
    [
        [["a", "b", "b"]],
        [["a", "c", "b"]],
        [["a", "b"], ["b", "c"]],
        [["a", "z"], [], ["b"]],
        [["a", None, "b"]],
        [[None]],
        [["a", None], ["b"]],
        [["b", "a"], ["c", "d"]],
    ],
)
def test_nothing_is_claimed_of_other_ids(ids: list[list[str | None]]) -> None:
    order, pages = pages_of(*ids)

    assert not order.proves(pages)


def test_nothing_is_claimed_where_other_pages_are_in_the_table() -> None:
    order, pages = pages_of(["a"], ["b"])

    assert not order.proves(pages[:1])
    assert not order.proves([*pages, pages[0]])
    assert not order.proves(pages[::-1])
