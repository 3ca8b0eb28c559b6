"""What a stored document names stays inside its folder, whatever somebody wrote into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.snapshot.chain_entry import Fingerprint, Kind
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.plain_names import inside, is_plain
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.store import open_snapshot
from tests.evidence.stored_evidence import Evidence, reseal
from tests.snapshot.small_snapshot import COLUMNS, ORG, STARTED, page

NAMES = [
    "../../../../precious",
    "tables/Account/../../../../../precious",
    "/tmp/precious",
    "tables//part-00000.parquet",
    "tables/Account/.",
    "tables\\Account\\part-00000.parquet",
    "tables/Account/part-00000.parquet\n",
    "tables/Account/part-00000.parquet\x00",
    "tables/User/part-00000.parquet",
    "manifest.json",
    "tables/Account/part-00000.parquet:stream",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_elsewhere_is_neither_read_nor_deleted(evidence: Evidence, name: str) -> None:
    precious = evidence.workspace / "precious"
    precious.write_text("not ours")
    before = sorted(path for path in evidence.workspace.rglob("*.parquet"))
    snapshot = evidence.snapshots[0]
    said = json.loads((snapshot / "manifest.json").read_bytes())
    said["tables"]["Account"]["pages"][0]["file"] = name
    reseal(snapshot, said)

    with pytest.raises(IntegrityBroken, match=r"manifest\.json"):
        evidence.prune()
    with pytest.raises(IntegrityBroken, match=r"manifest\.json"):
        open_snapshot(snapshot, scratch=evidence.workspace / "scratch")

    assert precious.read_text() == "not ours"
    assert sorted(path for path in evidence.workspace.rglob("*.parquet")) == before
    assert evidence.problems != []


def test_a_page_behind_a_planted_link_is_not_deleted(evidence: Evidence) -> None:
    folder = evidence.snapshots[0] / "tables" / "Account"
    elsewhere = evidence.workspace / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)

    with pytest.raises(IntegrityBroken, match="is a link"):
        evidence.prune()

    assert len(list(elsewhere.iterdir())) == 2


def test_a_snapshot_that_is_a_link_is_not_pruned(evidence: Evidence) -> None:
    snapshot = evidence.snapshots[0]
    elsewhere = evidence.workspace / "elsewhere"
    snapshot.rename(elsewhere)
    snapshot.symlink_to(elsewhere)

    with pytest.raises(IntegrityBroken, match="is a link"):
        evidence.prune()

    assert len(list(elsewhere.rglob("*.parquet"))) == 3
    assert any("is gone" in problem for problem in evidence.problems)


def with_org(said: dict[str, Any]) -> None:
    said["org"]["id"] = "../../elsewhere"


def with_table(said: dict[str, Any]) -> None:
    said["tables"]["../Account"] = said["tables"].pop("Account")


@pytest.mark.parametrize("change", [with_org, with_table])
def test_a_manifest_that_names_what_cannot_be_is_refused(
    evidence: Evidence, change: Callable[[dict[str, Any]], None]
) -> None:
    said = json.loads((evidence.snapshots[1] / "manifest.json").read_bytes())
    change(said)
    reseal(evidence.snapshots[1], said)

    with pytest.raises(IntegrityBroken, match=r"manifest\.json"):
        open_snapshot(evidence.snapshots[1], scratch=evidence.workspace / "scratch")


@pytest.mark.parametrize("table", ["../Account", "Account/..", "CON", "a\nb"])
def test_a_tombstone_that_names_what_cannot_be_is_refused(evidence: Evidence, table: str) -> None:
    evidence.forge_tombstone(evidence.snapshots[0], table)

    with pytest.raises(IntegrityBroken, match=r"pruned\.json"):
        evidence.prune()

    assert len(list(evidence.snapshots[0].rglob("*.parquet"))) == 3


@pytest.mark.parametrize("name", ["../../../precious", "/etc/passwd", "a/b", ".."])
def test_a_review_that_names_files_elsewhere_is_refused(evidence: Evidence, name: str) -> None:
    said = json.loads((evidence.review(1) / "manifest.json").read_bytes())
    said["files"][name] = said["files"]["review.json"]
    reseal(evidence.review(1), said)

    assert any("is no plain name in its folder" in problem for problem in evidence.problems)


@pytest.mark.parametrize("name", ["../../precious", "/etc/passwd", "snapshots/../../x", "elsewhere/x", "reviews"])
def test_an_entry_that_means_a_folder_elsewhere_is_refused(evidence: Evidence, name: str) -> None:
    with evidence.chain.writing() as writer:
        writer.add(Kind.NAMES, name, removed={"labels.parquet": Fingerprint("0" * 64, 1)})

    with pytest.raises(IntegrityBroken), evidence.chain.writing():
        pass

    assert evidence.problems != []


def test_a_journal_that_names_a_page_elsewhere_ends_the_run(evidence: Evidence) -> None:
    precious = evidence.workspace / "precious"
    precious.write_bytes(b"not ours")
    root = evidence.workspace / "snapshots"
    with Staging.begin(root, ORG, tool_version="1.0", started=STARTED, plan_sha256="p") as staging:
        staging.table("Account", Source.DATA, COLUMNS).page("one", page(("001000000000001AAA",)))
        journal = staging.folder / "journal" / "Account.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"tables/Account/part-00000.parquet", b"../../../../precious"))

    with (
        Staging.begin(root, ORG, tool_version="1.0", started=STARTED, plan_sha256="p") as staging,
        pytest.raises(IntegrityBroken, match="names pages that are not of this table"),
    ):
        staging.table("Account", Source.DATA, COLUMNS)

    assert precious.read_bytes() == b"not ours"


@pytest.mark.parametrize("planted", [".staging", ".scratch"])
def test_a_planted_working_folder_is_not_followed(evidence: Evidence, planted: str) -> None:
    elsewhere = evidence.workspace / "elsewhere"
    (elsewhere / "old").mkdir(parents=True)
    (evidence.workspace / "snapshots" / ORG.id / planted).symlink_to(elsewhere)

    with pytest.raises(IntegrityBroken, match="is a link"):
        evidence.prune() if planted == ".scratch" else evidence.collect(STARTED)

    assert [path.name for path in elsewhere.iterdir()] == ["old"]


@pytest.mark.parametrize(
    "name", ["part-00000.parquet", "review.json", "2026-11", "some-rules", "Account", "Nul__c", "naïve.csv", "a b"]
)
def test_plain_names(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "a/b",
        "a\\b",
        "C:",
        "nul",
        "NUL.txt",
        "com1",
        "LPT¹",
        "a\tb",
        "a\x7f",
        "a\u202eb",
        "a.",
        " a",
        "x" * 256,
    ],
)
def test_names_that_are_not_plain(name: str) -> None:
    assert not is_plain(name)


def test_a_path_through_a_link_is_not_inside(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "link").symlink_to(tmp_path)

    assert inside(tmp_path, "folder/file", "x") == tmp_path / "folder" / "file"
    with pytest.raises(IntegrityBroken, match="is a link"):
        inside(tmp_path, "folder/link/file", "x")
