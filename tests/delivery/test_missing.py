"""A review that does not arrive is missed on the right day of the org's own calendar."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sf_audit.delivery.notify.missing import Missing, message_of, missing

ORG = "00D000000000001EAA"

Store = Callable[..., Path]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Puts the review.json of a month into a workspace."""

    def stored(period: str, status: str = "complete", *, number: int = 1, zone: str = "Europe/Berlin") -> Path:
        folder = tmp_path / "reviews" / ORG / period / str(number)
        folder.mkdir(parents=True)
        document = {"status": status, "org": {"name": "Ácme", "time_zone": zone}}
        (folder / "review.json").write_text(json.dumps(document), encoding="utf-8")
        return folder

    return stored


@pytest.mark.parametrize(
    ("now", "period"),
    [
        ("2026-11-05T22:59", None),
        ("2026-11-05T23:01", "2026-11"),  # the 6th in Berlin
        ("2026-10-31T23:30", None),  # November in Berlin, and not yet late
        ("2027-01-03T12:00", "2026-12"),
        ("2026-10-20T12:00", None),
    ],
)
def test_it_is_missed_from_the_day_after_by_the_clock_of_the_org(
    store: Store, tmp_path: Path, now: str, period: str | None
) -> None:
    store("2026-10")

    found = missing(tmp_path, [ORG], datetime.fromisoformat(now).replace(tzinfo=UTC), 5)

    assert found == ([Missing("Ácme", period, "2026-10", partial=False)] if period else [])


def test_neither_a_partial_nor_a_damaged_nor_a_review_of_some_rules_has_arrived(store: Store, tmp_path: Path) -> None:
    store("2026-09")
    store("2026-11", "partial")
    (store("2026-11", number=2) / "review.json").write_text("{", encoding="utf-8")
    store("some-rules")

    found = missing(tmp_path, [ORG], datetime(2026, 11, 20, tzinfo=UTC), 5)

    assert [each.says for each in found] == [
        "Ácme: no complete review of November 2026 has arrived. A partial one is there. "
        "The last one is of September 2026."
    ]
    assert message_of(found).subject == "No CRM health review: Ácme"


def test_an_org_that_was_only_read_has_no_review(store: Store, tmp_path: Path) -> None:
    assert [each.says for each in missing(tmp_path, [ORG], datetime(2026, 11, 20, tzinfo=UTC), 5)] == [
        f"{ORG}: no complete review of November 2026 has arrived. There has been none before."
    ]


def test_a_workspace_that_never_saw_an_org_misses_its_review(tmp_path: Path) -> None:
    assert [each.says for each in missing(tmp_path, [], datetime(2026, 11, 20, tzinfo=UTC), 5)] == [
        f"The workspace {tmp_path.name}: no complete review of November 2026 has arrived. There has been none before."
    ]


def test_one_complete_review_of_several_is_enough(store: Store, tmp_path: Path) -> None:
    store("2026-11", "partial", number=2)
    store("2026-11", number=1, zone="No/Such_Zone")

    assert missing(tmp_path, [ORG], datetime(2026, 11, 20, tzinfo=UTC), 5) == []
