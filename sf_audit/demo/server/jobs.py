"""Bulk API 2.0 query jobs: created, rendered in the background, read, aborted, deleted.

"Bulk API 2.0 Query" in the "Bulk API 2.0 and Bulk API Developer Guide". A job answers from the rows
at its creation; its results can be read again, from any locator, until it is deleted.
"""

from __future__ import annotations

import base64
import binascii
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sf_audit.demo.server.ids import made
from sf_audit.demo.server.pages import Dialect, Pages
from sf_audit.demo.server.refusals import Refusal, not_found
from sf_audit.demo.soql.answer import Answer

TERMINAL = frozenset({"JobComplete", "Failed", "Aborted"})
_PATIENCE_S = 0.25


@dataclass(frozen=True, slots=True)
class Order:
    """What the client asked for: the operation, the object, the dialect and the API version it came by."""

    operation: str
    object: str
    version: str
    dialect: Dialect
    rows_per_page: int


@dataclass(slots=True)
class Job:
    """One query job; `polls` counts how often its state was asked for, `total` is known once it is complete."""

    id: str
    order: Order
    pages: Pages
    created: datetime
    total: int = 0
    refusal: Refusal | None = None
    state: str = "UploadComplete"
    polls: int = 0
    milliseconds: int = 0
    error: str = ""
    answered: threading.Event = field(default_factory=threading.Event)
    rendered: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)

    def poll(self, polls_needed: int) -> str:
        """The state, as the client may see it now: complete once rendered and asked for often enough."""
        if self.state in TERMINAL:
            return self.state
        self.polls += 1
        done = self.rendered.wait(_PATIENCE_S)
        self.state = "InProgress"
        if done and self.polls >= polls_needed:
            self.state = "Failed" if self.error else "JobComplete"
        return self.state

    def abort(self) -> None:
        """End a job that has not ended; one that has is left as it is."""
        if self.state not in TERMINAL:
            self.stop.set()
            self.state = "Aborted"

    def work(self, ask: Callable[[], Answer]) -> None:
        """Ask the query and write its pages; runs in a thread of its own."""
        began = time.monotonic()
        try:
            self._render(ask())
        except Refusal as refusal:
            self.refusal = refusal
            self.error = f"InvalidBatch : Failed to process query: {refusal.code}: {refusal.message}"
        except OSError as error:
            self.error = f"the result could not be stored: {error.strerror}"
        self.milliseconds = int((time.monotonic() - began) * 1000)
        self.answered.set()
        self.rendered.set()

    def _render(self, answer: Answer) -> None:
        with closing(answer):
            self.total = answer.total
            self.answered.set()
            self.pages.render(answer.csv_pages(self.order.rows_per_page), self.stop)
        self.pages.prepare(self.total, self.stop)

    def locator(self, offset: int) -> str:
        """The opaque locator of the page that begins at that row."""
        return base64.b64encode(f"{offset}:{self.id}".encode()).decode().rstrip("=")

    def offset(self, locator: str) -> int:
        """The row at which a locator's page begins; Refusal if it is not one of this job's."""
        try:
            written = base64.b64decode(locator + "=" * (-len(locator) % 4), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise _bad_locator() from error
        offset, _, job = written.partition(":")
        if job != self.id or not offset.isdecimal() or int(offset) >= self.total:
            raise _bad_locator()
        return int(offset)


class Jobs:
    """The jobs of one org, newest last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._jobs: dict[str, Job] = {}
        self._threads: list[threading.Thread] = []
        self._made = 0
        self._lock = threading.Lock()

    @property
    def made(self) -> int:
        """How many jobs were created, deleted ones included."""
        return self._made

    def create(self, order: Order, ask: Callable[[], Answer]) -> Job:
        """A new job, at work from now on; Refusal if the query turns out to be wrong at once."""
        with self._lock:
            self._made += 1
            identifier = made("750", self._made)
            pages = Pages(self._folder / identifier, order.dialect, order.rows_per_page)
            job = Job(identifier, order, pages, datetime.now(UTC))
            self._jobs[identifier] = job
            thread = threading.Thread(target=job.work, args=(ask,), name=f"job {identifier}", daemon=True)
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            self._threads.append(thread)
        thread.start()
        if job.answered.wait(_PATIENCE_S) and job.refusal:
            self._forget(job)
            raise job.refusal
        return job

    def find(self, identifier: str) -> Job:
        """The job of that id, 15 or 18 characters; Refusal if there is none."""
        with self._lock:
            found = next((job for job in self._jobs.values() if job.id[:15] == identifier[:15]), None)
        if found is None:
            raise not_found()
        return found

    def every(self) -> list[Job]:
        """All jobs that were not deleted."""
        with self._lock:
            return list(self._jobs.values())

    def delete(self, job: Job) -> None:
        """Forget a job that has ended, and its files; Refusal while it is at work."""
        if job.state not in TERMINAL:
            raise Refusal("INVALIDJOBSTATE", "Job must be Completed, Failed or Aborted before it can be deleted.")
        self._forget(job)

    def _forget(self, job: Job) -> None:
        job.rendered.wait()
        with self._lock:
            self._jobs.pop(job.id, None)
        job.pages.delete()

    def close(self) -> None:
        """Stop rendering and wait for the threads."""
        for job in self.every():
            job.stop.set()
        for thread in self._threads:
            thread.join()


def _bad_locator() -> Refusal:
    return Refusal("INVALIDLOCATOR", "The locator is not valid for this job.")
