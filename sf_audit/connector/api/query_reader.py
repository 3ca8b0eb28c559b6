"""Reading over REST: pages of a query, or a walk along a key where the platform refuses pages.

"Query" and "Query More Results" in the "REST API Developer Guide". An answer that ends early says
`done` all the same, so the rows are compared with `totalSize`, and where they differ the org is asked
once more: records that came or went meanwhile are normal, anything else makes the table incomplete.
"""

from __future__ import annotations

from sf_audit.connector.api.read_report import Reading, Sink
from sf_audit.connector.api.records import text_table
from sf_audit.connector.api.resources import Answer, count, following, query
from sf_audit.connector.api.soql import Query, text
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.model.counts import count as in_words

#: The most rows that one answer has.
BATCH = 2000

#: While a query is read, so many records may come into being beyond those announced: one in so many, and a batch.
_MORE_ONE_IN = 10

#: Batches without a row in a row that an org may answer before it has said that there are no more.
_EMPTY_AT_MOST = 3

#: A cursor that is lost again and again is not going to be kept.
_RESTARTS = 5


class RestReader:
    """Reads one query. `key` is a unique, sortable column of it; without one a lost cursor ends the reading.

    `announced` is what the org counted before, where it did.
    """

    def __init__(
        self,
        client: Client,
        asked: Query,
        sink: Sink,
        *,
        key: str = "",
        tooling: bool = False,
        announced: int | None = None,
    ) -> None:
        self._client = client
        self._asked = asked
        self._sink = sink
        self._key = key
        self._tooling = tooling
        self._announced = announced
        self._empty = 0
        self._pages = 0
        self._last: str | None = None
        self.reading = Reading(queries=[str(asked)])

    def pages(self, first: Answer | None = None) -> Reading:
        """Follow `nextRecordsUrl` to the end. Raises the ApiError of the first answer, unless that was given."""
        try:
            answer = first or self._ask(self._from_last())
        except ApiError as refusal:
            if refusal.kind is Kind.NO_QUERY_MORE and self._key:
                return self.walk()
            raise
        expected = self._follow(answer)
        if expected is not None and self.reading.wrong is None and self.reading.rows != expected:
            self._compare(expected)
        return self.reading

    def walk(self) -> Reading:
        """Batches along the key until one is empty: `WHERE key > last ORDER BY key LIMIT 2000`."""
        seen = {self._last}
        self.reading.note(f"read along {self._key}, 2,000 rows at a time")
        while True:
            answer = self._ask(self._from_last(BATCH))
            if not answer.records:
                return self.reading
            self._take(answer)
            if self._is_beyond(self._announced):
                return self.reading
            if self._last in seen:
                self.reading.mark_incomplete(f"the org answered the same {self._key} twice")
                return self.reading
            seen.add(self._last)

    def _follow(self, answer: Answer) -> int | None:
        """Take all batches from here on; how many rows there should be now, None when something else ended it."""
        expected = answer.total
        seen: set[str] = set()
        restarts = 0
        while True:
            self._take(answer)
            if answer.following is None:
                return expected
            if self._is_beyond(min(expected, expected if self._announced is None else self._announced)):
                return None
            if answer.following in seen:
                self.reading.mark_incomplete("the pages of a query lead in a circle")
                return None
            seen.add(answer.following)
            try:
                answer = following(self._client, answer.following)
            except ApiError as refusal:
                restarts += 1
                if refusal.kind is Kind.NO_QUERY_MORE and self._key:
                    self.walk()
                    return None
                if refusal.kind is not Kind.LOCATOR or not self._key or restarts > _RESTARTS:
                    raise
                answer = self._ask(self._from_last())
                expected = self.reading.rows + answer.total
                self.reading.note("the org dropped a cursor; read on from the last record")

    def _is_beyond(self, announced: int | None) -> bool:
        """Whether rows come without end: more than there can be, or none again and again. The table is incomplete."""
        if announced is not None and self.reading.rows > announced + announced // _MORE_ONE_IN + BATCH:
            self.reading.mark_incomplete(f"{_difference(self.reading.rows, announced)}, and no end")
        elif self._empty > _EMPTY_AT_MOST:
            self.reading.mark_incomplete("page after page of a query came without a row")
        else:
            return False
        return True

    def _from_last(self, limit: int = 0) -> Query:
        asked = self._asked
        if self._last is not None:
            asked = asked.narrowed(f"{self._key} > {text(self._last)}")
        return asked.ordered(self._key, limit) if self._key else asked

    def _ask(self, asked: Query) -> Answer:
        return query(self._client, str(asked), tooling=self._tooling)

    def _take(self, answer: Answer) -> None:
        table = text_table(answer.records, self._asked.columns)
        if table.num_rows and self._key:
            self._last = table[self._key][-1].as_py()
        self._empty = 0 if table.num_rows else self._empty + 1
        self._sink(f"{self._pages:05d}", table)
        self._pages += 1
        self.reading.rows += table.num_rows

    def _compare(self, expected: int) -> None:
        rows = self.reading.rows
        difference = _difference(rows, expected)
        try:
            now = count(self._client, self._asked.count(), tooling=self._tooling)
        except ApiError as refusal:
            self.reading.mark_incomplete(f"{difference}, and a second count was refused ({refusal.code})")
            return
        if now == rows:
            self.reading.note(f"{difference}; a second count agrees with the rows, so records came or went meanwhile")
        else:
            self.reading.mark_incomplete(f"{difference}, and a second count says {now:,}")


def _difference(rows: int, announced: int) -> str:
    return f"{in_words(rows, 'row')} came where {in_words(announced, 'was', 'were')} announced"
