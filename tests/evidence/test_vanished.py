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

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.chain_entry import Kind
from sf_audit.snapshot.signing import Signer, new_key
from tests.evidence.stored_evidence import PERIOD, Evidence, reseal
from tests.snapshot.small_snapshot import ORG, STARTED


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


def remove_newest_review(evidence: Evidence) -> None:
    shutil.rmtree(evidence.review(2))
    (evidence.review(2).parent / "current").unlink()
    (evidence.review(2).parent / "current").symlink_to("1")


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


def test_the_number_of_a_review_that_is_gone_is_not_used_again(evidence: Evidence) -> None:
    remove_newest_review(evidence)

    again = evidence.publish(99)

    assert again.name == "3"
    assert f"{evidence.review(2)} is gone; entry 4 of the chain says that it came" in evidence.problems


def test_a_forged_folder_is_not_signed_by_the_next_run(evidence: Evidence, tmp_path: Path) -> None:
    signer = Signer.of_pem(new_key()[0], "x")
    signed = Evidence(evidence.workspace, signer)
    signed.publish(70)
    forged = shutil.copytree(evidence.review(3), evidence.review(4))
    said = json.loads((forged / "manifest.json").read_bytes())
    position = signed.chain.read().position
    reseal(forged, {**said, "number": 4, "chain": {"entries": position.entries, "head": position.head}})

    with pytest.raises(IntegrityBroken, match="is not the signature"):
        signed.publish(80)
    (forged / "manifest.sig").unlink()
    signed.publish(80)

    assert [entry.folder[-1] for entry in signed.chain.read().entries if entry.kind is Kind.REVIEW] == list("1235")
    assert f"{forged}: no entry of the chain says that it came" in signed.problems


def test_a_pruning_of_ours_is_as_written(evidence: Evidence) -> None:
    gone = evidence.prune()

    found = evidence.verified()

    assert (gone.tables, gone.files) == (1, 2)
    assert found.checked.problems == []
    last = found.lines.entries[-1]
    assert (last.kind, last.tables) == (Kind.PRUNE, ("Account",))
    assert sorted(last.removed) == ["tables/Account/part-00000.parquet", "tables/Account/part-00001.parquet"]
    assert last.reason.startswith("retention: records stay in the newest")


def test_configuration_goes_after_13_months(evidence: Evidence) -> None:
    evidence.prune(days=2)
    evidence.prune(days=400)

    assert evidence.verified(now=STARTED + timedelta(days=401)).checked.problems == []
    assert evidence.verified(now=STARTED + timedelta(days=399)).checked.problems == [
        "entry 6 of the chain is dated 2027-12-27 03:30, which cannot be"
    ]


def test_a_young_snapshot_that_was_pruned_by_hand_is_a_violation(evidence: Evidence) -> None:
    newest = evidence.snapshots[-1]
    name = newest.relative_to(evidence.workspace).as_posix()
    with Chain(evidence.workspace, ORG.id).writing() as writer:
        writer.add(Kind.PRUNE, name, tables=("Account",), reason="retention", at=STARTED + timedelta(days=1))
    evidence.forge_tombstone(newest, "Account")
    shutil.rmtree(newest / "tables" / "Account")

    (problem,) = evidence.problems

    assert problem == f"entry 5 of the chain removed Account of {newest.name} on 2026-11-23; retention kept that"


def test_configuration_that_was_pruned_too_early_is_a_violation(evidence: Evidence) -> None:
    oldest = evidence.snapshots[0]
    name = oldest.relative_to(evidence.workspace).as_posix()
    with Chain(evidence.workspace, ORG.id).writing() as writer:
        writer.add(Kind.PRUNE, name, tables=("Account", "User"), reason="retention", at=STARTED + timedelta(days=1))
    evidence.forge_tombstone(oldest, "Account", "User")
    shutil.rmtree(oldest / "tables")

    (problem,) = evidence.problems

    assert problem == f"entry 5 of the chain removed User of {oldest.name} on 2026-11-23; retention kept that"


def test_a_chain_that_was_cut_says_how_much_is_missing(evidence: Evidence) -> None:
    lines = evidence.entries.read_bytes().splitlines(keepends=True)
    evidence.entries.write_bytes(b"".join(lines[:3]))

    assert f"{evidence.entries} was cut: the last entry is missing" in evidence.problems


def test_a_folder_named_current_leads_to_a_review_beside_it(evidence: Evidence) -> None:
    assert os.readlink(evidence.review(1).parent / "current") == "2"
    assert evidence.review(1).parent.name == PERIOD
