"""Keys that sign reviews, keys that cannot, and machines whose keyring cannot be imported."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.demo_town import ROOT, Ran, Town, run, started
from tests.cli.reviewing import review, stored_review

pytestmark = pytest.mark.demo


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
