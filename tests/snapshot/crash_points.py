"""Interrupt a piece of work at its N-th call to the operating system, and see what is left.

    for point in every_point(work, fault, prepare):
        ...                             # point.folder is what the interruption left behind

The work runs in a child process whose `os` functions count their calls and, at the N-th, do what `Fault` says. It
sees what is written through `os`; a library that writes by itself is only seen as far as a limit on the size of
files goes (`with_file_size_limit`). `tests.points` counts the moments at which something was interrupted.
"""

from __future__ import annotations

import contextlib
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
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from sf_audit.errors import AuditError
from tests.points import POINTS

Work: TypeAlias = Callable[[Path], object]

_LONGEST_S = 60
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
            shutil.copytree(prepared, folder, symlinks=True)
            ended = in_child(work, folder, fault, number)
            yield Point(number, folder, ended)
            shutil.rmtree(folder)
            if ended is Ended.UNTOUCHED:
                return


class Trouble(Protocol):
    """What is wrong with the machine on which a child works."""

    @property
    def came(self) -> bool:
        """Whether the child met it."""

    def install(self) -> None:
        """Called in the child, before the work."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a child does: the work, in a folder, on a machine with some trouble."""

    work: Work
    folder: Path
    trouble: Trouble

    def live(self) -> None:
        """The whole life of the child. The status that it leaves is a position in `Ended`."""
        ended = Ended.CRASHED
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(_LONGEST_S)
        try:
            self.trouble.install()
            self.work(self.folder)
            ended = Ended.DONE if self.trouble.came else Ended.UNTOUCHED
        except AuditError:
            ended = Ended.SAID
        except BaseException:  # noqa: BLE001 - the child must never run on into the tests
            with contextlib.suppress(OSError):  # standard error may be a file that cannot grow
                traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(list(Ended).index(ended))


#: Starts a child for a task and answers its exit code, or minus the signal that ended it.
Launch: TypeAlias = Callable[[Task], int]


def forked(task: Task) -> int:
    """A copy of this process. Never where other threads may hold a lock at that moment, of OpenSSL for example."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork with threads: the child starts its own
        child = os.fork()
    if not child:
        task.live()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_child(work: Work, folder: Path, fault: Fault, number: int, launch: Launch = forked) -> Ended:
    """Do the work in a process of its own, with the fault at the N-th call."""
    ended = ended_by(launch(Task(work, folder, _Interruption(fault, number))))
    if ended is not Ended.UNTOUCHED:
        POINTS[fault.name] += 1
    return ended


def with_file_size_limit(work: Work, folder: Path, limit: int, launch: Launch = forked) -> Ended:
    """Do the work in a process whose files cannot grow beyond the limit, whichever library writes them."""
    POINTS["LIMIT"] += 1
    return ended_by(launch(Task(work, folder, FileLimit(limit))))


def ended_by(code: int) -> Ended:
    """What became of a task, by the exit code of its child."""
    assert code != -signal.SIGALRM, f"the child was still at work after {_LONGEST_S} s"
    return Ended.KILLED if code < 0 else list(Ended)[code]


@dataclass(frozen=True, slots=True)
class FileLimit:
    """Files that cannot grow beyond so many bytes."""

    limit: int
    came: bool = True

    def install(self) -> None:
        """For this process and its libraries, until it ends. A compiled module would be cut off for who comes later."""
        sys.dont_write_bytecode = True
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, self.limit))


@contextmanager
def _memory_folder() -> Iterator[Path]:
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@dataclass
class _Interruption:
    """Stands before the functions of `os` in a child process."""

    fault: Fault
    left: int
    paths: dict[int, str] = field(default_factory=dict)
    unsynced: set[str] = field(default_factory=set)
    synced_sizes: dict[str, int] = field(default_factory=dict)
    real: dict[str, Callable[..., Any]] = field(default_factory=dict)

    @property
    def came(self) -> bool:
        return self.left <= 0

    def install(self) -> None:
        self.real = {name: getattr(os, name) for name in _WATCHED}
        for name in _WATCHED:
            setattr(os, name, self._standing_before(name))

    def _standing_before(self, name: str) -> Callable[..., Any]:
        counted_names = _COUNTED.get(self.fault, _WATCHED)

        def counted(*arguments: Any, **named: Any) -> Any:
            self.left -= name in counted_names
            if self.left == 0 and name in counted_names:
                self._strike(name, arguments)
            answer = self.real[name](*arguments, **named)
            self._note(name, arguments, answer)
            return answer

        return counted

    def _strike(self, name: str, arguments: tuple[Any, ...]) -> None:
        if self.fault is Fault.FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.fault is Fault.BAD:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if self.fault is Fault.TORN:
            self.real["write"](arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
        if self.fault is Fault.POWER:
            for path in self.unsynced:
                os.truncate(path, self.synced_sizes.get(path, 0))
        os.kill(os.getpid(), signal.SIGKILL)

    def _note(self, name: str, arguments: tuple[Any, ...], answer: Any) -> None:
        if name == "open":
            self.paths[answer] = path = os.fspath(arguments[0])
            if path not in self.unsynced and os.path.isfile(path):
                self.synced_sizes[path] = os.path.getsize(path)
        elif name == "write":
            self.unsynced.add(self.paths.get(arguments[0], ""))
        elif name == "fsync":
            self.unsynced.discard(path := self.paths.get(arguments[0], ""))
            if os.path.isfile(path):
                self.synced_sizes[path] = os.path.getsize(path)
        elif name in ("rename", "replace") and os.fspath(arguments[0]) in self.unsynced:
            self.unsynced.remove(os.fspath(arguments[0]))
            self.unsynced.add(os.fspath(arguments[1]))
            self.synced_sizes[os.fspath(arguments[1])] = self.synced_sizes.pop(os.fspath(arguments[0]), 0)
        elif name == "unlink":
            self.unsynced.discard(os.fspath(arguments[0]))
