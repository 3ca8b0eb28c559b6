"""A stored snapshot says which rows were asked for, and is not judged by those that were not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.model.review import NotReadable, Reason
from sf_audit.snapshot.needs import ALL_ROWS, Clause, Comparison, Rows, Source, need
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.tables import Snapshot
from tests.snapshot.small_snapshot import ACCOUNTS, COLUMNS, extras, page, staging

NAMED: Rows = frozenset({Clause("Name", Comparison.IN, ("one", "two"))})


def stored(tmp_path: Path, row_filter: Rows | None) -> Snapshot:
    with staging(tmp_path / "snapshots") as gathering:
        writer = gathering.table("Account", Source.DATA, COLUMNS)
        writer.page("one", page(ACCOUNTS["one"]))
        writer.finish(queries=[], count_before=2, count_after=2, row_filter=row_filter)
        folder = gathering.commit(extras())
    return open_snapshot(folder, scratch=tmp_path / "scratch", threads=1)


def test_rows_outside_the_filter_are_said_not_to_be_there(tmp_path: Path) -> None:
    snapshot = stored(tmp_path, NAMED)

    snapshot.require([need("Account", "Id", rows=NAMED)])
    with pytest.raises(NotReadable) as refused:
        snapshot.require([need("Account", "Id")])

    assert refused.value.unread.reason is Reason.INCOMPLETE
    assert refused.value.unread.detail == (
        "rows of Account outside “Name in one, two” were not asked for when this snapshot was read"
    )
    assert refused.value.unread.unlocked_by == "Collect again"


@pytest.mark.parametrize("row_filter", [ALL_ROWS, None])
def test_a_snapshot_of_all_rows_or_from_before_filters_were_kept_is_judged(
    tmp_path: Path, row_filter: Rows | None
) -> None:
    snapshot = stored(tmp_path, row_filter)

    snapshot.require([need("Account", "Id"), need("Account", "Id", rows=NAMED)])
