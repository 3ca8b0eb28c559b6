"""Worklists of the demo company: the newest review without being named, private files, and what is missing."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran, findings, outcomes, run
from tests.cli.reviewing import stored_review

pytestmark = pytest.mark.demo


@pytest.fixture
def workspace(reviewed: tuple[Path, Ran], tmp_path: Path) -> Path:
    """A copy of the workspace with the review of the company."""
    return shutil.copytree(reviewed[0], tmp_path / "crm", symlinks=True)


def listed(folder: Path) -> list[dict[str, str]]:
    """The lines of all lists in CSV."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("lists/*.csv"))]
    return [row for text in texts for row in csv.DictReader(StringIO(text, newline=""))]


def test_all_findings_of_broken_rules_are_in_the_lists(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    folder = stored_review(reviewed[0])

    ran = run("worklist", "--workspace", str(reviewed[0]), "--review", str(folder), "--out", str(tmp_path / "out"))

    broken = {rule for rule, outcome in outcomes(folder).items() if outcome["status"] == "broken"}
    wanted = Counter(row["rule"] for row in findings(folder) if row["rule"] in broken)
    found = Counter(row["rule"] for row in listed(tmp_path / "out"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(f"{tmp_path / 'out' / 'index.html'}\n")
    assert found == wanted
    assert len(list((tmp_path / "out/lists").glob("*.xlsx"))) == len(list((tmp_path / "out/lists").glob("*.html"))) > 9


def test_by_default_they_are_in_the_workspace_and_go_with_its_records(workspace: Path) -> None:
    written = run("worklist", "--workspace", str(workspace), "--format", "csv")
    (lists,) = (workspace / "worklists").iterdir()
    kept = run("prune", "--workspace", str(workspace))
    there = lists.is_dir()
    for snapshot in (workspace / "snapshots").glob("*/0*"):
        shutil.rmtree(snapshot)
    pruned = run("prune", "--workspace", str(workspace))

    assert (written.code, kept.code, there, pruned.code) == (0, 0, True, 0)
    assert "worklists removed" not in kept.out
    assert pruned.out.endswith(": worklists removed\n")
    assert not lists.exists()


def test_what_is_missing_is_said_and_ends_with_3(workspace: Path) -> None:
    for snapshot in (workspace / "snapshots").glob("*/0*"):
        shutil.rmtree(snapshot)
    folder = stored_review(workspace)
    (folder / "labels.parquet").unlink()

    ran = run("worklist", "--workspace", str(workspace), "--review", str(folder), "--format", "csv", "--quiet")

    assert (ran.code, ran.out) == (3, "")
    assert "The names were removed from this review, or withheld" in ran.err
    assert "The snapshot of this review is not here" in ran.err


def test_without_a_review_or_with_several_orgs_it_asks_for_one(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    nothing = run("worklist", "--workspace", str(tmp_path / "empty"))
    (org,) = (workspace / "reviews").iterdir()
    shutil.copytree(org, org.with_name("00D000000000002EAA"), symlinks=True)
    several = run("worklist", "--workspace", str(workspace))
    named = run("worklist", "--workspace", str(workspace), "--review", str(stored_review(workspace)), "--format", "csv")

    assert (nothing.code, several.code) == (2, 2)
    assert "no whole review is stored" in nothing.err
    assert "reviews of several orgs" in several.err
    assert "--review" in several.err
    assert named.code == 0, named.err
