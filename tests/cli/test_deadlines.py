"""A run that may take so long and no longer, whatever the org leaves undone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.demo_town import run


def test_a_run_ends_at_its_deadline_and_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the connection, and says nothing
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        command = [sys.executable, "-m", "sf_audit", "review", "--deadline", "4s", "--trust-host", host]
        began = time.monotonic()
        ended = subprocess.run(
            [*command, "--workspace", str(tmp_path), "--quiet"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "SF_AUDIT_INSTANCE_URL": f"https://{host}", "SF_AUDIT_ACCESS_TOKEN": "token"},
        )

    assert ended.returncode == 130
    assert "The deadline of this run has come. Finished pages are kept and used by the next run." in ended.stderr
    assert time.monotonic() - began > 4


@pytest.mark.parametrize("value", ["0s", "169h", "5", "5d", "-5m", "1h30m", ""])
def test_what_is_no_length_of_time_is_said(tmp_path: Path, value: str) -> None:
    ran = run("review", "--deadline", value, "--workspace", str(tmp_path))

    assert ran.code == 2
    assert f"“{value}” is no length of time; write 90s, 45m or 6h, up to 168h." in ran.err
