"""Pruning of ours is known, pruning by hand is not, and a chain that was cut says so."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.chain_entry import Kind
from sf_audit.snapshot.signing import Signer, new_key
from tests.evidence.stored_evidence import PERIOD, Evidence, reseal
from tests.evidence.vanishing_scenes import remove_newest_review
from tests.snapshot.small_snapshot import ORG, STARTED


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
