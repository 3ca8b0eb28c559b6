"""From which record of a group each group of fields is best taken."""

from __future__ import annotations

import pytest

from sf_audit.duplicates.native_merge import Facts, merges_needed, obstacle
from sf_audit.duplicates.sources import Held, Source, fullest, source

RIGHT = "the only one that is right"


def held(record: str, normal: str, filled: int = 1, changed: str = "", *, capitals: bool = False) -> Held:
    return Held(record, filled, normal, changed, capitals)


EMPTY = held("003C", "", 0)


@pytest.mark.parametrize(
    ("records", "stays", "found", "reason"),
    [
        ([held("003A", "x"), EMPTY], "003C", "003A", "the only one filled"),
        ([held("003A", ""), EMPTY], "003C", "003A", "the only one filled, though it looks wrong"),
        ([held("003A", "x"), held("003B", "")], "003B", "003A", RIGHT),
        ([held("003A", "x"), held("003B", "x")], "003B", "003B", "the same in both"),
        ([held("003A", "x"), held("003B", "x"), held("003C", "x")], "003C", "003C", "the same in all 3"),
        ([held("003A", "x"), held("003B", "x"), held("003C", "y")], "003C", "003A", "2 of 3 agree"),
        ([held("003A", "x"), held("003B", "x"), held("003C", "")], "003B", "003B", "2 of 3 agree"),
        ([held("003A", "x"), held("003B", "y", 2)], "003A", "003B", "the most complete"),
        (
            [held("003A", "x", changed="2026-01-02"), held("003B", "y", changed="2026-03-01")],
            "003A",
            "003B",
            "in the record that was changed last",
        ),
        (
            [held("003A", "x", changed="2026-01-02"), held("003B", "y", changed="2026-01-02")],
            "003B",
            "003B",
            "in the record that stays",
        ),
        ([held("003A", "x"), held("003B", "y"), EMPTY], "003C", "003A", "nothing tells them apart: look at both"),
        ([held("003A", ""), held("003B", "")], "003B", "003B", "in the record that stays, though it looks wrong"),
        (
            [held("003A", "x", capitals=True), held("003B", "x")],
            "003A",
            "003B",
            "the only one that is not in capitals",
        ),
        (
            [held("003A", "x", capitals=True), held("003B", "x", capitals=True)],
            "003A",
            "003A",
            "the same in both",
        ),
        (
            [held("003A", "x", 1), held("003B", "x", 2), held("003C", "y", 3)],
            "003C",
            "003B",
            "2 of 3 agree",
        ),
    ],
)
def test_each_field_group_has_a_source_and_a_reason(records: list[Held], stays: str, found: str, reason: str) -> None:
    assert source(records, stays, RIGHT) == Source(found, reason)
    assert source(records[::-1], stays, RIGHT) == Source(found, reason)


def test_what_nobody_filled_is_taken_from_nobody() -> None:
    assert source([EMPTY, held("003D", "", 0)], "003C", RIGHT) is None


def test_of_other_fields_the_fullest_record_counts_where_there_is_one() -> None:
    assert fullest({"003A": 2, "003B": 5}) == Source("003B", "has most of them filled")
    assert fullest({"003A": 5, "003B": 5}) is None
    assert fullest({"003A": 0, "003B": 0}) is None


@pytest.mark.parametrize(("size", "merges"), [(2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (7, 3), (200, 100)])
def test_three_records_are_merged_at_once(size: int, merges: int) -> None:
    assert merges_needed(size) == merges


@pytest.mark.parametrize(
    ("facts", "begins"),
    [
        (Facts(2, (True, True)), ""),
        (Facts(2, (True, False)), "a person account is merged with person accounts only"),
        (Facts(2, converted=1), "a converted lead cannot be merged"),
        (Facts(3, currencies=("EUR", "EUR", "USD")), "the records have several currencies"),
        (Facts(2, currencies=("EUR", "EUR")), ""),
        (Facts(2), ""),
    ],
)
def test_what_is_in_the_way_is_said(facts: Facts, begins: str) -> None:
    assert obstacle(facts).startswith(begins)
    assert bool(obstacle(facts)) is bool(begins)
