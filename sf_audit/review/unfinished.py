"""Folders of reviews that are not whole yet: one for each run, and gone when their run is.

They hold names of people, so what a killed run left goes with the next review of the period.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import time
from pathlib import Path

_NAME = re.compile(r"\.(?P<number>[0-9]+)(\.(?P<process>[0-9]+)@(?P<host>.+))?")

#: Of a run on another machine nobody here can know whether it is still at work.
_OF_OTHERS_SECONDS = 24 * 60 * 60


def begin_unfinished(period: Path, number: int) -> Path:
    """A new private folder of this process beside the period's reviews; what dead runs left is removed."""
    for path in period.iterdir():
        if (found := _NAME.fullmatch(path.name)) and not path.is_symlink() and _is_abandoned(path, found):
            shutil.rmtree(path, ignore_errors=True)
    folder = period / f".{number}.{os.getpid()}@{_host()}"
    folder.mkdir(mode=0o700)
    return folder


def _is_abandoned(path: Path, found: re.Match[str]) -> bool:
    if found["process"] is None or (found["host"] == _host() and not _is_running(int(found["process"]))):
        return True
    return time.time() - path.stat().st_mtime > _OF_OTHERS_SECONDS


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False  # this process begins one review after the other
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _host() -> str:
    """The name of this machine, in letters that a folder can have."""
    return re.sub(r"[^A-Za-z0-9-]", "-", socket.gethostname())[:60]
