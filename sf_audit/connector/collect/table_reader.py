"""Reads one planned table into its writer, and takes another way where the org refuses the first.

A column that the org refuses is dropped and recorded: its place in the pages stays empty, and the
manifest says that it was not seen. What cannot be helped is the ApiError of the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from sf_audit.connector.api import composite, soql
from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.query_reader import RestReader
from sf_audit.connector.api.read_report import Reading, Sink
from sf_audit.connector.api.resources import Answer
from sf_audit.connector.api.soql import Query
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, field_not_visible, refused
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.bulk.reader import BulkReader
from sf_audit.connector.collect.counting import counted_of_parents
from sf_audit.connector.collect.wide_tables import read_in_parts
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.cost import rows_per_page
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.connector.plan.strategy import ReadStrategy, route
from sf_audit.model.counts import count
from sf_audit.model.review import Unread
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.writer import TableWriter

#: Each round drops at least one column or takes another way.
_ROUNDS = 8

#: A bulk job that is refused so may still be answered over REST, and the other way round.
_NOT_OVER_BULK = frozenset(
    {Kind.NOT_BULK, Kind.BULK_QUOTA, Kind.MALFORMED, Kind.OBJECT, Kind.FIELD, Kind.OTHER, Kind.PERMISSION}
)
_NOT_OVER_REST = frozenset({Kind.QUERY_TIMEOUT, Kind.TOO_COMPLICATED})


class TableReader:
    """Reads one table. `arrived` hears the number of rows of every page."""

    def __init__(
        self,
        client: Client,
        describes: Describes,
        table: PlannedTable,
        writer: TableWriter,
        *,
        patience: PollPolicy,
        arrived: Callable[[int], None],
    ) -> None:
        self.table = table
        self.writer = writer
        self.unseen: dict[str, Unread] = dict(table.unseen)
        self.uncovered: dict[str, Unread] = dict(table.objects.uncovered)
        self._client = client
        self._describes = describes
        self._patience = patience
        self._arrived = arrived
        self._dropped: set[str] = set()
        self._notes: list[str] = []
        self._tried: set[ReadStrategy] = set()
        self._counted: int | None = None
        self._tooling = table.need.source is Source.TOOLING

    def read(self, rows: int | None, *, bulk_from: int) -> Reading:
        """Read all rows; `rows` is the org's count of them. Raises the ApiError that nothing helps against."""
        self._counted = rows
        self._reroute(rows, bulk_from)
        for _ in range(_ROUNDS):
            try:
                reading = self._way()
            except ApiError as refusal:
                if refusal.kind in ENDS_ALL_READING or not self._adapts(refusal):
                    raise
                self.writer.restart()
            else:
                reading.notes[:0] = self._notes
                return reading
        raise ApiError(Kind.FIELD, "TOO_MANY_COLUMNS_REFUSED")

    def _reroute(self, rows: int | None, bulk_from: int) -> None:
        """The plan knew an estimate; now the org has counted."""
        query = self.table.query
        if query is not None and rows is not None:
            way = route(query, self.table.need.source, rows, bulk_from=bulk_from)
            self.table = replace(self.table, route=way)

    def _way(self) -> Reading:
        how = self.table.route.how
        query = self.table.query
        if query is None:
            raise ApiError(Kind.OTHER, "NO_QUERY")
        self._tried.add(how)
        if how is ReadStrategy.BULK:
            return self._over_bulk(query)
        if how is ReadStrategy.EACH_PARENT:
            return self._each_parent()
        if self.writer.pages:
            # Cursors do not outlive a run, and few rows are soon read again.
            self.writer.restart()
        if how is ReadStrategy.KEYSET and ReadStrategy.BULK in self._tried:
            return self._walk(query)
        if how is ReadStrategy.WIDE:
            return read_in_parts(self.table.parts, self.store, self._over_rest)
        return self._over_rest(query, self.store)

    def _over_bulk(self, query: Query) -> Reading:
        kinds = [self.table.fields[column] for column in query.columns]
        patience = replace(self._patience, rows_per_page=rows_per_page(kinds, self._patience.rows_per_page))
        return BulkReader(self._client, query, self.writer, self.store, patience).pages()

    def _walk(self, query: Query) -> Reading:
        """2,000 rows at a time along the key: each query is short where the whole takes too long."""
        return self._rest(query, self.store, self._counted).walk()

    def _over_rest(self, query: Query, sink: Sink, first: Answer | None = None) -> Reading:
        counted = None if self.table.route.how is ReadStrategy.EACH_PARENT else self._counted
        return self._rest(query, sink, counted).pages(first)

    def _rest(self, query: Query, sink: Sink, counted: int | None) -> RestReader:
        key, tooling = self.table.key, self._tooling
        return RestReader(self._client, query, sink, key=key, tooling=tooling, announced=counted)

    def _each_parent(self) -> Reading:
        whole = Reading()
        finished = self._finished_parents()
        announced = counted_of_parents(self._client, self.table, self.table.objects.names, whole)
        parents = list(zip(self.table.objects.names, self.table.parts, strict=True))
        whole.queries += [str(part) for _, part in parents]
        for name, part, first in self._first_answers([parent for parent in parents if parent[0] not in finished]):
            before = len(self.writer.pages)
            try:
                reading = self._over_rest(part, _Prefixed(name, self.store), first)
            except ApiError as refusal:
                if refusal.kind in ENDS_ALL_READING | {Kind.FIELD}:
                    raise
                self.writer.keep(before)
                self.uncovered[name] = refused(f"{self.table.need.table} of {name}", refusal)
                continue
            for message in reading.notes:
                whole.note(f"{name}: {message}")
            if reading.wrong:
                whole.mark_incomplete(f"{name}: {reading.wrong}")
            self.writer.remember(**{f"parent {name}": True})
        whole.rows = self.writer.rows
        if announced is not None and whole.rows < announced:
            self._compare(whole)
        return whole

    def _compare(self, whole: Reading) -> None:
        """Parents that were refused are counted by nobody; rows that went meanwhile are no loss."""
        names = [name for name in self.table.objects.names if name not in self.uncovered]
        now = counted_of_parents(self._client, self.table, names, whole)
        if now is not None and whole.rows < now:
            whole.mark_incomplete(f"{count(whole.rows, 'row')} came where the org counts {now:,}")

    def _first_answers(self, parents: Sequence[tuple[str, Query]]) -> Iterator[tuple[str, Query, Answer | None]]:
        """Each parent with the first batch of its query, where that could be asked together with others."""
        for some in composite.in_parts(parents, composite.QUERIES):
            answers = composite.first_answers(self._client, [str(part) for _, part in some], tooling=self._tooling)
            for (name, part), first in zip(some, answers, strict=True):
                yield name, part, first

    def _finished_parents(self) -> set[str]:
        """Parents that an earlier attempt read to their end. What it had of another is dropped: cursors end with a run.

        Parents are read in turn, so such pages are the last ones; where they are not, all are dropped.
        """
        finished = {name for name in self.table.objects.names if self.writer.memory.get(f"parent {name}")}
        whole = [page for page in self.writer.pages if page.key.rpartition(" ")[0] in finished]
        if whole != self.writer.pages[: len(whole)]:
            self.writer.restart()
            return set()
        if len(whole) < len(self.writer.pages):
            self.writer.keep(len(whole))
        return finished

    def store(self, key: str, table: pa.Table, /, **facts: str | int | None) -> None:
        for column in self._dropped:
            table = table.append_column(column, pa.nulls(table.num_rows, pa.string()))
        self._arrived(self.writer.page(key, table, **facts))

    def _adapts(self, refusal: ApiError) -> bool:
        """Whether there is another way to ask, and it is now the one to take."""
        if refusal.kind is Kind.FIELD and self._drop(self._no_longer_described()):
            return True
        if self._takes_another_way(refusal):
            return True
        query = self.table.query
        if refusal.kind is Kind.FIELD and query is not None:
            return self._drop(_named_in(refusal, query.columns))
        if refusal.kind is Kind.MALFORMED and self.table.key and self.table.route.how is not ReadStrategy.BULK:
            self.table = replace(self.table, key="")
            self._notes.append("the org does not sort this query, so a lost cursor would have ended it")
            return True
        return False

    def _takes_another_way(self, refusal: ApiError) -> bool:
        """What one API refuses, another may answer: each has limits, objects and columns of its own."""
        how = self.table.route.how
        if how is ReadStrategy.BULK and refusal.kind in _NOT_OVER_BULK:
            return self._switch(
                ReadStrategy.REST, f"Bulk API 2.0 refused the query ({refusal.code}); it was read over REST"
            )
        if how is ReadStrategy.BULK and refusal.kind is Kind.QUERY_TIMEOUT and self._is_walkable:
            return self._switch(
                ReadStrategy.KEYSET, "the bulk job took too long, so the rows were read in short queries"
            )
        if how in {ReadStrategy.REST, ReadStrategy.WIDE} and refusal.kind in _NOT_OVER_REST:
            return self._switch(
                ReadStrategy.BULK, f"REST refused the query ({refusal.code}); it was read with Bulk API 2.0"
            )
        return False

    @property
    def _is_walkable(self) -> bool:
        query = self.table.query
        return bool(self.table.key) and query is not None and soql.address_length(query) <= soql.LONGEST_ADDRESS

    def _switch(self, how: ReadStrategy, note: str) -> bool:
        query = self.table.query
        if how is ReadStrategy.REST and query is not None and soql.address_length(query) > soql.LONGEST_ADDRESS:
            how = ReadStrategy.WIDE
        if how in self._tried:
            return False
        self.table = replace(self.table, route=replace(self.table.route, how=how))
        self._notes.append(note)
        return True

    def _no_longer_described(self) -> set[str]:
        """The columns that the org showed when the plan was made, and does not show now."""
        query, name = self.table.query, self.table.need.table
        if query is None:
            return set()
        self._describes.forget(name, tooling=self._tooling)
        return {
            column for column in query.columns if self._describes.column(name, column, tooling=self._tooling) is None
        }

    def _drop(self, gone: set[str]) -> bool:
        """Leave out these columns; False where nothing would be left to ask for."""
        query, name = self.table.query, self.table.need.table
        if query is None or not gone or gone >= set(query.columns) or self._filters_by(gone):
            return False
        self._dropped |= gone
        self.unseen |= {column: field_not_visible(name, column) for column in gone}
        left = tuple(column for column in query.columns if column not in gone)
        key = "" if self.table.key in gone else self.table.key
        self.table = replace(self.table, query=replace(query, columns=left), key=key)
        return True

    def _filters_by(self, columns: set[str]) -> bool:
        return any(clause.field in columns for clause in self.table.need.rows)


def _named_in(refusal: ApiError, columns: Sequence[str]) -> set[str]:
    """The columns that an ApiError names, by their path or else by its last step."""
    named = {path.lower() for path in (*refusal.columns, *refusal.fields)}
    return {column for column in columns if column.lower() in named} or {
        column for column in columns if column.lower().rpartition(".")[2] in named
    }


class _Prefixed:
    """A sink for one parent's pages within a table."""

    def __init__(self, prefix: str, sink: Sink) -> None:
        self._prefix = prefix
        self._sink = sink

    def __call__(self, key: str, table: pa.Table, /, **facts: str | int | None) -> None:
        self._sink(f"{self._prefix} {key}", table, **facts)
