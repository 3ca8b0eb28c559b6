"""The demo org in a process of its own: who audits it works on another core, as beside an org elsewhere."""

from __future__ import annotations

import multiprocessing
import signal
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

_STARTS_WITHIN_S = 120


@dataclass(frozen=True, slots=True)
class Reachable:
    """Where the org is, what opens it, and the list of what is wrong with it on purpose."""

    url: str
    access_token: str
    ca_file: Path
    planted_file: Path


class DemoProcess:
    """Builds the company and serves it, from `with` to its end; `reachable` waits until it answers.

    The process ends when the pipe to it is closed: also where its parent was killed.
    """

    def __init__(self, folder: Path, *, records: int, today: date, access_traps: bool) -> None:
        # A forked child would begin with the threads' locks as they happen to be.
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, folder, records, today, access_traps), name="demo org", daemon=True
        )
        self._theirs = theirs

    def reachable(self) -> Reachable:
        """Where the org answers by now. Raises OSError where it could not be started."""
        if not self._pipe.poll(_STARTS_WITHIN_S):
            raise TimeoutError(f"the demo org did not start within {_STARTS_WITHIN_S} seconds")
        try:
            answer = self._pipe.recv()
        except EOFError:
            raise ChildProcessError("the process of the demo org ended before it answered") from None
        if isinstance(answer, Reachable):
            return answer
        raise OSError(answer)

    def __enter__(self) -> Self:
        self._process.start()
        self._theirs.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()  # all that it would have left is in the folder, which is its parent's
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection, folder: Path, records: int, today: date, access_traps: bool) -> None:
    """Until the pipe is closed. Ctrl-C reaches all processes of a terminal; when this one ends, its parent says."""
    # The parent would wait for these imports, and needs none of them.
    from sf_audit.demo.company.build import build
    from sf_audit.demo.company.planted import write_planted
    from sf_audit.demo.server.running import DemoServer

    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    try:
        company = build(records=records, today=today, access_traps=access_traps)
        with DemoServer(company.org, folder=folder) as server:
            planted = folder / "planted.json"
            write_planted(planted, company.planted)
            pipe.send(Reachable(server.url, server.access_token, server.ca_file, planted))
            pipe.poll(None)
    except OSError as problem:
        with suppress(OSError):  # nobody listens any more
            pipe.send(str(problem))
