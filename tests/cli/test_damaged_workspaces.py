"""A real workspace that somebody damaged, or filled with links: an error that names the file, and never exit 70."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.damages import cut, deep, deep_objects, folder, noise, nothing, other_schema, other_types, pipe
from tests.cli.demo_town import Town, run
from tests.cli.reviewing import review, stored_review

pytestmark = pytest.mark.demo


@pytest.fixture(scope="module")
def whole(quiet_town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("whole")
    assert review(quiet_town, workspace, "--rule", "quality").code == 0
    assert review(quiet_town, workspace).code == 0
    return workspace


@pytest.fixture
def workspace(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "w", symlinks=True)
    return tmp_path / "w"


Damage = Callable[[Path], None]


@pytest.mark.parametrize(
    "damage", [deep, deep_objects, nothing, noise, cut, folder, pipe], ids=lambda one: one.__name__
)
def test_a_damaged_review_json_is_named(workspace: Path, damage: Damage) -> None:
    path = stored_review(workspace) / "review.json"
    damage(path)

    for ran in (run("report", str(path.parent)), run("verify", "--workspace", str(workspace))):
        assert ran.code in {2, 6}, ran.err
        assert "review.json" in ran.err


@pytest.mark.parametrize("name", ["findings.parquet", "labels.parquet"])
@pytest.mark.parametrize(
    "damage", [nothing, noise, cut, other_schema, other_types, pipe], ids=lambda damage: damage.__name__
)
def test_a_garbage_parquet_is_named(workspace: Path, name: str, damage: Damage) -> None:
    path = stored_review(workspace) / name
    damage(path)

    reported = run("report", str(path.parent), "--format", "csv", "--format", "html")
    verified = run("verify", str(path.parent))

    if damage is not pipe or name == "findings.parquet":  # labels that are no file are no labels
        assert reported.code == 6, reported.err
        assert name in reported.err
    assert verified.code == 6
    assert name in verified.err


@pytest.mark.parametrize(
    "damage", [nothing, noise, cut, other_schema, other_types, pipe], ids=lambda damage: damage.__name__
)
def test_a_garbage_page_is_named_even_if_its_manifest_was_made_anew(workspace: Path, damage: Damage) -> None:
    (snapshot, *_) = sorted((workspace / "snapshots").glob("*/0*2-*"))
    page = next(snapshot.glob("tables/Account/*.parquet"))
    damage(page)
    plain = run("review", "--snapshot", str(snapshot), "--workspace", str(workspace))
    if damage is not pipe:
        reseal(snapshot, page)

    again = run("review", "--snapshot", str(snapshot), "--workspace", str(workspace))

    assert (plain.code, again.code) == (6, 6), again.err
    assert page.name in again.err
    assert "snapshot" in run("verify", "--workspace", str(workspace)).err


def reseal(snapshot: Path, page: Path) -> None:
    manifest = json.loads((snapshot / "manifest.json").read_bytes())
    for entry in manifest["tables"]["Account"]["pages"]:
        content = (snapshot / entry["file"]).read_bytes()
        entry["sha256"], entry["bytes"] = hashlib.sha256(content).hexdigest(), len(content)
    payload = json.dumps(manifest).encode()
    (snapshot / "manifest.json").write_bytes(payload)
    (snapshot / "manifest.sha256").write_text(f"{hashlib.sha256(payload).hexdigest()}  manifest.json\n")


@pytest.mark.parametrize(
    "damage", [deep, deep_objects, nothing, noise, cut, folder, pipe], ids=lambda one: one.__name__
)
@pytest.mark.parametrize("name", ["manifest.json", "manifest.sha256", "entries.jsonl", "head.json", "review manifest"])
def test_damaged_proof_is_named(workspace: Path, name: str, damage: Damage) -> None:
    if name == "review manifest":
        path = stored_review(workspace) / "manifest.json"
    else:
        places = (workspace / "chain").rglob(name) if name[0] in "eh" else (workspace / "snapshots").rglob(name)
        path = sorted(places)[-1]
    damage(path)

    verified = run("verify", "--workspace", str(workspace))
    pruned = run("prune", "--workspace", str(workspace))

    assert verified.code == 6, verified.err
    assert pruned.code in {0, 6}, pruned.err
    assert path.parent.name in verified.out + verified.err


@pytest.mark.parametrize("root", ["snapshots", "access", "reviews", "chain"])
@pytest.mark.parametrize(
    "name", ["elsewhere", "00D", "00D5e0000027oiU!x", "00D5e0000027oiUAAA", "x" * 200, "café", "a\nb"]
)
def test_a_folder_that_is_called_like_no_org_is_named(workspace: Path, root: str, name: str) -> None:
    (workspace / root / name).mkdir(parents=True)

    for command in ("verify", "prune"):
        ran = run(command, "--workspace", str(workspace))
        assert ran.code == 6, ran.err
        assert "is not the id of an org" in ran.err


def test_numbers_that_python_alone_takes_for_digits_are_no_reviews(workspace: Path) -> None:
    period = stored_review(workspace).parent
    for name in ("²", "٣", "9" * 200):
        shutil.copytree(period / "1", period / name)

    assert run("report", str(period), "--quiet").code == 0


def test_names_that_a_terminal_would_obey_are_shown_harmless(workspace: Path) -> None:
    planted = os.fsencode(stored_review(workspace)) + b"/\xff\x1b]0;owned\x07.txt"
    Path(os.fsdecode(planted)).write_text("x")

    ran = run("verify", "--workspace", str(workspace))

    assert ran.code == 6
    assert "does not belong to the review" in ran.err
    assert "\x1b" not in ran.out + ran.err


def test_a_workspace_from_before_sealing_is_no_pass(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(workspace / "chain")
    for path in (workspace / "snapshots").rglob("manifest.json"):
        manifest = json.loads(path.read_bytes())
        del manifest["chain"]
        rewrite(path, manifest)
    for path in list((workspace / "reviews").rglob("manifest.*")):
        path.unlink()

    ran = run("verify", "--workspace", str(workspace))

    assert ran.code == 3, ran.err
    assert ran.out.count("is not sealed (written before sealing)") == 2
    assert "no chain" in ran.out
    assert "pass" not in ran.out
    assert f"4 parts of {workspace} cannot be proved" in ran.err
    monkeypatch.chdir(workspace)
    assert "4 parts of this folder cannot be proved" in run("verify", "--workspace", ".").err


def rewrite(path: Path, manifest: object) -> None:
    payload = (json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(payload)
    new = hashlib.sha256(payload).hexdigest()
    path.with_name("manifest.sha256").write_text(f"{new}  manifest.json\n")
    for later in path.parent.parent.glob("0*/manifest.json"):
        if later != path and old in later.read_text():
            rewrite(later, json.loads(later.read_text().replace(old, new)))


def test_the_head_is_printed_and_can_be_expected(workspace: Path) -> None:
    ran = run("verify", "--workspace", str(workspace))
    head = ran.out.split(": head ")[1].split()[0]
    before = run("verify", "--workspace", str(workspace), "--expect", head)
    run("report", str(stored_review(workspace)), "--format", "markdown", "--quiet")
    after = run("verify", "--workspace", str(workspace), "--expect", head)
    wrong = run("verify", "--workspace", str(workspace), "--expect", "0" * 64)

    assert (ran.code, before.code, after.code, wrong.code) == (0, 0, 0, 6)
    assert "; 0 entries came after it" in before.out
    assert "; 1 entry came after it" in after.out
    assert "not signed" in ran.out
    assert "Not proved" in ran.out


def links_into(out: Path, elsewhere: Path, names: list[str]) -> None:
    out.mkdir()
    elsewhere.write_text("not ours")
    for name in names:
        (out / name).symlink_to(elsewhere)


def test_no_link_in_out_is_followed(workspace: Path, tmp_path: Path) -> None:
    names = ["review.html", "findings.csv", "review.json", "findings.parquet", "labels.parquet", "rules.json"]
    names.append("merges.parquet")
    links_into(tmp_path / "out", tmp_path / "precious", [*names, *(f".{name}.new" for name in names)])
    (snapshot, *_) = sorted((workspace / "snapshots").glob("*/0*2-*"))

    ran = run("review", "--snapshot", str(snapshot), "--workspace", str(workspace), "--out", str(tmp_path / "out"))

    assert ran.code == 0, ran.err
    assert (tmp_path / "precious").read_text() == "not ours"
    assert [name for name in names if (tmp_path / "out" / name).is_symlink()] == []
    assert "<html" in (tmp_path / "out" / "review.html").read_text()


def test_no_link_beside_a_stored_review_is_followed(workspace: Path, tmp_path: Path) -> None:
    stored = stored_review(workspace)
    copy = tmp_path / "copy"
    shutil.copytree(stored, copy)
    (tmp_path / "precious").write_text("not ours")
    for place in (stored, copy):
        (place / "review.md").symlink_to(tmp_path / "precious")

    inside = run("report", str(stored), "--format", "markdown", "--quiet")
    outside = run("report", str(copy), "--format", "markdown", "--quiet")

    assert (inside.code, outside.code) == (0, 0), inside.err
    assert (tmp_path / "precious").read_text() == "not ours"
    assert (copy / "review.md").read_text().startswith("#")


def test_init_writes_through_no_link(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "sf-audit.yaml").symlink_to(tmp_path / "precious")

    assert run("init", str(tmp_path / "w")).code == 0
    assert not (tmp_path / "precious").exists()


def test_a_copy_proves_its_files_and_says_what_it_does_not(workspace: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(stored_review(workspace), tmp_path / "copy")
    snapshot = shutil.copytree(next((workspace / "snapshots").glob("*/0*2-*")), tmp_path / "snapshot")

    whole = [run("verify", str(folder)) for folder in (copied, snapshot)]
    (copied / "findings.csv").write_text("rule\n")
    changed = run("verify", str(copied))
    nothing_here = run("verify", str(tmp_path))

    assert [ran.code for ran in whole] == [0, 0]
    assert all("its chain is not here" in ran.out for ran in whole)
    assert (changed.code, nothing_here.code) == (6, 2)
    assert "findings.csv is not what was written" in changed.err
