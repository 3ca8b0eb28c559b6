"""What a person at a keyboard sees while an org is read; everywhere else standard error is a pipe."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.demo_town import Town, started

pytestmark = pytest.mark.demo

COLOURS = re.compile(r"\x1b\[[0-9;?]*m")
MOVES = re.compile(r"\x1b\[[0-9;?]*[A-Za-ln-z]|\r")


def typed(*arguments: str, env: dict[str, str], cwd: Path) -> tuple[int, str]:
    """A command whose output and errors go to one terminal of 110 columns: how it ended, and all it showed."""
    ours, theirs = pty.openpty()
    env = {"TERM": "xterm-256color", "COLUMNS": "110", **env}
    pipes = {"stdout": theirs, "stderr": theirs, "stdin": subprocess.DEVNULL}
    with started(*arguments, env=env, cwd=cwd, **pipes) as process:
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 65_536):
                shown += more
        except OSError:
            pass  # Linux says so when the other end of a terminal is closed
        os.close(ours)
        code = process.wait(timeout=100)
    return code, MOVES.sub("\n", COLOURS.sub("", shown.decode()))


def test_a_review_shows_a_bar_for_each_object_and_ends_with_its_path(quiet_town: Town, tmp_path: Path) -> None:
    env = {**quiet_town.variables, "HOME": str(tmp_path)}

    code, shown = typed("review", *quiet_town.trust, "--workspace", "crm", env=env, cwd=tmp_path)

    assert code == 0, shown
    bars = re.findall(r"^(\w+) +[━╸╺]+ +([\d,]+) rows", shown, re.MULTILINE)
    assert {"Account", "User"} <= {name for name, _ in bars}  # they wait for the lookups of others, so they are seen
    assert max(int(rows.replace(",", "")) for name, rows in bars if name == "Account") > 500
    assert shown.rstrip().splitlines()[-1].endswith("review.html")


@pytest.mark.parametrize("columns", [40, 60, 76])
def test_a_message_ends_its_lines_between_words(tmp_path: Path, columns: int) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text("title: Every account has an industry\nchek: {}\n")

    code, shown = typed("rules", "check", "--workspace", ".", env={"COLUMNS": str(columns)}, cwd=tmp_path)

    assert code == 2
    lines = [line.rstrip() for line in shown.splitlines()]
    assert [line for line in lines if len(line) >= columns and " " in line.strip()] == []
    assert "there is no such key" in " ".join(line for line in lines if line)
    assert len(lines) > 2
