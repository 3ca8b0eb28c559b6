"""A snapshot as checks see it: tables to query, and what is known of each.

Built by `sf_audit.snapshot.store.open_snapshot` from the files, and by `sf_audit.rulebook.judging.examples`
from the few rows of a rule's own example; both give the same object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from sf_audit.model.review import NotReadable, OrgIdentity, Reason, Unread
from sf_audit.snapshot.answering import Answering, OnDuckDB
from sf_audit.snapshot.declared import DeclaredEntry, table_name
from sf_audit.snapshot.manifest import LoadedFrom, RowDrop
from sf_audit.snapshot.needs import Need, Rows, Source, names_object
from sf_audit.snapshot.row_scope import clause_text, outside


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of one table: its columns, whether it is whole, and what was asked for it.

    `columns` are those read; `unseen` says of every column that was wanted and not read, why.
    `unread` is set when the table was refused or is incomplete. `covers` names the objects that a
    table about objects covers, and `uncovered` those that it should cover and does not. `row_drop` is set when the
    table has far fewer rows than before. `row_filter` says which rows were asked for; None where nobody knows.
    `record_count` is the org's own count of them all, where it can be compared with the rows. `loaded_from` is set
    where the records were not read from the org.
    """

    name: str
    source: Source
    columns: Mapping[str, str]
    rows: int
    queries: tuple[str, ...] = ()
    unseen: Mapping[str, Unread] = ()  # type: ignore[assignment]
    unread: Unread | None = None
    rows_hidden: bool = False
    covers: frozenset[str] = frozenset()
    uncovered: Mapping[str, Unread] = ()  # type: ignore[assignment]
    row_drop: RowDrop | None = None
    row_filter: Rows | None = None
    record_count: int | None = None
    loaded_from: LoadedFrom | None = None


class Snapshot:
    """Tables of one org at one moment. `connection` is an in-memory DuckDB with a table or view for each.

    `answering` is what is asked about all records of an object. `declared` are the registers, by name.

    A view has the table's API name in double quotes. Types: text VARCHAR, ids VARCHAR of 18
    characters, boolean BOOLEAN, int BIGINT, currency, percent and double DECIMAL or DOUBLE, date DATE,
    datetime TIMESTAMP in UTC, multi-select picklists VARCHAR with `;` between values.
    """

    def __init__(
        self,
        *,
        org: OrgIdentity,
        taken: datetime,
        today: date,
        tables: Mapping[str, Table],
        connection: duckdb.DuckDBPyConnection,
        scratch: Path,
        declared: Mapping[str, DeclaredEntry] | None = None,
    ) -> None:
        self.org = org
        self.taken = taken
        self.today = today
        self.tables = tables
        self.connection = connection
        self.scratch = scratch
        self.declared: Mapping[str, DeclaredEntry] = declared or {}
        self.answering: Answering = OnDuckDB(connection)

    def require(self, needs: Iterable[Need]) -> None:
        """Raise NotReadable unless every needed table is whole, and every needed column and row was read."""
        for need in needs:
            if not need.said_if_unread and (need.required or self._was_there(need.table)):
                self._require(need)

    def has(self, table: str, *columns: str) -> bool:
        """Whether the table was read whole, with these columns."""
        known = self.tables.get(table)
        return known is not None and known.unread is None and known.columns.keys() >= set(columns)

    def has_rows_of(self, need: Need) -> bool:
        """Whether every row that the need means was asked for when the table was read."""
        known = self.tables.get(need.table)
        return known is None or (known.row_filter is not None and not outside(known.row_filter, need.rows))

    def has_all_rows(self, table: str, *columns: str) -> bool:
        """Whether these columns were read of every row of the table; a fall in their number is left aside."""
        whole = self.has(table, *columns) and self.has_rows_of(Need(table, frozenset(columns)))
        return whole and not self.tables[table].rows_hidden

    def uncovered(self, need: Need) -> dict[str, Unread]:
        """Of the objects that the need's table must cover, those that it does not, and why."""
        missing = sorted(dict(self.tables[need.table].uncovered).items())
        return {name: unread for name, unread in missing if names_object(need, name)}

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The answer to a query over the tables, as plain tuples."""
        return self.connection.execute(sql, list(parameters)).fetchall()

    def declared_rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a register; none where nobody declared it, or where it was refused."""
        known = self.declared.get(name)
        if known is None or not known.file:
            return []
        found: list[dict[str, Any]] = (
            self.connection.sql(f"SELECT * FROM {table_name(name)}").to_arrow_table().to_pylist()
        )
        return found

    def queries(self, needs: Iterable[Need]) -> tuple[str, ...]:
        """The queries that were sent to the org for these needs."""
        names = {need.table for need in needs}
        return tuple(query for name in sorted(names & self.tables.keys()) for query in self.tables[name].queries)

    def _was_there(self, table: str) -> bool:
        """Whether the org has the table and shows it; one that was begun and is incomplete was there."""
        known = self.tables.get(table)
        return known is not None and (known.unread is None or known.unread.reason is not Reason.OBJECT_NOT_READABLE)

    def _require(self, need: Need) -> None:
        table = self.tables.get(need.table)
        if table is None:
            raise NotReadable(_not_asked_for(need.table))
        if table.unread is not None:
            raise NotReadable(table.unread)
        for column in sorted(need.required_columns - table.columns.keys()):
            raise NotReadable(dict(table.unseen).get(column) or _not_asked_for(f"{need.table}.{column}"))
        # Snapshots from before row filters were kept do not say which rows were asked for: they are judged as ever.
        if table.row_filter is not None and (missing := outside(table.row_filter, need.rows)):
            raise NotReadable(_rows_not_asked_for(need.table, " and ".join(map(clause_text, missing))))
        uncovered = self.uncovered(need)
        if uncovered and not (need.some_will_do and any(names_object(need, name) for name in table.covers)):
            raise NotReadable(next(iter(uncovered.values())))


def _not_asked_for(name: str) -> Unread:
    """A snapshot from before a rule was written, or one that was read for other rules, does not have all it needs."""
    return Unread(Reason.INCOMPLETE, f"{name} was not asked for when this snapshot was read", "Collect again")


def _rows_not_asked_for(table: str, scope: str) -> Unread:
    """The snapshot was read for rules that look at fewer records, and what it lacks could break the rule."""
    says = f"rows of {table} outside “{scope}” were not asked for when this snapshot was read"
    return Unread(Reason.INCOMPLETE, says, "Collect again")
