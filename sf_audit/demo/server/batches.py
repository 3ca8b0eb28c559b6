"""Jobs of the first Bulk API and their batches: a batch of a query job holds one query and has one result.

"Query Batches" in the "Bulk API 2.0 and Bulk API Developer Guide". A batch is asked when it comes; its rows are kept
until newer jobs push it out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sf_audit.demo.server.ids import made
from sf_audit.demo.server.refusals import Refusal
from sf_audit.demo.soql.answer import Answer

_MOST: Final = 20


class AsyncRefusal(Exception):
    """No from the first Bulk API: answered as an `error` with an exception code."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(slots=True)
class Batch:
    """One query and what came of it: rows, or the message of a failure."""

    id: str
    result: str
    query: str
    created: datetime
    answer: Answer | None = None
    failure: str = ""
    milliseconds: int = 0

    @property
    def state(self) -> str:
        """Completed, or Failed."""
        return "Failed" if self.answer is None else "Completed"

    @property
    def total(self) -> int:
        """How many rows it has."""
        return self.answer.total if self.answer else 0


@dataclass(slots=True)
class BatchJob:
    """What a client ordered, and its batches so far."""

    id: str
    operation: str
    object: str
    content_type: str
    version: str
    created: datetime
    state: str = "Open"
    batches: list[Batch] = field(default_factory=list)

    def batch(self, identifier: str) -> Batch:
        """One of its batches; AsyncRefusal if there is none of that id."""
        found = next((batch for batch in self.batches if batch.id[:15] == identifier[:15]), None)
        if found is None:
            raise AsyncRefusal("InvalidBatch", f"Invalid batch id: {identifier}", 404)
        return found

    def close(self) -> None:
        """Let go of all rows."""
        for batch in self.batches:
            if batch.answer is not None:
                batch.answer.close()


class BatchJobs:
    """The jobs of one org."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, BatchJob] = OrderedDict()
        self._made = 0
        self._lock = threading.Lock()

    def create(self, operation: str, name: str, content_type: str, version: str) -> BatchJob:
        """A new job without batches."""
        with self._lock:
            self._made += 1
            job = BatchJob(made("750", 900_000 + self._made), operation, name, content_type, version, datetime.now(UTC))
            self._jobs[job.id[:15]] = job
            surplus = [self._jobs.popitem(last=False)[1] for _ in range(len(self._jobs) - _MOST)]
        for old in surplus:
            old.close()
        return job

    def find(self, identifier: str) -> BatchJob:
        """The job of that id; AsyncRefusal if there is none."""
        with self._lock:
            found = self._jobs.get(identifier[:15])
        if found is None:
            raise AsyncRefusal("InvalidJob", f"Invalid job id: {identifier}", 404)
        return found

    def add(self, job: BatchJob, query: str, ask: Callable[[], Answer]) -> Batch:
        """A batch of the job, asked at once."""
        began = datetime.now(UTC)
        with self._lock:
            self._made += 1
            batch = Batch(made("751", self._made), made("752", self._made)[:15], query, began)
        try:
            batch.answer = ask()
        except Refusal as refusal:
            batch.failure = f"InvalidBatch : Failed to process query: {refusal.code}: {refusal.message}"
        batch.milliseconds = int((datetime.now(UTC) - began).total_seconds() * 1000)
        job.batches.append(batch)
        return batch

    def close(self) -> None:
        """Let go of everything when the server stops."""
        with self._lock:
            kept = list(self._jobs.values())
            self._jobs.clear()
        for job in kept:
            job.close()
