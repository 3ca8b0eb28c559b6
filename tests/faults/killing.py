"""Work in a process of its own that is killed, or whose disk is full, at a chosen moment.

`crash_points` counts calls of `os`; here are the moments that it does not see: the arrival of a request at the org,
and files that are opened by `open` and by libraries.

The processes are copies of one that has imported what they need, and has no threads. Copies of the process of the
trials hung now and then: it has threads that speak TLS, and a lock that one of them holds at the moment of the copy
would be held in the copy for ever.
"""

from __future__ import annotations

import contextlib
import errno
import multiprocessing
import os
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from sf_audit.delivery.publish import publish
from sf_audit.errors import AuditError
from sf_audit.expectations import measure
from sf_audit.review.run import Judged, judged
from sf_audit.rulebook.rules.check import checks
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot import layout
from sf_audit.snapshot.chain_folders import SNAPSHOTS
from tests.faults.reach import Gathers
from tests.faults.trial import Bench, private_workspace
from tests.points import POINTS
from tests.snapshot.crash_points import Ended, Fault, Task, Work, ended_by, in_child

#: What a copy must not have to import again.
IMPORTED = (measure, checks())

#: Exit codes of a child, beside those of `AuditError`.
DONE, CRASHED, INTERRUPTED = 0, 70, 130

#: Seconds after which a child that hangs is killed.
LONGEST = 60

_EVENTS = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.symlink", "os.truncate"})


@cache
def _copies() -> ForkServerContext:
    """Where children come from. The process that is copied finds this module by PYTHONPATH alone."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    known = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
    finally:
        os.environ.pop("PYTHONPATH")
        if known is not None:
            os.environ["PYTHONPATH"] = known
    return context


@dataclass(frozen=True, slots=True)
class Child:
    """A process that does some work; `ended` waits for it."""

    process: BaseProcess

    @classmethod
    def of(cls, work: Callable[..., object], *arguments: object) -> Child:
        """Start it. The work and what it is given are pickled."""
        process = _copies().Process(target=_live, args=(work, arguments))
        process.start()
        return cls(process)

    @property
    def pid(self) -> int:
        """By which it is killed."""
        assert self.process.pid is not None
        return self.process.pid

    def ended(self) -> int:
        """How it ended: its exit code, or minus the signal."""
        self.process.join()
        code = self.process.exitcode
        self.process.close()
        assert code is not None
        assert code != -signal.SIGALRM, f"the child was still at work after {LONGEST} s"
        return code


def _live(work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """The whole life of a child."""
    code = CRASHED
    signal.alarm(LONGEST)
    try:
        work(*arguments)
        code = DONE
    except AuditError as problem:
        code = problem.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BaseException:  # noqa: BLE001 - the child must never run on into what started it
        with contextlib.suppress(OSError):
            traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def copied(task: Task) -> int:
    """Like `crash_points.forked`, in a process without a past."""
    return Child.of(task.live).ended()


def gathers(bench: Bench) -> Gathers:
    """The work of a child that reads the org."""
    return Gathers(bench.reach, bench.standards)


@dataclass(frozen=True, slots=True)
class Judges:
    """The work of a child: judge the newest snapshot of a workspace."""

    standards: Standards
    org: str

    def __call__(self, folder: Path) -> None:
        newest = layout.snapshots(layout.org_folder(folder / SNAPSHOTS, self.org))[-1]
        with judged(newest.folder, self.standards, folder):
            pass


@dataclass(frozen=True, slots=True)
class Publishes:
    """The work of a child: write a review into the archive of a workspace."""

    found: Judged
    formats: tuple[str, ...] = ("html", "csv", "markdown")

    def __call__(self, folder: Path) -> None:
        publish(self.found, folder, None, self.formats, redact=False)


class AtRequest:
    """Sends a signal to a child as soon as its n-th request arrives; give it to a plan as its `watch`."""

    def __init__(self, number: int, sent: signal.Signals) -> None:
        self._left = number
        self._signal = sent
        self._child = 0
        self._known = threading.Event()
        self._lock = threading.Lock()

    def watch(self, child: Child) -> None:
        """The child to strike."""
        self._child = child.pid
        self._known.set()

    def strike_next(self) -> None:
        """The request that is being looked at is the last."""
        with self._lock:
            self._left = 1

    def __call__(self, line: str) -> None:
        with self._lock:
            self._left -= 1
            strikes = self._left == 0
        if strikes and self._known.wait(10):
            if self._signal is signal.SIGKILL:
                POINTS[Fault.KILL.name] += 1
            os.kill(self._child, self._signal)


@dataclass(slots=True)
class AtFile:
    """In a child: the n-th change to a folder, from now `left`, kills it or is refused."""

    folder: Path
    left: int
    fault: Fault

    @property
    def came(self) -> bool:
        """Whether the moment was reached."""
        return self.left <= 0

    def install(self) -> None:
        """From now on; a process cannot be rid of it again."""
        sys.addaudithook(self._seen)

    def _seen(self, event: str, arguments: tuple[object, ...]) -> None:
        if event != "open" and event not in _EVENTS:
            return
        if not str(arguments[0]).startswith(str(self.folder)) or (event == "open" and not _writes(arguments)):
            return
        self.left -= 1
        if self.left == 0:
            self._strike()

    def _strike(self) -> None:
        if self.fault is Fault.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        number = errno.ENOSPC if self.fault is Fault.FULL else errno.EIO
        raise OSError(number, os.strerror(number))


def _writes(arguments: tuple[object, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return bool(set(mode) & set("wax+"))
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def at_every_file(work: Work, fault: Fault, prepare: Work, most: int = 400) -> Iterator[tuple[int, Path, Ended]]:
    """Prepare a folder and strike the work in it at its first change of a file, its second…: (number, folder, end).

    Ends after the first point at which the work was done before the moment came.
    """
    for number, folder in _fresh(prepare, range(1, most)):
        came = ended_by(copied(Task(work, folder, AtFile(folder, number, fault))))
        if came is Ended.UNTOUCHED:
            return
        POINTS[fault.name] += 1
        yield number, folder, came


def at_calls(work: Work, fault: Fault, prepare: Work, numbers: Iterable[int]) -> Iterator[tuple[int, Path, Ended]]:
    """Strike the work at these of its calls to the operating system, in a fresh folder each time."""
    for number, folder in _fresh(prepare, numbers):
        came = in_child(work, folder, fault, number, copied)
        if came is Ended.UNTOUCHED:
            return
        yield number, folder, came


def _fresh(prepare: Work, numbers: Iterable[int]) -> Iterator[tuple[int, Path]]:
    with private_workspace() as base:
        prepare(base / "prepared")
        for number in numbers:
            folder = base / str(number)
            shutil.copytree(base / "prepared", folder, symlinks=True)
            yield number, folder
            shutil.rmtree(folder)
