"""A real workspace that somebody damaged, or filled with links: an error that names the file, and never exit 70."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.demo_town import ROOT, Ran, Town, run, started

pytestmark = pytest.mark.demo


def review(of: Town, workspace: Path, *arguments: str) -> Ran:
    return run("review", *of.trust, "--workspace", str(workspace), "--quiet", *arguments, env=of.variables)


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


def stored_review(workspace: Path) -> Path:
    return next((workspace / "reviews").glob("*/2*/1"))


def deep(path: Path) -> None:
    path.write_bytes(b"[" * 100_000 + b"]" * 100_000)


def deep_objects(path: Path) -> None:
    path.write_bytes(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def noise(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(5000))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def other_schema(path: Path) -> None:
    path.unlink()
    pq.write_table(pa.table({"x": [1, 2]}), path)


def other_types(path: Path) -> None:
    table = pq.read_table(path)
    numbers = {name: pa.array([1] * table.num_rows) for name in table.column_names}
    path.unlink()
    pq.write_table(pa.table(numbers), path)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


Damage = Callable[[Path], None]
DAMAGES = (deep, deep_objects, nothing, noise, cut, folder, pipe)
NO_ORGS = ("elsewhere", "00D", "00D5e0000027oiU!x", "00D5e0000027oiUAAA", "x" * 200, "café", "a\nb")


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


def test_a_workspace_from_before_sealing_is_no_pass(workspace: Path) -> None:
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


def test_a_key_made_here_signs_a_review_and_a_report(quiet_town: Town, tmp_path: Path) -> None:
    made = run("signing-key", "--file", str(tmp_path / "key.pem"))
    (tmp_path / "key.pub").write_text(made.out)
    workspace = tmp_path / "w"
    workspace.mkdir()
    (workspace / "sf-audit.yaml").write_text(f"signing:\n  key: file {tmp_path / 'key.pem'}\n")

    first = review(quiet_town, workspace)
    again = run("report", str(stored_review(workspace)), "--format", "markdown", "--quiet")
    pruned = run("prune", "--workspace", str(workspace))
    ran = run("verify", "--workspace", str(workspace), "--public-key", str(tmp_path / "key.pub"))
    second = run("signing-key", "--file", str(tmp_path / "key.pem"))

    assert (made.code, first.code, again.code, pruned.code, ran.code) == (0, 0, 0, 0, 0), ran.err
    assert made.out.startswith("-----BEGIN PUBLIC KEY-----")
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600
    assert "consistent, signed by key" in ran.out
    assert second.code == 2
    assert "PRIVATE" not in made.out + made.err + second.err + ran.out


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("file missing.pem", "cannot be read"),
        ("missing.pem", "is neither"),
        ("file open.pem", "other users of this machine may read"),
        ("file no.pem", "holds no private key"),
    ],
)
def test_a_key_that_cannot_be_used_ends_before_the_org_is_read(
    quiet_town: Town, tmp_path: Path, key: str, says: str
) -> None:
    (tmp_path / "sf-audit.yaml").write_text(f"signing:\n  key: {key}\n")
    for name, mode in (("open.pem", 0o644), ("no.pem", 0o600)):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(mode)
    asked = len(quiet_town.asked)

    ran = review(quiet_town, tmp_path)

    assert ran.code == 2
    assert says in ran.err
    assert len(quiet_town.asked) == asked


def links_into(out: Path, elsewhere: Path, names: list[str]) -> None:
    out.mkdir()
    elsewhere.write_text("not ours")
    for name in names:
        (out / name).symlink_to(elsewhere)


def test_no_link_in_out_is_followed(workspace: Path, tmp_path: Path) -> None:
    names = ["review.html", "findings.csv", "review.json", "findings.parquet", "labels.parquet", "rules.json"]
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
    for folder in (stored, copy):
        (folder / "review.md").symlink_to(tmp_path / "precious")

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


def test_a_run_needs_no_keyring_that_cannot_be_imported(quiet_town: Town, tmp_path: Path) -> None:
    (tmp_path / "keyring.py").write_text("raise ImportError('no backend', name='jeepney')\n")
    env = {**quiet_town.variables, "HOME": str(tmp_path), "LANG": "C.UTF-8"}

    reviewed = spawn_with(tmp_path, "review", *quiet_town.trust, "--workspace", str(tmp_path / "w"), "--quiet", env=env)
    keyed = spawn_with(tmp_path, "signing-key", "--keyring", env=env)

    assert reviewed.code == 0, reviewed.err
    assert keyed.code == 2
    assert "keyring cannot be imported (jeepney is missing)" in keyed.err


def spawn_with(folder: Path, *arguments: str, env: dict[str, str]) -> Ran:
    path = os.pathsep.join((str(folder), str(ROOT)))
    with started(*arguments, env={**env, "PYTHONPATH": path}, cwd=folder) as process:
        out, err = process.communicate(timeout=100)
    return Ran(process.returncode, out, err)


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
