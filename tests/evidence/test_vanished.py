"""Whatever is changed, added or taken away in a workspace afterwards, verify names it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.evidence.stored_evidence import Evidence, reseal
from tests.evidence.vanishing_scenes import remove_newest_review
from tests.snapshot.small_snapshot import STARTED


def test_what_runs_wrote_is_as_written(evidence: Evidence) -> None:
    found = evidence.verified()

    assert (found.checked.problems, found.checked.unsealed, found.checked.notes) == ([], [], [])
    assert (found.lines.position.entries, found.checked.folders, found.signed) == (4, 4, "consistent, not signed")
    assert [entry.kind for entry in found.lines.entries] == ["snapshot", "review", "snapshot", "review"]


def edit_score(evidence: Evidence) -> None:
    (evidence.review(1) / "review.json").write_text(json.dumps({"status": "complete", "score": 100}))


def edit_score_and_reseal(evidence: Evidence) -> None:
    edit_score(evidence)
    manifest = json.loads((evidence.review(1) / "manifest.json").read_bytes())
    text = (evidence.review(1) / "review.json").read_bytes()
    manifest["files"]["review.json"] = {"sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
    reseal(evidence.review(1), manifest)


def drop_findings(evidence: Evidence) -> None:
    (evidence.review(2) / "findings.csv").write_text("rule,id\n")


def move_first_seen(evidence: Evidence) -> None:
    path = evidence.review(2) / "findings.parquet"
    pq.write_table(pa.table({"key": ["k"], "first_seen": ["2026-11-20"]}), path)


def forget_pages(evidence: Evidence) -> None:
    snapshot = evidence.snapshots[0]
    evidence.forge_tombstone(snapshot, "Account")
    shutil.rmtree(snapshot / "tables" / "Account")


def forget_pages_of_all_tables(evidence: Evidence) -> None:
    for snapshot in evidence.snapshots:
        evidence.forge_tombstone(snapshot, "Account", "User")
        shutil.rmtree(snapshot / "tables")


def remove_oldest_snapshot(evidence: Evidence) -> None:
    shutil.rmtree(evidence.snapshots[0])


def remove_newest_snapshot(evidence: Evidence) -> None:
    shutil.rmtree(evidence.snapshots[-1])


def remove_oldest_review(evidence: Evidence) -> None:
    shutil.rmtree(evidence.review(1))


def remove_newest_and_its_entries(evidence: Evidence) -> None:
    remove_newest_review(evidence)
    remove_newest_snapshot(evidence)
    lines = evidence.entries.read_bytes().splitlines(keepends=True)
    evidence.entries.write_bytes(b"".join(lines[:2]))


def remove_chain(evidence: Evidence) -> None:
    shutil.rmtree(evidence.entries.parent)


def remove_chain_and_manifest(evidence: Evidence) -> None:
    remove_chain(evidence)
    for name in ("manifest.json", "manifest.sha256"):
        (evidence.review(1) / name).unlink()


def remove_manifest(evidence: Evidence) -> None:
    for name in ("manifest.json", "manifest.sha256"):
        (evidence.review(1) / name).unlink()


def remove_head(evidence: Evidence) -> None:
    evidence.head.unlink()


def edit_head(evidence: Evidence) -> None:
    evidence.head.write_text(evidence.head.read_text().replace("4", "2"))


def edit_entry(evidence: Evidence) -> None:
    evidence.entries.write_bytes(evidence.entries.read_bytes().replace(b'"reason":""', b'"reason":"x"', 1))


def swap_entries(evidence: Evidence) -> None:
    first, second, *others = evidence.entries.read_bytes().splitlines(keepends=True)
    evidence.entries.write_bytes(b"".join([second, first, *others]))


def swap_reviews(evidence: Evidence) -> None:
    aside = evidence.review(3)
    evidence.review(1).rename(aside)
    evidence.review(2).rename(evidence.review(1))
    aside.rename(evidence.review(2))


def add_review(evidence: Evidence) -> None:
    shutil.copytree(evidence.review(2), evidence.review(3))


def add_unsealed_review(evidence: Evidence) -> None:
    evidence.publish(99, sealed=False)


def add_file(evidence: Evidence) -> None:
    (evidence.review(1) / "notes.txt").write_text("x")


def link_file(evidence: Evidence) -> None:
    path = evidence.review(1) / "review.json"
    shutil.move(path, evidence.workspace / "elsewhere.json")
    path.symlink_to(evidence.workspace / "elsewhere.json")


def link_table(evidence: Evidence) -> None:
    folder = evidence.snapshots[0] / "tables" / "Account"
    shutil.move(folder, evidence.workspace / "elsewhere")
    folder.symlink_to(evidence.workspace / "elsewhere")


def link_chain(evidence: Evidence) -> None:
    folder = evidence.entries.parent
    folder.rename(evidence.workspace / "elsewhere")
    folder.symlink_to(evidence.workspace / "elsewhere")


def begin_another_chain(evidence: Evidence) -> None:
    remove_chain(evidence)
    evidence.collect(STARTED + timedelta(days=1, hours=1))


def put_a_file_in_place_of_a_review(evidence: Evidence) -> None:
    evidence.review(3).write_text("x")


def name_a_file_for_no_terminal(evidence: Evidence) -> None:
    Path(os.fsdecode(os.fsencode(evidence.review(1)) + b"/\xff\x1b]0;x\x07")).write_text("x")


def point_current_elsewhere(evidence: Evidence) -> None:
    link = evidence.review(1).parent / "current"
    link.unlink()
    link.symlink_to("/tmp")


ATTACKS = (
    edit_score,
    edit_score_and_reseal,
    drop_findings,
    move_first_seen,
    forget_pages,
    forget_pages_of_all_tables,
    remove_oldest_snapshot,
    remove_newest_snapshot,
    remove_oldest_review,
    remove_newest_review,
    remove_newest_and_its_entries,
    remove_chain,
    remove_chain_and_manifest,
    remove_manifest,
    remove_head,
    edit_head,
    edit_entry,
    swap_entries,
    swap_reviews,
    add_review,
    add_unsealed_review,
    add_file,
    link_file,
    link_table,
    link_chain,
    begin_another_chain,
    put_a_file_in_place_of_a_review,
    name_a_file_for_no_terminal,
    point_current_elsewhere,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_what_somebody_did_is_named(evidence: Evidence, attack: Callable[[Evidence], None]) -> None:
    attack(evidence)

    assert evidence.problems != []
