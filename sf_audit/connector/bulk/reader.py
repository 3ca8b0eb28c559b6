"""Reading with Bulk API 2.0: one job, page after page, each verified before it counts.

A page is asked for again until it is what its headers say (`pages.read_page`), a locator may not come
twice, and at the end the rows are compared with the job's own total. Where a run was killed, the same
job is read on from the page after the last good one: "the locator string does not change" as long as
the job exists.
"""

from __future__ import annotations

from functools import partial

from sf_audit.connector.api.read_report import Reading, Sink
from sf_audit.connector.api.soql import Query
from sf_audit.connector.bulk import jobs
from sf_audit.connector.bulk.jobs import Job, JobFailed, JobStuck, PollPolicy, Progress
from sf_audit.connector.bulk.pages import END, Page, PageRejected, PageTooLarge, read_page
from sf_audit.connector.bulk.prefetch import Ahead
from sf_audit.connector.bulk.write_behind import Behind
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.model.counts import count
from sf_audit.snapshot.writer import TableWriter

#: Refusals of a page that another attempt may not meet.
_PASSING = frozenset({Kind.UNAVAILABLE, Kind.INVALID_RESPONSE, Kind.SESSION, Kind.CONCURRENCY_LIMIT})

#: Refusals that end the reading of every table, not of this one alone.
_FINAL = frozenset({Kind.BUDGET, Kind.LIMIT})

#: And those that end the reading with bulk jobs.
_NO_MORE_PAGES = _FINAL | {Kind.BULK_QUOTA}


_NOT_FOUND = 404

_GONE = "the job of an earlier attempt was gone; the table was read anew"

#: A page that is too large is asked for again with so many times fewer rows.
_FEWER = 8

#: Pages without a row, one after the other, before the last.
_EMPTY_AT_MOST = 3


class _PageRefused(PageRejected):
    """The org does not give out a page of this job; `gone` where it does not know the job any more."""

    def __init__(self, refusal: ApiError) -> None:
        super().__init__(f"a page was refused ({refusal.code})")
        self.gone = refusal.status == _NOT_FOUND


