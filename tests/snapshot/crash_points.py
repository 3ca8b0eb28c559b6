"""Interrupt a piece of work at its N-th call to the operating system, and see what is left.

    for point in every_point(work, fault, prepare):
        ...                             # point.folder is what the interruption left behind

The work runs in a child process whose `os` functions count their calls and, at the N-th, do what `Fault` says. It
sees what is written through `os`; a library that writes by itself is only seen as far as a limit on the size of
files goes (`with_file_size_limit`).
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from sf_audit.errors import AuditError

Work: TypeAlias = Callable[[Path], object]

_LONGEST_S = 20
_WATCHED = ("open", "write", "fsync", "rename", "replace", "mkdir", "unlink", "rmdir", "chmod")


class Fault(StrEnum):
    """What happens at the N-th call."""

    KILL = "kill −9 before the call"
    TORN = "kill −9 in the middle of a write"
    POWER = "kill −9, and what was not fsynced is gone"
    FULL = "ENOSPC"
    BAD = "EIO"


#: Calls at which a fault differs from the others; everywhere else it would be the same trial again.
_COUNTED = {Fault.TORN: ("write",), Fault.BAD: ("write", "fsync")}


class Ended(StrEnum):
    """What became of the work."""

    UNTOUCHED = "done before the fault came"
    DONE = "done in spite of the fault"
    KILLED = "killed"
    SAID = "ended with an AuditError"
    CRASHED = "ended with another exception"


@dataclass(frozen=True, slots=True)
class Point:
    """One trial: the folder as it was left. `number` is the call that was interrupted, from 1."""

    number: int
    folder: Path
    ended: Ended


def every_point(work: Work, fault: Fault, prepare: Work) -> Iterator[Point]:
    """Prepare a fresh folder and interrupt the work in it at its first call, then at its second…

    The last point is the one at which the work was done before the fault came. The folder of a point is
    removed when the next one is asked for. Folders are in memory where the machine has /dev/shm.
    """
    with _memory_folder() as base:
        prepared = base / "prepared"
        prepared.mkdir()
        prepare(prepared)
        number = 0
        while True:
            number += 1
            folder = base / str(number)
            shutil.copytree(prepared, folder)
            ended = in_child(work, folder, fault, number)
            yield Point(number, folder, ended)
            shutil.rmtree(folder)
            if ended is Ended.UNTOUCHED:
                return


def in_child(work: Work, folder: Path, fault: Fault, number: int) -> Ended:
    """Do the work in a process of its own, with the fault at the N-th call."""
    interruption = _Interruption(fault, number)
    return _forked(lambda: work(folder), interruption.install, lambda: interruption.came)


def with_file_size_limit(work: Work, folder: Path, limit: int) -> Ended:
    """Do the work in a process whose files cannot grow beyond the limit, whichever library writes them."""

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return _forked(lambda: work(folder), limit_files, lambda: True)


@contextmanager
def _memory_folder() -> Iterator[Path]:
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def _forked(work: Callable[[], object], first: Callable[[], object], struck: Callable[[], bool]) -> Ended:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork with threads: the child starts its own
        child = os.fork()
    if not child:
        _live_as_child(work, first, struck)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return Ended.KILLED
    return list(Ended)[os.WEXITSTATUS(status)]


def _live_as_child(work: Callable[[], object], first: Callable[[], object], struck: Callable[[], bool]) -> None:
    ended = Ended.CRASHED
    # Forked from a process with threads, a child may wait for a lock that no thread of its own holds. The alarm
    # ends it, at one more moment that nobody chose.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_LONGEST_S)
    try:
        first()
        work()
        ended = Ended.DONE if struck() else Ended.UNTOUCHED
    except AuditError:
        ended = Ended.SAID
    except BaseException:  # noqa: BLE001 - the child must never run on into the tests
        traceback.print_exc(file=sys.__stderr__)
    os._exit(list(Ended).index(ended))


class _Interruption:
    """Stands before the functions of `os` in a child process."""

    def __init__(self, fault: Fault, number: int) -> None:
        self._fault = fault
        self._left = number
        self._counted = _COUNTED.get(fault, _WATCHED)
        self._paths: dict[int, str] = {}
        self._unsynced: set[str] = set()
        self._real = {name: getattr(os, name) for name in _WATCHED}

    @property
    def came(self) -> bool:
        return self._left <= 0

    def install(self) -> None:
        for name in _WATCHED:
            setattr(os, name, self._standing_before(name))

    def _standing_before(self, name: str) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self._left -= name in self._counted
            if self._left == 0 and name in self._counted:
                self._strike(name, arguments)
            answer = self._real[name](*arguments, **named)
            self._note(name, arguments, answer)
            return answer

        return counted

    def _strike(self, name: str, arguments: tuple[Any, ...]) -> None:
        if self._fault is Fault.FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self._fault is Fault.BAD:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if self._fault is Fault.TORN:
            self._real["write"](arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
        if self._fault is Fault.POWER:
            for path in self._unsynced:
                os.truncate(path, 0)
        os.kill(os.getpid(), signal.SIGKILL)

    def _note(self, name: str, arguments: tuple[Any, ...], answer: Any) -> None:
        if name == "open":
            self._paths[answer] = os.fspath(arguments[0])
        elif name == "write":
            self._unsynced.add(self._paths.get(arguments[0], ""))
        elif name == "fsync":
            self._unsynced.discard(self._paths.get(arguments[0], ""))
        elif name in ("rename", "replace") and os.fspath(arguments[0]) in self._unsynced:
            self._unsynced.remove(os.fspath(arguments[0]))
            self._unsynced.add(os.fspath(arguments[1]))
        elif name == "unlink":
            self._unsynced.discard(os.fspath(arguments[0]))
