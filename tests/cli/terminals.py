"""A person at a keyboard, and what a terminal shows them."""

from __future__ import annotations

import os
import pty
import re
from collections.abc import Sequence
from pathlib import Path

from tests.cli.demo_town import started

COLOURS = re.compile(r"\x1b\[[0-9;?]*m")
MOVES = re.compile(r"\x1b\[[0-9;?]*[A-Za-ln-z]|\r")


def typed(*arguments: str, env: dict[str, str], cwd: Path, answers: Sequence[str] | None = None) -> tuple[int, str]:
    """A command whose output and errors go to one terminal of 110 columns: how it ended, and all it showed.

    With `answers` it reads from that terminal too, and these lines are typed there.
    """
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{answer}\n" for answer in answers or ()).encode())
    env = {"TERM": "xterm-256color", "COLUMNS": "110", **env}
    stdin = theirs if answers is not None else os.open(os.devnull, os.O_RDONLY)
    with started(*arguments, env=env, cwd=cwd, stdin=stdin, stdout=theirs, stderr=theirs) as process:
        for descriptor in {stdin, theirs}:
            os.close(descriptor)
        shown = b""
        try:
            while more := os.read(ours, 65_536):
                shown += more
        except OSError:
            pass  # Linux says so when the other end of a terminal is closed
        os.close(ours)
        code = process.wait(timeout=100)
    return code, MOVES.sub("\n", COLOURS.sub("", shown.decode()))
