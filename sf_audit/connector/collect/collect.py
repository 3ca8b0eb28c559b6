"""Carries out a plan: every table read, counted and finished, several at a time.

What one table is refused is recorded with the table and the others go on. What ends the run for all
(the org lets nobody in any more) is raised; the pages that are already stored wait for the next attempt.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field, replace
from typing import Protocol

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.connector.api.read_report import Reading
from sf_audit.connector.api.unread_reasons import ENDS_THE_RUN, incomplete, refused
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.collect import org_tables
from sf_audit.connector.collect.counting import counted, drift
from sf_audit.connector.collect.held_reader import HeldReader
from sf_audit.connector.collect.orphans import LATE, Reference, confirm_orphans, references_among
from sf_audit.connector.collect.table_reader import TableReader
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.halt import Stopped
from sf_audit.connector.http.threads import threads
from sf_audit.connector.plan.plan import Plan
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.connector.plan.strategy import BULK_FROM
from sf_audit.model.review import NotReadable, Unread
from sf_audit.model.timings import Phase, Stopwatch
from sf_audit.salesforce.record_counts import is_witnessed
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.staging import Staging, TableWriter
from sf_audit.warehouse.source import RecordSource


class ProgressListener(Protocol):
    """Hears how the reading goes; called from several threads."""

    def start(self, table: str, total: int | None) -> None:
        """A table is begun; `total` is the org's count of its rows."""

    def advance(self, table: str, rows: int) -> None:
        """So many more rows are stored."""

    def done(self, table: str, note: str) -> None:
        """The table is finished; `note` says why it is not whole, and is empty when it is."""


