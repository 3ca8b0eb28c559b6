"""One run at a time, also on file systems that refuse flock, and after a run that died there."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import BaseFileLock, FileLock

from sf_audit.errors import AnotherRun, IntegrityBroken
from sf_audit.snapshot.lock import FlockOf, lock_org

REFUSALS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)


def refusing(number: int) -> FlockOf:
    """The lock of a file system that answers every flock with this error, as some network file systems do."""

    class Refused(FileLock):
        def _acquire(self) -> None:
            raise OSError(number, os.strerror(number), str(self.lock_file))

    def flock_of(path: Path, wait: float) -> BaseFileLock:
        return Refused(path, timeout=wait)

    return flock_of


HOLDER = """
import sys, time
from pathlib import Path
from tests.snapshot.test_lock import refusing
from sf_audit.snapshot.lock import lock_org
lock = lock_org(Path(sys.argv[1]), flock_of=refusing(int(sys.argv[2])))
print("held", flush=True)
time.sleep(60)
"""


def holder(folder: Path, number: int) -> subprocess.Popen[str]:
    """Another process that holds the lock of the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), str(number)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("number", REFUSALS, ids=lambda number: errno.errorcode[number])
def test_where_flock_is_refused_the_owner_is_named_and_a_dead_one_is_replaced(tmp_path: Path, number: int) -> None:
    with holder(tmp_path, number) as process:
        with pytest.raises(AnotherRun) as taken:
            lock_org(tmp_path, flock_of=refusing(number))
        process.send_signal(signal.SIGKILL)
        process.wait(10)

        left = (tmp_path / ".lock-owner").exists()
        lock = lock_org(tmp_path, flock_of=refusing(number))

    assert f"process {process.pid} on {socket.gethostname()}" in str(taken.value)
    assert "This file system has no locks of its own (flock)" in taken.value.hint
    assert f"delete {tmp_path / '.lock-owner'}" in taken.value.hint
    assert left
    assert lock.is_locked
    lock.release()


def test_the_lock_of_another_machine_is_never_taken_over(tmp_path: Path) -> None:
    path = tmp_path / ".lock-owner"
    path.write_text("1\nanother-machine\n")

    with pytest.raises(AnotherRun, match="process 1 on another-machine") as taken:
        lock_org(tmp_path, flock_of=refusing(errno.ENOLCK))

    assert f"if that process is gone, delete {path}" in taken.value.hint
    path.unlink()
    lock_org(tmp_path, flock_of=refusing(errno.ENOLCK)).release()


def test_a_released_lock_leaves_nothing_that_holds_the_next_run(tmp_path: Path) -> None:
    for _ in range(3):
        lock_org(tmp_path, flock_of=refusing(errno.ENOSYS)).release()

    assert not (tmp_path / ".lock-owner").exists()


def test_a_run_with_flock_ends_its_lock_with_its_process(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from sf_audit.snapshot.lock import lock_org\n"
    script += "lock = lock_org(Path(sys.argv[1])); import os; os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, cwd=Path(__file__).parents[2])

    lock_org(tmp_path).release()


def test_a_lock_that_fails_otherwise_is_said(tmp_path: Path) -> None:
    with pytest.raises(IntegrityBroken, match="Input/output error"):
        lock_org(tmp_path, flock_of=refusing(errno.EIO))


def test_the_owner_is_written_for_people_and_programs(tmp_path: Path) -> None:
    lock = lock_org(tmp_path, flock_of=refusing(errno.ENOLCK))
    lines = (tmp_path / ".lock-owner").read_text().splitlines()
    lock.release()

    assert lines[:2] == [str(os.getpid()), socket.gethostname()]
    assert json.dumps(lines[2:]) != "[]", "the time at which the process began, against a number that was used again"


def test_a_lock_that_is_held_says_how_long_to_wait(tmp_path: Path) -> None:
    lock = lock_org(tmp_path)
    with pytest.raises(AnotherRun) as taken:
        lock_org(tmp_path)
    lock.release()

    assert str(taken.value) == f"Another run holds {tmp_path / '.lock'}"
    assert taken.value.hint == "Wait until it has ended; the lock goes with its process."


def test_a_lock_without_flock_says_what_to_delete_and_where_to_keep_the_workspace(tmp_path: Path) -> None:
    path = tmp_path / ".lock-owner"
    path.write_text("1\nanother-machine\n")

    with pytest.raises(AnotherRun) as taken:
        lock_org(tmp_path, flock_of=refusing(errno.ENOLCK))

    assert str(taken.value) == f"Another run holds {path}: process 1 on another-machine"
    assert taken.value.hint == (
        "Wait until it has ended. This file system has no locks of its own (flock), so a process that was killed on "
        f"another machine leaves its file behind: if that process is gone, delete {path}. Better keep the workspace on "
        "a local disk."
    )


@pytest.mark.parametrize("content", ["", "1", "x" * 20_000])
def test_a_file_of_a_lock_that_says_nothing_names_nobody(tmp_path: Path, content: str) -> None:
    (tmp_path / ".lock-owner").write_text(content)

    with pytest.raises(AnotherRun) as taken:
        lock_org(tmp_path, flock_of=refusing(errno.ENOLCK))

    assert str(taken.value) == f"Another run holds {tmp_path / '.lock-owner'}"
