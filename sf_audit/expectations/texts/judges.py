"""Which values a library refuses, asked on all cores: by processes of `accepted`, one on each core.

They are programs of their own and not `multiprocessing`, which runs the main module of whoever called us once more in
each of them: a notebook or a script without a guard would begin its review again. Where the machine refuses
processes, or one ends before its time, the values are judged here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import chain, islice
from threading import Lock

import pyarrow as pa

from sf_audit.expectations.texts import accepted
from sf_audit.expectations.texts.distinct import Values

#: Fewer chunks than this, of some thousands of values, are judged sooner than a process has loaded the library.
_WORTH_A_PROCESS = 3


def refused(judge: str, names: Sequence[str], chunks: Iterable[list[Values]]) -> pa.Table:
    """Those of the values that the judge does not accept, in no order, in columns of these names."""
    remaining = iter(chunks)
    first = list(islice(remaining, _WORTH_A_PROCESS))
    cores = _cores() if len(first) == _WORTH_A_PROCESS else 1
    asked = chain(first, remaining)
    found = _judged_beside(judge, asked, cores) if cores > 1 else _judged_here(judge, asked)
    schema = pa.schema([(name, pa.string()) for name in names])
    columns = (zip(*values, strict=True) for values in found if values)
    return pa.Table.from_batches([pa.record_batch([*map(pa.array, chunk)], schema=schema) for chunk in columns], schema)


def _judged_here(judge: str, chunks: Iterable[list[Values]]) -> Iterator[list[Values]]:
    for chunk in chunks:
        yield _not_accepted(chunk, accepted.answer(judge, chunk))


def _judged_beside(judge: str, chunks: Iterator[list[Values]], cores: int) -> Iterator[list[Values]]:
    """One thread for each process; the chunks are fetched by one of them at a time, so few are in memory."""
    turn = Lock()
    with ExitStack() as ending:
        processes = [ending.enter_context(JudgeProcess(judge)) for _ in range(cores)]
        threads = ending.enter_context(ThreadPoolExecutor(cores, thread_name_prefix="judge"))
        for process in processes:
            ending.callback(process.stop)  # before the threads are waited for
        for future in [threads.submit(_judge_all, process, chunks, turn) for process in processes]:
            yield from future.result()


def _judge_all(process: JudgeProcess, chunks: Iterator[list[Values]], turn: Lock) -> list[list[Values]]:
    found: list[list[Values]] = []
    while not process.stopped:
        with turn:
            chunk = next(chunks, None)
        if chunk is None:
            break
        found.append(_not_accepted(chunk, process.answer(chunk)))
    return found


def _not_accepted(chunk: list[Values], accepted: list[bool]) -> list[Values]:
    return [values for values, good in zip(chunk, accepted, strict=True) if not good]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class JudgeProcess:
    """A process that answers one line for each line; where there is none, this one answers."""

    def __init__(self, judge: str) -> None:
        self._judge = judge
        self._process = _started(judge)
        self.stopped = False

    def __enter__(self) -> JudgeProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._process is not None:
            self._process.communicate()

    def answer(self, chunk: list[Values]) -> list[bool]:
        """For each of the values, whether the judge accepts it."""
        found = self._told(chunk)
        return accepted.answer(self._judge, chunk) if found is None else found

    def stop(self) -> None:
        """End the process at once; nobody waits for its answer any more."""
        self.stopped = True
        if self._process is not None:
            self._process.kill()

    def _told(self, chunk: list[Values]) -> list[bool] | None:
        """What the process answers; None where it does not."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(json.dumps(chunk) + "\n")
            process.stdin.flush()
            found: list[bool] = json.loads(process.stdout.readline())
        except (OSError, ValueError):
            return None
        return found if len(found) == len(chunk) else None


def _started(judge: str) -> subprocess.Popen[str] | None:
    if not sys.executable:
        return None
    # -P: no module of the folder we happen to stand in
    command = [sys.executable, "-P", "-m", accepted.__name__, judge]
    try:
        return subprocess.Popen(  # noqa: S603 (our own module)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("SF_AUDIT_")},
        )
    except OSError:
        return None