class NullProgress:
    """For a reading that nobody watches."""

    def start(self, table: str, total: int | None) -> None:
        """Nothing."""

    def advance(self, table: str, rows: int) -> None:
        """Nothing."""

    def done(self, table: str, note: str) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How tables are read: side by side, over REST up to `bulk_from` rows, and how patiently.

    Of tables in `explained` was said already why they cannot be read.
    """

    workers: int = 4
    bulk_from: int = BULK_FROM
    patience: PollPolicy = field(default_factory=PollPolicy)
    references: tuple[Reference, ...] | None = None
    stopwatch: Stopwatch = field(default_factory=Stopwatch)
    explained: frozenset[str] = frozenset()


def collect(
    client: Client,
    plan: Plan,
    describes: Describes,
    staging: Staging,
    *,
    visibility: RecordVisibility,
    progress: ProgressListener | None = None,
    settings: Settings | None = None,
) -> None:
    """Read all tables of a plan into the staging folder, which also keeps what bulk jobs there are to delete.

    Raises SignInRefused, and the ApiError that ended the run. Everything else is in the tables.
    """
    client.write_jobs_down(staging.jobs.add)
    run = _Run(client, describes, staging, visibility, progress or NullProgress(), settings or Settings())
    run.expect(plan)
    largest_first = sorted(plan.tables, key=lambda table: -(table.rows or 0))
    with threads(run.settings.workers, "read", client.halt, failed=run.stop.set) as pool:
        answers = [pool.submit(run.timed, table) for table in largest_first]
        targets = [target for answer in as_completed(answers) if (target := answer.result()) is not None]
        for target in targets:
            run.confirm(target)


@dataclass(frozen=True, slots=True)
class _Read:
    """A table that was read, and perhaps not finished yet."""

    reader: TableReader | HeldReader
    reading: Reading
    before: int | None = None
    after: int | None = None

    @property
    def writer(self) -> TableWriter:
        return self.reader.writer

    @property
    def table(self) -> PlannedTable:
        return self.reader.table


class _Run:
    """One run over all tables; shared by the threads."""

    def __init__(
        self,
        client: Client,
        describes: Describes,
        staging: Staging,
        visibility: RecordVisibility,
        progress: ProgressListener,
        settings: Settings,
    ) -> None:
        self.stop = threading.Event()
        self.settings = settings
        self._client = client
        self._describes = describes
        self._staging = staging
        self._visibility = visibility
        self._progress = progress
        self._patience = replace(settings.patience, sleep=self._sleep)
        self._references: tuple[Reference, ...] = ()
        self._writers: dict[str, TableWriter] = {}

    def expect(self, plan: Plan) -> None:
        """Which tables have to wait for the others, because lookups point at them."""
        given = self.settings.references
        self._references = references_among(plan.tables) if given is None else given

    def timed(self, table: PlannedTable) -> _Read | None:
        """Read one table, and note how long that took."""
        with self.settings.stopwatch.measure(Phase.READ, table.need.table):
            return self.read(table)

    def read(self, table: PlannedTable) -> _Read | None:
        """Read one table and finish it. A table that lookups point at is not finished but answered: see `confirm`."""
        self._check()
        name = table.need.table
        if table.need.source in org_tables.SOURCES and table.unread is None:
            rows, note = org_tables.write(self._client, self._describes, self._staging, table, self._visibility)
            self._progress.start(name, rows)
            self._progress.advance(name, rows)
            self._progress.done(name, note)
            return None
        writer = self._writer(table)
        if writer.finished:
            self._progress.done(name, "")
            return None
        if table.unread is not None:
            self._refuse(writer, table.unread, ())
            return None
        read_table = self._read_or_refused(table, writer)
        if read_table is None or self._is_target(read_table):
            return read_table
        self._finish(read_table)
        return None

    def confirm(self, read_table: _Read) -> None:
        """Ask again for what lookups did not find in this table, then finish it."""
        self._check()
        inside = self._staging.folder / "snapshot"
        confirmed = confirm_orphans(
            self._client, inside, read_table.table, self._writers, self._references, read_table.reader.store
        )
        read_table.reading.queries += confirmed.queries
        for message in confirmed.notes:
            read_table.reading.note(message)
        self._finish(read_table)

    def _is_target(self, read_table: _Read) -> bool:
        name = read_table.table.need.table
        return read_table.table.need.source is Source.DATA and any(name == wanted.target for wanted in self._references)

    def _writer(self, table: PlannedTable) -> TableWriter:
        writer = self._staging.table(table.need.table, table.need.source, table.types)
        if table.need.source is Source.DATA:
            self._writers[table.need.table] = writer
        if table.held is not None:
            writer.restart()  # what an earlier attempt found there is of another moment
        return writer

    def _read_or_refused(self, table: PlannedTable, writer: TableWriter) -> _Read | None:
        """The table as it was answered; None where it was refused, which is recorded."""
        try:
            return self._rows(table, writer) if table.held is None else self._held(table, table.held, writer)
        except NotReadable as problem:
            self._check()  # a wait that was cut short is no refusal
            self._refuse(writer, problem.unread, [str(table.held)])
        except ApiError as refusal:
            if refusal.kind in ENDS_THE_RUN:
                raise
            self._refuse(writer, refused(table.need.table, refusal), [str(part) for part in table.parts])
        return None

    def _rows(self, table: PlannedTable, writer: TableWriter) -> _Read:
        name = table.need.table
        if any(key.startswith(LATE) for key in writer.keys):
            writer.restart()
        asides = Reading()
        before = counted(self._client, table, asides)
        self._progress.start(name, before)
        reader = TableReader(
            self._client, self._describes, table, writer, patience=self._patience, arrived=self._arrived(name)
        )
        reading = reader.read(before, bulk_from=self.settings.bulk_from)
        after = counted(self._client, reader.table, asides)
        for message in (*table.notes, *asides.notes, drift(before, after) or ""):
            if message:
                reading.note(message)
        return _Read(reader, reading, before, after)

    def _held(self, table: PlannedTable, source: RecordSource, writer: TableWriter) -> _Read:
        """What a loader put elsewhere; the org is only asked whether it is the same."""
        name = table.need.table
        self._progress.start(name, table.rows)
        hides, arrived = self._visibility.hides(name), self._arrived(name)
        reader = HeldReader(self._client, self._describes, table, writer, hides=hides, arrived=arrived)
        return _Read(reader, reader.read(source))

    def _finish(self, read_table: _Read) -> None:
        name = read_table.table.need.table
        reading = read_table.reading
        held = read_table.reader if isinstance(read_table.reader, HeldReader) else None
        hides = held is None and self._hides(read_table.table.need)
        if hides and self._visibility.unknown:
            reading.note(self._visibility.unknown)
        of_records = read_table.table.need.source is Source.DATA and is_witnessed(name)
        unfiltered = read_table.reader.table.query is not None and not read_table.reader.table.query.where
        read_table.writer.finish(
            queries=reading.queries,
            count_before=read_table.before,
            count_after=read_table.after,
            unseen=read_table.reader.unseen,
            rows_hidden=hides,
            covers=read_table.table.objects.covers - read_table.reader.uncovered.keys(),
            uncovered=read_table.reader.uncovered,
            notes=reading.notes,
            unfiltered=unfiltered,
            record_count=read_table.table.rows if unfiltered and of_records else None,
            row_filter=read_table.table.sent_rows,
            loaded_from=held.loaded_from if held else None,
            unread=incomplete(name, reading.wrong) if reading.wrong else held.doubt if held else None,
        )
        # What is wrong with the rows together, such as an id that came twice, only the writer knows.
        spoilt = read_table.writer.entry.unread
        self._progress.done(name, reading.wrong or (spoilt.detail if spoilt else ""))

    def _hides(self, need: Need) -> bool:
        if need.source is Source.TOOLING:
            return self._visibility.hides_definitions(need.table)
        return need.source is Source.DATA and self._visibility.hides(need.table)

    def _refuse(self, writer: TableWriter, unread: Unread, queries: Sequence[str]) -> None:
        writer.refuse(unread, queries=queries)
        if writer.name not in self.settings.explained:
            self._progress.done(writer.name, unread.detail)

    def _arrived(self, name: str) -> Callable[[int], None]:
        def arrived(rows: int) -> None:
            self._progress.advance(name, rows)
            self._check()

        return arrived

    def _check(self) -> None:
        if self.stop.is_set():
            raise Stopped

    def _sleep(self, seconds: float) -> None:
        """In slices, so that a run which ends does not wait for a pause of half a minute."""
        while seconds > 0:
            self._check()
            self.settings.patience.sleep(min(seconds, 1.0))
            seconds -= 1.0
        self._check()