class BulkReader:
    """Reads one query into a writer. `sink` stores a page in that writer, in another thread, one page at a time."""

    def __init__(
        self, client: Client, asked: Query, writer: TableWriter, sink: Sink, patience: PollPolicy | None = None
    ) -> None:
        self._client = client
        self._asked = asked
        self._writer = writer
        self._sink = sink
        self._patience = patience or PollPolicy()
        self._rows_per_page = self._patience.rows_per_page
        self._rows = 0
        self._empty = 0
        self._seen: set[object] = set()
        self._newline: bool | None = None
        self._unended: Page | None = None
        self.reading = Reading(queries=[str(asked)])

    def pages(self) -> Reading:
        """All pages of a job, an earlier attempt's if it can still be read. Raises the ApiError of creating the job."""
        try:
            earlier = self._resumed()
            job = earlier if earlier and self._read_on(earlier) else self._read_anew()
            self._compare(job)
        except (JobFailed, PageRejected) as problem:
            self.reading.mark_incomplete(str(problem))
        self.reading.rows = self._writer.rows
        return self.reading

    def _resumed(self) -> Job | None:
        earlier = self._writer.memory.get("job")
        if isinstance(earlier, str) and self._writer.memory.get("api_version") == self._client.version:
            self._client.own_job(earlier)
            try:
                job = self._waited(jobs.look(self._client, earlier), before=self._progress())
            except JobStuck:
                self.reading.note("the job of an earlier attempt did not move any more; the table was read anew")
                jobs.abort(self._client, earlier)
                job = None
            except JobFailed as failed:
                self.reading.note(f"the job of an earlier attempt was of no use ({failed}); the table was read anew")
                job = None
            except ApiError as refusal:
                if refusal.kind in _FINAL | _PASSING:
                    raise
                self.reading.note(_GONE)
                job = None
            if job is not None:
                self.reading.note(f"read on after {count(len(self._writer.pages), 'page')} of an earlier attempt")
                return job
        return None

    def _read_on(self, job: Job) -> bool:
        """Whether the pages of an earlier attempt's job could be read to their end."""
        try:
            self._read(job)
        except _PageRefused:
            # The job was deleted meanwhile (404) or belongs to another API version (409).
            self.reading.note(_GONE)
            return False
        return True

    def _read_anew(self) -> Job:
        if self._writer.pages or self._writer.memory:
            self._writer.restart()
        job = self._started()
        try:
            self._read(job)
        except _PageRefused as refused:
            if not refused.gone:
                raise
            self.reading.note("somebody deleted the bulk job while it was read; a second one was made")
            self._writer.restart()
            job = self._run()
            self._read(job)
        return job

    def _started(self) -> Job:
        try:
            return self._run()
        except JobFailed as problem:
            if not problem.again:
                raise
        except ApiError as refusal:
            if refusal.status != _NOT_FOUND:
                raise
        self.reading.note("the first bulk job failed; a second one was made")
        return self._run()

    def _run(self) -> Job:
        job = jobs.create(self._client, str(self._asked))
        self._writer.remember(job=job.id, api_version=self._client.version)
        return self._waited(job)

    def _waited(self, job: Job, before: Progress | None = None) -> Job:
        """The job when it is complete; how far it comes is remembered for the run after this one."""
        return jobs.wait(self._client, job, self._patience, moved=self._moved, before=before)

    def _moved(self, job: Job) -> None:
        self._writer.remember(job_state=job.state, job_processed=job.processed)

    def _progress(self) -> Progress | None:
        """How far the job had come when an earlier attempt last looked; None where nobody wrote it down."""
        state, processed = (self._writer.memory.get(fact) for fact in ("job_state", "job_processed"))
        return (state, processed if isinstance(processed, int) else None) if isinstance(state, str) else None

    def _read(self, job: Job) -> None:
        locator = self._writer.memory.get("locator")
        number, self._rows = len(self._writer.pages), self._writer.rows
        self._seen = {locator}
        with Behind(self._sink) as store, Ahead(self._client, f"jobs/query/{job.id}/results") as ahead:
            while locator != END:
                page = self._page(job, ahead, locator if isinstance(locator, str) else None)
                following = page.locator or END
                if following in self._seen:
                    raise PageRejected("a Sforce-Locator came twice: the pages lead in a circle")
                for message in page.notes:
                    self.reading.note(message)
                self._rows += page.table.num_rows
                self._check_end(job, page, following)
                store(f"{number:06d}", page.table, locator=following)
                self._seen.add(following)
                number, locator = number + 1, following

    def _check_end(self, job: Job, page: Page, following: str) -> None:
        """A job has no more rows than it says, and its pages have rows: else they could go on until no call is left."""
        self._empty = 0 if page.table.num_rows else self._empty + 1
        if following == END:
            return
        if job.processed is not None and self._rows > job.processed:
            raise PageRejected(f"{count(self._rows, 'row')} came where the job counted {job.processed:,}, and no end")
        if self._empty > _EMPTY_AT_MOST:
            raise PageRejected("page after page of a job came without a row")

    def _page(self, job: Job, ahead: Ahead, locator: str | None) -> Page:
        """One page, asked for until it is whole. Raises PageRejected when it never is."""
        columns, first = self._asked.columns, locator is None
        pause = self._patience.first
        for left in reversed(range(self._patience.page_tries)):
            try:
                with ahead.answer(self._wanted(locator)) as stream:
                    page = read_page(stream.headers, stream, columns, first=first, arrived=partial(self._ask, ahead))
                return self._placed(job, self._settled(page))
            except PageRejected as problem:
                if not left:
                    raise
                fewer = _FEWER if isinstance(problem, PageTooLarge) else 1
                self._rows_per_page = max(self._rows_per_page // fewer, 1)
            except ApiError as refusal:
                if refusal.kind in _NO_MORE_PAGES:
                    raise
                if refusal.kind not in _PASSING or not left:
                    raise _PageRefused(refusal) from refusal
            self._patience.sleep(pause)
            pause = min(pause * 2, self._patience.longest)
        raise AssertionError("the last try either answers or raises")

    def _ask(self, ahead: Ahead, following: str) -> None:
        if following not in {"", END} | self._seen:
            ahead.ask(self._wanted(following))

    def _wanted(self, locator: str | None) -> dict[str, str]:
        most = {"maxRecords": str(self._rows_per_page)}
        return most | {"locator": locator} if locator else most

    def _placed(self, job: Job, page: Page) -> Page:
        """The page, if it says what comes next, or if nothing can come because the job has no more rows."""
        if not page.locator and job.processed != self._rows + page.table.num_rows:
            raise PageRejected("a page came without its Sforce-Locator header")
        if not page.locator:
            self.reading.note("the last page does not say that it is the last; the job's total does")
        return page

    def _settled(self, page: Page) -> Page:
        """The page, if it ends as pages of this job do. Raises PageRejected to have it read again.

        Nowhere is a last newline promised. But a page that was cut in its last value looks the same as one
        without it, so the first such page must come twice alike, and then all others must end so too.
        """
        if page.final_newline in {None, self._newline}:
            return page
        if self._newline is not None:
            raise PageRejected("one page of a job ends with a newline and another does not")
        if not page.final_newline and not (self._unended and self._unended.table.equals(page.table)):
            self._unended = page
            raise PageRejected("a page ends without a newline, and not the same way twice")
        self._newline, self._unended = page.final_newline, None
        return page

    def _compare(self, job: Job) -> None:
        rows = self._writer.rows
        if job.processed is None:
            self.reading.note("the job did not say how many records it has; its total is unverified")
        elif job.processed != rows:
            self.reading.mark_incomplete(f"{count(rows, 'row')} came where the job counted {job.processed:,}")
