"""A table that lost many rows is held against the last snapshot that could be believed, until somebody explains it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.ids import eighteen
from sf_audit.snapshot.layout import MANIFEST
from sf_audit.snapshot.manifest import RowDrop, sealed
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.row_drop import Deletions, Now, is_explained
from sf_audit.snapshot.staging import Staging
from tests.snapshot.small_snapshot import COLUMNS, ORG, STARTED, extras, page

#: A day later: still the evening of the 22nd in New York.
AFTER = STARTED + timedelta(days=1)


def taken(
    root: Path,
    rows: int,
    *,
    day: int,
    unfiltered: bool = True,
    hidden: bool = False,
    unread: Unread | None = None,
    source: Source = Source.DATA,
    deletions: Deletions | None = None,
) -> RowDrop | None:
    """What a snapshot of so many accounts, on a day after STARTED, says of its fall."""
    started = STARTED + timedelta(days=day)
    with Staging.begin(root, ORG, tool_version="1.0", started=started, plan_sha256="plan") as gathering:
        writer = gathering.table("Account", source, COLUMNS)
        writer.page("one", page(tuple(eighteen(f"001000000{number:06d}") for number in range(rows))))
        writer.finish(
            queries=["SELECT Id FROM Account"],
            count_before=rows,
            count_after=rows,
            rows_hidden=hidden,
            unfiltered=unfiltered,
            unread=unread,
        )
        return sealed(gathering.commit(extras(), deletions or {})).tables["Account"].row_drop


def first(rows: int) -> RowDrop:
    return RowDrop(rows, 1, STARTED)


@pytest.mark.parametrize(
    ("before", "after", "falls"),
    [
        (1000, 799, True),
        (1000, 800, False),
        (500, 399, True),
        (500, 400, False),
        (150, 50, False),
        (150, 49, True),
        (101, 0, True),
        (100, 0, False),
        (400, 1000, False),
    ],
)
def test_a_fall_is_more_than_a_fifth_and_more_than_a_hundred_rows(
    tmp_path: Path, before: int, after: int, falls: bool
) -> None:
    taken(tmp_path, before, day=0)

    row_drop = taken(tmp_path, after, day=1)

    assert row_drop == (first(before) if falls else None)


def test_a_fall_stays_one_for_as_long_as_nobody_explains_it(tmp_path: Path) -> None:
    taken(tmp_path, 500, day=0)

    falls = [taken(tmp_path, rows, day=day) for day, rows in enumerate((300, 300, 310, 290), start=1)]

    assert falls == [first(500)] * 4


def test_rows_that_come_back_end_a_fall(tmp_path: Path) -> None:
    taken(tmp_path, 500, day=0)
    taken(tmp_path, 300, day=1)

    falls = [taken(tmp_path, 480, day=2), taken(tmp_path, 470, day=3)]

    assert falls == [None, None]


def test_a_deletion_explains_the_fall_in_which_it_lies_and_no_later_one(tmp_path: Path) -> None:
    deletions = {"Account": [(STARTED + timedelta(days=1)).date()]}
    taken(tmp_path, 500, day=0)

    falls = [taken(tmp_path, rows, day=day, deletions=deletions) for day, rows in ((2, 300), (4, 300), (6, 100))]

    assert falls == [first(500), None, RowDrop(300, 3, STARTED + timedelta(days=4))]


@pytest.mark.parametrize("how", [{"unfiltered": False}, {"unread": Unread(Reason.INCOMPLETE, "half")}])
def test_a_snapshot_without_every_row_is_no_measure(tmp_path: Path, how: dict[str, object]) -> None:
    taken(tmp_path, 500, day=0)
    taken(tmp_path, 200, day=1, **how)  # type: ignore[arg-type]

    row_drop = taken(tmp_path, 200, day=2)

    assert row_drop == first(500)


def test_a_snapshot_with_hidden_rows_falls_and_is_no_measure(tmp_path: Path) -> None:
    taken(tmp_path, 500, day=0)

    falls = [taken(tmp_path, 450, day=1, hidden=True), taken(tmp_path, 390, day=2), taken(tmp_path, 380, day=3)]

    assert falls == [None, first(500), first(500)]


@pytest.mark.parametrize("how", [{"unfiltered": False}, {"source": Source.TOOLING}])
def test_what_is_read_in_part_or_is_no_record_is_not_compared(tmp_path: Path, how: dict[str, object]) -> None:
    taken(tmp_path, 500, day=0, **how)  # type: ignore[arg-type]

    row_drop = taken(tmp_path, 100, day=1, **how)  # type: ignore[arg-type]

    assert row_drop is None


def test_a_snapshot_that_was_tampered_with_is_no_measure(tmp_path: Path) -> None:
    taken(tmp_path, 500, day=0)
    taken(tmp_path, 490, day=1)
    newest = sorted(tmp_path.rglob(MANIFEST))[-1]
    newest.chmod(0o600)
    newest.write_bytes(newest.read_bytes().replace(b'"rows": 490', b'"rows": 190'))

    row_drop = taken(tmp_path, 190, day=2)

    assert row_drop == first(500)


@pytest.mark.parametrize(
    ("day", "explained"),
    [(date(2026, 11, 20), False), (date(2026, 11, 21), True), (date(2026, 11, 22), True), (date(2026, 11, 23), False)],
)
def test_days_of_deletion_are_those_of_the_org(day: date, explained: bool) -> None:
    row_drop = first(500)  # half past three in UTC: the day before in New York

    assert is_explained(row_drop, Now(AFTER, ORG.time_zone), [day]) is explained


def test_an_org_whose_zone_is_unknown_counts_days_in_utc() -> None:
    now = Now(datetime.fromisoformat("2026-11-24T00:10:00+00:00"), "Mars/Olympus")

    assert is_explained(first(500), now, [date(2026, 11, 24)])
    assert not is_explained(first(500), now, [date(2026, 11, 21)])
