"""The demo org in a process of its own is there when it says so, and never outlives who asked for it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from sf_audit.demo.server.own_process import DemoProcess

TODAY = date(2026, 11, 30)

WAITING = """
import sys, time
from datetime import date
from pathlib import Path
from sf_audit.demo.server.own_process import DemoProcess
if __name__ == "__main__":
    with DemoProcess(Path(sys.argv[1]), records=2000, today=date(2026, 11, 30), access_traps=False) as process:
        print(process.reachable().url, flush=True)
        time.sleep(60)
"""


def listens(url: str) -> bool:
    address = urlsplit(url)
    with socket.socket() as asking:
        return asking.connect_ex((str(address.hostname), address.port or 0)) == 0


def test_it_answers_until_the_end_and_says_what_was_planted(tmp_path: Path) -> None:
    with DemoProcess(tmp_path / "org", records=2000, today=TODAY, access_traps=False) as process:
        org = process.reachable()
        headers = {"Authorization": f"Bearer {org.access_token}"}
        answer = requests.get(
            f"{org.url}/services/data/v62.0/limits", headers=headers, verify=str(org.ca_file), timeout=10
        )
        planted = json.loads(org.planted_file.read_text(encoding="utf-8"))

    assert answer.status_code == 200
    assert "account-owner-active" in {entry["hint_rule"].removeprefix("quality/") for entry in planted}
    assert not listens(org.url)


def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "waiting.py"
    script.write_text(WAITING, encoding="utf-8")
    with subprocess.Popen([sys.executable, script, tmp_path / "org"], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        listened = listens(url)
        os.kill(parent.pid, signal.SIGKILL)

    deadline = time.monotonic() + 10
    while listens(url) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert listened
    assert not listens(url)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    occupied = DemoProcess(tmp_path / "file" / "org", records=2000, today=TODAY, access_traps=False)

    with occupied as process, pytest.raises(OSError, match="Not a directory"):
        process.reachable()
