"""Samples on disk: whole or absent, each day beside the others, and none that is damaged costs another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sf_audit.errors import AnotherRun, IntegrityBroken
from sf_audit.model.review import Reason, Unread
from sf_audit.model.sample import Counted, LimitReading, NotRead, Question, Sample
from sf_audit.samples.store import forget_samples, keep, sampled_orgs, stored
from sf_audit.snapshot.lock import lock_org

ORG_ID = "00D000000000001EAA"
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
WHOLE = Sample(
    ORG_ID,
    NOON,
    (LimitReading("DataStorageMB", 100, -3),),
    (Counted(Question.TOKENS, 2, "ab" * 32, "a note"),),
    (NotRead(Question.GRANTS, Unread(Reason.OBJECT_NOT_READABLE, "hidden", "View Setup and Configuration")),),
)


def taken(when: datetime) -> Sample:
    return Sample(ORG_ID, when, WHOLE.limits)


def test_a_sample_is_read_as_it_was_kept(tmp_path: Path) -> None:
    path = keep(tmp_path, WHOLE)

    assert path == tmp_path / "samples" / ORG_ID / "20261201T120000Z.json"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert stored(tmp_path, ORG_ID).samples == (WHOLE,)
    assert sampled_orgs(tmp_path) == [ORG_ID]


def test_a_second_sample_of_a_day_stands_beside_the_first(tmp_path: Path) -> None:
    keep(tmp_path, taken(NOON + timedelta(hours=1)))
    keep(tmp_path, taken(NOON))

    assert [sample.taken.hour for sample in stored(tmp_path, ORG_ID).samples] == [12, 13]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"[" * 100_000, b'{"schema_version": 2, "sample": {}}', b'{"schema_version": 1, "sample": {}}',
     b'{"schema_version": 1, "sample": {"org_id": "00D000000000002EAA", "taken": "2026-12-01T12:00:00Z"}}',
     b'{"schema_version": 1, "sample": {"org_id": "00D000000000001EAA", "taken": "2026-12-01T12:00:00"}}'],
)  # fmt: skip
def test_a_damaged_file_costs_itself_alone(tmp_path: Path, content: bytes) -> None:
    keep(tmp_path, WHOLE)
    (tmp_path / "samples" / ORG_ID / "20261130T120000Z.json").write_bytes(content)

    found = stored(tmp_path, ORG_ID)

    assert found.samples == (WHOLE,)
    (problem,) = found.problems
    assert "20261130T120000Z.json" in problem


def test_other_files_are_no_samples(tmp_path: Path) -> None:
    path = keep(tmp_path, WHOLE)
    (path.parent / "20261130T120000Z.json.tmp").write_bytes(b"{")
    (path.parent / "notes.txt").write_bytes(b"mine")

    assert stored(tmp_path, ORG_ID).problems == ()


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "samples" / ORG_ID).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(IntegrityBroken, match="is a link to elsewhere"):
        keep(tmp_path, WHOLE)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_one_sample_is_kept_at_a_time(tmp_path: Path) -> None:
    path = keep(tmp_path, WHOLE)
    held = lock_org(path.parent)
    try:
        with pytest.raises(AnotherRun):
            keep(tmp_path, taken(NOON + timedelta(hours=1)))
    finally:
        held.release()
    assert stored(tmp_path, ORG_ID).samples == (WHOLE,)


def test_samples_go_after_thirteen_months(tmp_path: Path) -> None:
    for days in (0, 396, 397, 398, 800):
        keep(tmp_path, taken(NOON - timedelta(days=days)))

    assert forget_samples(tmp_path, ORG_ID, NOON) == 2
    assert [(NOON - sample.taken).days for sample in stored(tmp_path, ORG_ID).samples] == [397, 396, 0]
    assert forget_samples(tmp_path, ORG_ID, NOON) == 0
