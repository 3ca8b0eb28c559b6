"""Which record is suggested to stay, and why."""

from __future__ import annotations

import pytest

from sf_audit.duplicates.finder import Member
from sf_audit.duplicates.survivor import survivor


def member(record: str, filled: int, created: str = "") -> Member:
    return Member(record, filled, created, 0)


@pytest.mark.parametrize(
    ("group", "stays", "reason"),
    [
        ([member("003A", 4), member("003B", 6)], "003B", "it has most fields filled"),
        (
            [member("003A", 6, "2024-01-02 00:00:00"), member("003B", 6, "2023-01-02 00:00:00"), member("003C", 2)],
            "003B",
            "it was created first",
        ),
        ([member("003B", 6, "2024-01-02"), member("003A", 6, "2024-01-02")], "003A", "it has the lowest id"),
        ([member("003A", 6), member("003B", 6, "2024-01-02")], "003B", "it was created first"),
        ([member("003B", 0), member("003A", 0)], "003A", "it has the lowest id"),
    ],
)
def test_the_fullest_stays_then_the_oldest(group: list[Member], stays: str, reason: str) -> None:
    found = survivor(group)

    assert (found.id, found.reason) == (stays, reason)
