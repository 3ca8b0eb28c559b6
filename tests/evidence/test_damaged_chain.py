"""A chain that is not as it was written says which entry is in doubt, and what can be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.chain_folders import place, there_already
from tests.evidence.stored_evidence import Evidence
from tests.snapshot.small_snapshot import ORG

HINT = "Restore the folder `chain` from a backup. What is in doubt until then is everything from that entry on."


def change_a_reason(lines: list[bytes]) -> list[bytes]:
    entry = json.loads(lines[1])
    entry["entry"]["reason"] = "approved"
    return [lines[0], json.dumps(entry, sort_keys=True, separators=(",", ":")).encode(), *lines[2:]]


def write_with_spaces(lines: list[bytes]) -> list[bytes]:
    return [lines[0], json.dumps(json.loads(lines[1])).encode(), *lines[2:]]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda lines: [lines[0], b"{", *lines[2:]], "entry 2 of {} is not an entry of the chain"),
        (lambda lines: [lines[0], b"", *lines[2:]], "entry 2 of {} is not an entry of the chain"),
        (write_with_spaces, "entry 2 of {} is not what was written"),
        (change_a_reason, "entry 3 of {} was not written upon the entry before it"),
        (
            lambda lines: [lines[0], lines[2], lines[1], lines[3]],
            "entry 2 of {} was not written upon the entry before it",
        ),
        (lambda lines: lines[1:], "entry 1 of {} was not written upon the entry before it"),
        (lambda lines: lines[:2], "{} was cut: the last 2 entries are missing"),
        (lambda lines: lines[:3], "{} was cut: the last entry is missing"),
    ],
    ids=["torn", "empty", "spaced", "changed", "swapped", "without the first", "two cut", "one cut"],
)
def test_the_entry_is_named(evidence: Evidence, damage: Callable[[list[bytes]], list[bytes]], says: str) -> None:
    lines = evidence.entries.read_bytes().splitlines()
    evidence.entries.write_bytes(b"".join(line + b"\n" for line in damage(lines)))

    with pytest.raises(IntegrityBroken) as refused:
        evidence.chain.read()

    assert str(refused.value) == says.format(evidence.entries)
    assert refused.value.hint == HINT


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"entries":4}', '{"entries": 4, "head": ""}\n'])
def test_a_head_that_was_changed_is_named(evidence: Evidence, text: str) -> None:
    evidence.head.write_text(text)

    with pytest.raises(IntegrityBroken) as refused:
        evidence.chain.read()

    assert str(refused.value) == f"{evidence.head} is not what was written"
    assert refused.value.hint == HINT


def test_a_head_of_long_ago_does_not_belong_to_the_entries(evidence: Evidence) -> None:
    old = evidence.chain.read().position_before(3)
    evidence.head.write_text(
        json.dumps({"entries": old.entries, "head": old.head}, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
    )

    with pytest.raises(IntegrityBroken) as refused:
        evidence.chain.read()

    assert str(refused.value) == f"{evidence.entries} and {evidence.head} do not belong together"


@pytest.mark.parametrize("name", ["elsewhere/x", "reviews", "", "/etc/passwd"])
def test_a_folder_that_is_none_of_evidence_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(IntegrityBroken) as refused:
        place(tmp_path, name, "entry 5 of the chain")

    assert str(refused.value) == f"entry 5 of the chain names {name}, which is no folder of evidence"
    assert refused.value.hint == "It was edited."


def test_what_stood_there_before_the_chain_is_written_down_but_not_what_links_lead_to(
    evidence: Evidence, tmp_path: Path
) -> None:
    before = there_already(evidence.workspace, ORG.id)
    period = evidence.review(1).parent
    (tmp_path / "elsewhere" / "1").mkdir(parents=True)
    (tmp_path / "elsewhere" / "1" / "review.json").write_text("{}")
    (period.parent / "2026-10").symlink_to(tmp_path / "elsewhere")
    (period.parent / "notes.txt").write_text("")
    (period / "7").symlink_to(tmp_path / "elsewhere" / "1")
    (period / "8").write_text("")
    (evidence.review(1) / "linked.json").symlink_to(tmp_path / "elsewhere" / "1" / "review.json")

    after = there_already(evidence.workspace, ORG.id)

    assert after == before
    assert f"reviews/{ORG.id}/2026-11/1/review.json" in after
    assert f"snapshots/{ORG.id}/{evidence.snapshots[0].name}/manifest.json" in after
