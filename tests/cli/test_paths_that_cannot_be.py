"""Flags that name what can be no file or folder: a usage problem, told before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.demo_town import run

COMMANDS = [
    ("review", "--org", "x", "--workspace", "{}"),
    ("review", "--org", "x", "--out", "{}"),
    ("plan", "--workspace", "{}"),
    ("doctor", "--workspace", "{}"),
    ("access", "who", "ModifyAllData", "--org", "x", "--workspace", "{}"),
    ("access", "matrix", "--out", "{}"),
    ("demo", "--out", "{}"),
    ("login", "x", "--key-file", "{}"),
    ("signing-key", "--file", "{}"),
    ("init", "{}"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
@pytest.mark.parametrize("name", ["a" * 300, "file/below"], ids=["too long", "below a file"])
def test_what_can_be_no_path_is_a_usage_problem(tmp_path: Path, command: tuple[str, ...], name: str) -> None:
    (tmp_path / "file").write_text("")

    ran = run(*(part.format(tmp_path / name) for part in command))

    assert ran.code == 2
    assert "Error: " in ran.err


@pytest.mark.parametrize("command", [("review",), ("access", "who", "ModifyAllData")], ids=["review", "access"])
def test_a_workspace_that_cannot_be_written_is_told_before_the_org_is_asked(command: tuple[str, ...]) -> None:
    ran = run(*command, "--workspace", "/proc/workspace")

    assert ran.code == 2
    assert "the workspace /proc/workspace cannot be written" in ran.err


def test_a_workspace_is_no_snapshot(tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text("")
    (tmp_path / "empty").mkdir()

    of_workspace = run("access", "diff", str(tmp_path), str(tmp_path))
    of_empty = run("access", "diff", str(tmp_path / "empty"), str(tmp_path / "empty"))
    judged = run("review", "--org", "x", "--snapshot", str(tmp_path))

    assert (of_workspace.code, of_empty.code, judged.code) == (2, 2, 2)
    assert f"is a workspace: name the folder of a snapshot below {tmp_path / 'snapshots'}" in of_workspace.err
    assert "is empty: name the folder of a snapshot" in of_empty.err
