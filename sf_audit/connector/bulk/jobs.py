"""The life of a Bulk API 2.0 query job: made, waited for, read, and deleted once its rows are safe.

"Bulk API 2.0 and Bulk API Developer Guide": Create a Query Job, Get Information About a Query Job,
Delete a Query Job. A job's results stay readable for seven days, so a run that was killed can go on
with them; that is why nothing is aborted when a run ends early.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sf_audit.connector.api.resources import garbled
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING
from sf_audit.connector.http.api_errors import NOT_JSON, ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.retries import Retries
from sf_audit.errors import SignInRefused
from sf_audit.model.counts import count
from sf_audit.snapshot.own_jobs import OwnJobs

_ID = re.compile(r"[A-Za-z0-9]{15,18}")
_WAITING = frozenset({"UploadComplete", "InProgress"})

#: Refusals of an org that is busy or away; so many jobs in a row may meet them before the others are left for later.
_UNANSWERED = frozenset({Kind.UNAVAILABLE, Kind.INVALID_RESPONSE, Kind.CONCURRENCY_LIMIT})
_UNANSWERED_AT_MOST = 2

_TRIES_AFTER_ABORT = 4
_NOT_FOUND = 404

#: The code that a failed job quotes inside its `errorMessage`, for example `InvalidBatch : … MALFORMED_QUERY: …`.
_CODES = {
    "QUERY_TIMEOUT": Kind.QUERY_TIMEOUT,
    "QUERY_TOO_COMPLICATED": Kind.TOO_COMPLICATED,
    "OPERATION_TOO_LARGE": Kind.TOO_COMPLICATED,
    "INVALID_FIELD": Kind.FIELD,
    "INVALID_TYPE": Kind.OBJECT,
    "EXCEEDEDQUOTA": Kind.BULK_QUOTA,
    "LIMIT_EXCEEDED": Kind.BULK_QUOTA,
    "FEATURENOTENABLED": Kind.NOT_BULK,
    "FUNCTIONALITY_NOT_ENABLED": Kind.NOT_BULK,
    "INVALIDENTITY": Kind.NOT_BULK,
    "MALFORMED_QUERY": Kind.NOT_BULK,
    "INVALIDBATCH": Kind.NOT_BULK,
}


@dataclass(frozen=True, slots=True)
class PollPolicy:
    """How long to wait, in seconds, and how often to try. `sleep` and `clock` are those of this process.

    `unmoved` is the wait for a job of an earlier run that has not moved since. The org gives an attempt at a job two
    minutes to execute the query and ten to retrieve rows ("How Bulk Queries Are Processed"), and keeps what came of it:
    a job that shows nothing new after one whole attempt is not being worked on.
    """

    first: float = 2.0
    longest: float = 30.0
    deadline: float = 7200.0
    unmoved: float = 720.0
    page_tries: int = 5
    silent_polls: int = 5
    rows_per_page: int = 50_000
    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic


#: The state of a job and the records it has processed, None where the org does not say how many.
Progress: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Job:
    """A query job as the org describes it. `processed` is None where the org does not say it."""

    id: str
    state: str
    processed: int | None = None
    error: str = ""

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return self.state, self.processed


class JobFailed(Exception):
    """A job ended otherwise than complete. `again` when another job of the same query may succeed."""

    def __init__(self, why: str, *, again: bool = False) -> None:
        super().__init__(why)
        self.again = again


class JobStuck(JobFailed):
    """A job of an earlier run does not move any more."""


def create(client: Client, soql: str) -> Job:
    """A new job for the query. When the answer is lost, one more is made; the lost one ends by itself."""
    body = {"operation": "query", "query": soql, "contentType": "CSV", "columnDelimiter": "COMMA", "lineEnding": "LF"}
    try:
        return _job(client.post("jobs/query", body))
    except ApiError as refusal:
        if refusal.kind not in {Kind.UNAVAILABLE, Kind.INVALID_RESPONSE}:
            raise
    return _job(client.post("jobs/query", body))


def look(client: Client, job_id: str) -> Job:
    """The job as it is now."""
    return _job(client.get(f"jobs/query/{job_id}"))


def wait(
    client: Client,
    job: Job,
    patience: PollPolicy,
    *,
    moved: Callable[[Job], None] = lambda job: None,
    before: Progress | None = None,
) -> Job:
    """Wait until the job is complete. Raises JobFailed, or an ApiError where another way of reading may do.

    `moved` hears of the job whenever it has moved. One that is still where it was `before`, in an earlier run, is not
    waited for as long as others: JobStuck.
    """
    begun, known = patience.clock(), before
    pause, silent = patience.first, 0
    while job.state in _WAITING:
        if job.progress != known:
            moved(job)
        known = job.progress
        _require_time(patience, patience.clock() - begun, stuck=known == before)
        patience.sleep(pause)
        pause = min(pause * 1.5, patience.longest)
        try:
            job, silent = look(client, job.id), 0
        except ApiError as refusal:
            silent += 1
            if refusal.kind not in {Kind.UNAVAILABLE, Kind.INVALID_RESPONSE} or silent >= patience.silent_polls:
                raise
    if job.state != "JobComplete":
        raise _ended(job)
    return job


def _require_time(patience: PollPolicy, waited: float, *, stuck: bool) -> None:
    """Raise JobFailed where a job was waited for long enough."""
    if stuck and waited >= patience.unmoved:
        raise JobStuck("the bulk job of an earlier attempt did not move any more")
    if waited >= patience.deadline:
        raise JobFailed(f"the bulk job was not done after {count(round(patience.deadline / 60), 'minute')}")


def abort(client: Client, job_id: str) -> None:
    """Have the org stop a job of ours that nobody waits for. Where it refuses, `clean_up` tries again."""
    try:
        _aborted(client, f"jobs/query/{job_id}")
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise


def clean_up(client: Client, own: OwnJobs) -> int:
    """Delete our jobs in the org: those of this run, and those of runs that did not get so far.

    Answers how many went. What the org refuses waits for the next run: the snapshot is whole without it. A job that
    is refused keeps nobody from deleting the others; an org that answers none of two is left alone.
    """
    gone: set[str] = set()
    unanswered = 0
    for job in own.left():
        client.own_job(job)
        try:
            _delete(client, job)
        except SignInRefused:
            break
        except ApiError as refusal:
            unanswered = unanswered + 1 if refusal.kind in _UNANSWERED else 0
            if refusal.kind in ENDS_ALL_READING or unanswered >= _UNANSWERED_AT_MOST:
                break
        else:
            gone.add(job)
            own.forget({job})
    return len(gone)


def _delete(client: Client, job: str) -> None:
    """Delete a job; one that still runs is aborted first, because only ended jobs can be deleted."""
    path = f"jobs/query/{job}"
    try:
        client.delete(path)
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING | _UNANSWERED:
            raise
    else:
        return
    if _aborted(client, path):
        # The org stops a job a moment after it says so.
        Retries(tries=_TRIES_AFTER_ABORT, sleep=client.retries.sleep).run(
            lambda: client.delete(path), again=lambda refusal: refusal.kind not in ENDS_ALL_READING | {Kind.PERMISSION}
        )


def _aborted(client: Client, path: str) -> bool:
    """Tell the org to abort a job; False where it is gone. One that ended meanwhile cannot be aborted any more."""
    try:
        client.patch(path, {"state": "Aborted"})
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING | _UNANSWERED:
            raise
        return not (refusal.status == _NOT_FOUND and refusal.code != NOT_JSON)
    return True


def _ended(job: Job) -> Exception:
    if job.state == "Aborted":
        return JobFailed("the bulk job was aborted in the org", again=True)
    error = job.error.upper()
    code = next((code for code in _CODES if code in error), "")
    if code:
        return ApiError(_CODES[code], code)
    return JobFailed(f"the bulk job ended as {job.state[:20]}", again=job.state == "Failed")


def _job(document: Any) -> Job:
    if not isinstance(document, dict) or not _ID.fullmatch(str(document.get("id"))) or not document.get("state"):
        raise garbled("JOB")
    processed = document.get("numberRecordsProcessed")
    return Job(
        id=str(document["id"]),
        state=str(document["state"]),
        processed=processed if isinstance(processed, int) else None,
        error=str(document.get("errorMessage") or ""),
    )
