"""Work in a process of its own that is killed, or whose disk is full, at a chosen moment.

`crash_points` counts calls of `os`; here are the moments that it does not see: the arrival of a request at the org,
files that are opened by `open` and by libraries, and a lid on what a file may hold.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from crash_points import Ended, Fault, Work, in_child
from trial import Bench, Clock, private_workspace

from sf_audit.errors import AuditError
from sf_audit.review.run import SNAPSHOTS
from sf_audit.snapshot import layout

#: Exit codes of a child, beside those of `AuditError`.
DONE, CRASHED, INTERRUPTED = 0, 70, 130

#: Seconds after which a child that hangs is killed.
LONGEST = 30

_EVENTS = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.symlink", "os.truncate"})


def fork(work: Callable[[], object]) -> int:
    """The pid of a child that does the work and ends with the exit code of what came of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork with threads: the child starts its own
        child = os.fork()
    if child:
        return child
    code = CRASHED
    signal.alarm(LONGEST)
    try:
        work()
        code = DONE
    except AuditError as problem:
        code = problem.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BaseException:  # noqa: BLE001 - the child must never run on into the tests
        with contextlib.suppress(OSError):
            traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """How it ended: its exit code, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class AtRequest:
    """Sends a signal to a child as soon as its n-th request arrives; give it to a plan as its `watch`."""

    def __init__(self, number: int, sent: signal.Signals) -> None:
        self._left = number
        self._signal = sent
        self._child = 0
        self._known = threading.Event()
        self._lock = threading.Lock()

    def watch(self, child: int) -> None:
        """The child to strike."""
        self._child = child
        self._known.set()

    def __call__(self, line: str) -> None:
        with self._lock:
            self._left -= 1
            strikes = self._left == 0
        if strikes and self._known.wait(10):
            os.kill(self._child, self._signal)


class AtFile:
    """In a child: the n-th change to a folder kills it, or is refused."""

    def __init__(self, folder: Path, number: int, fault: Fault) -> None:
        self._folder = str(folder)
        self._left = number
        self._fault = fault

    @property
    def came(self) -> bool:
        """Whether the moment was reached."""
        return self._left <= 0

    def install(self) -> None:
        """From now on; a process cannot be rid of it again."""
        sys.addaudithook(self._seen)

    def _seen(self, event: str, arguments: tuple[object, ...]) -> None:
        if event != "open" and event not in _EVENTS:
            return
        if not str(arguments[0]).startswith(self._folder) or (event == "open" and not _writes(arguments)):
            return
        self._left -= 1
        if self._left == 0:
            self._strike()

    def _strike(self) -> None:
        if self._fault is Fault.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        number = errno.ENOSPC if self._fault is Fault.FULL else errno.EIO
        raise OSError(number, os.strerror(number))


def _writes(arguments: tuple[object, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return bool(set(mode) & set("wax+"))
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def at_every_file(work: Work, fault: Fault, prepare: Work, most: int = 400) -> Iterator[tuple[int, Path, int]]:
    """Prepare a folder and strike the work in it at its first change of a file, its second…: (number, folder, code).

    Ends after the first point at which the work was done before the moment came.
    """
    with private_workspace() as base:
        prepare(base / "prepared")
        for number in range(1, most):
            folder = base / str(number)
            shutil.copytree(base / "prepared", folder, symlinks=True)
            moment = AtFile(folder, number, fault)

            def struck(moment: AtFile = moment, folder: Path = folder) -> None:
                moment.install()
                work(folder)
                if not moment.came:
                    os._exit(99)

            code = ended(fork(struck))
            if code == 99:
                return
            yield number, folder, code
            shutil.rmtree(folder)


def at_calls(work: Work, fault: Fault, prepare: Work, numbers: range) -> Iterator[tuple[int, Path, Ended]]:
    """Strike the work at these of its calls to the operating system, in a fresh folder each time."""
    with private_workspace() as base:
        prepare(base / "prepared")
        for number in numbers:
            folder = base / str(number)
            shutil.copytree(base / "prepared", folder, symlinks=True)
            came = in_child(work, folder, fault, number)
            if came is Ended.UNTOUCHED:
                return
            yield number, folder, came
            shutil.rmtree(folder)


def gathers(bench: Bench) -> Work:
    """The work of a child: sign in, and gather with one worker, so that the n-th call is always the same."""

    def work(folder: Path) -> None:
        clock = Clock()
        with bench.signed_in(clock) as client:
            bench.gathered(client, folder, bench.standards, clock, workers=1)

    return work


def stored(bench: Bench, folder: Path) -> list[Path]:
    """The finished snapshots of a workspace, oldest first."""
    return [one.folder for one in layout.snapshots(layout.org_folder(folder / SNAPSHOTS, bench.org.organization_id))]


def tell(points: int) -> None:
    """Leave the number of moments where a person may add them up, when asked to."""
    if os.environ.get("SF_AUDIT_COUNT_POINTS"):
        with open(os.environ["SF_AUDIT_COUNT_POINTS"], "a", encoding="ascii") as file:
            file.write(f"{points}\n")
