"""What a query found: its size, its records page by page for REST, or CSV for Bulk API 2.0.

The rows are kept in a temporary table until `close`, so that a page is a range of rows, and the pages of one answer
agree with each other whatever happens to the org meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Final

import duckdb
import pyarrow as pa

from sf_audit.demo.schema import SObject
from sf_audit.demo.soql import bulk
from sf_audit.demo.soql.listing import Column
from sf_audit.demo.soql.records import Family, Records, Shape
from sf_audit.demo.soql.statement import PARENTS, Statement

__all__ = ["Answer", "Column"]

# No object can have this name, so it hides no table of the org.
_ROWS: Final = '"~answer"'


class Answer:
    """The rows of one query. Threads may share it."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        sobject: SObject,
        statement: Statement,
        *,
        tooling: bool,
        is_count: bool,
    ) -> None:
        self.object = sobject.name
        self.tooling = tooling
        self.is_count = is_count
        self.is_aggregate = statement.aggregate
        self.columns: tuple[Column, ...] = tuple(column for column, _ in statement.columns)
        self._cursor = cursor
        self._statement = statement
        self._lock = threading.Lock()
        self._run()
        self.total = self._total()

    def __enter__(self) -> Answer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the rows."""
        self._cursor.close()

    def records(self, offset: int, size: int, *, version: str) -> list[dict[str, object]]:
        """Records as REST gives them, from the row at `offset`; `version` is that of the URL, such as 66.0."""
        if self.is_count:
            return []
        root = f"/services/data/v{version.removeprefix('v')}{'/tooling' if self.tooling else ''}/sobjects"
        with self._lock:
            rows = self._rows(offset, size)
            families = self._families(self._statement, "", rows, root)
        pages = Records(root, families)
        make = pages.aggregate if self.is_aggregate else pages.record
        return [make(self._statement.shape, row) for row in rows]

    def csv_columns(self) -> list[str]:
        """The header of the CSV: Account.Owner.Name, in SELECT order."""
        return [column.label for column in self.columns]

    def csv_pages(self, rows_per_page: int) -> Iterator[bytes]:
        """CSV pages, each with a header; a page without rows is only that.

        Each is fetched when asked for. A line is a value that ends in a line feed, so the values of an Arrow column lie
        in memory as the page itself.
        """
        for start in range(0, max(self.total, 1), rows_per_page):
            yield self.csv_page(start, rows_per_page)

    def csv_page(self, offset: int, size: int) -> bytes:
        """One CSV page with its header, from the row at `offset`."""
        line = bulk.line([cell for _, cell in self._statement.columns])
        with self._lock:
            found = self._cursor.sql(
                f"SELECT {line} AS line FROM {_ROWS} WHERE rowid >= $first AND rowid < $end ORDER BY rowid",
                params={"first": offset, "end": offset + size},
            ).to_arrow_table()
        return b"".join([bulk.header(self.csv_columns()), *_bytes(found)])

    def _run(self) -> None:
        statement = self._statement
        self._cursor.execute(f"CREATE TEMP TABLE {_ROWS} AS {statement.sql}", statement.values)
        identity = statement.shape.identity
        parents = f"SELECT c{identity.index} FROM {_ROWS}" if identity else "NULL"
        for slot, child in enumerate(statement.children):
            self._fill(child, str(slot), parents)

    def _fill(self, child: Statement, name: str, parents: str) -> None:
        """A table of children, and of theirs; `name` says which, level by level."""
        sql = child.sql.replace(PARENTS, parents)
        self._cursor.execute(f"CREATE TEMP TABLE {_children(name)} AS {sql}", child.values)
        identity = child.shape.identity
        inner = f"SELECT c{identity.index} FROM {_children(name)}" if identity else "NULL"
        for slot, grandchild in enumerate(child.children):
            self._fill(grandchild, f"{name} {slot}", inner)

    def _total(self) -> int:
        counted = "c0" if self.is_count else "count(*)"
        ((total,),) = self._cursor.execute(f"SELECT {counted} FROM {_ROWS}").fetchall()
        return int(total)

    def _rows(self, offset: int, size: int) -> list[tuple[object, ...]]:
        return self._cursor.execute(
            f"SELECT * FROM {_ROWS} WHERE rowid >= $first AND rowid < $end ORDER BY rowid",
            {"first": offset, "end": offset + size},
        ).fetchall()

    def _families(self, statement: Statement, name: str, rows: list[tuple[object, ...]], root: str) -> list[Family]:
        """For each child subquery of a statement, the children of these rows."""
        return [
            self._family(statement.shape, child, f"{name} {slot}".strip(), rows, root)
            for slot, child in enumerate(statement.children)
        ]

    def _family(self, parent: Shape, child: Statement, name: str, rows: list[tuple[object, ...]], root: str) -> Family:
        identity, held = parent.identity, child.parents
        if identity is None or held is None:
            return {}
        found = self._cursor.execute(
            f"SELECT * FROM {_children(name)} WHERE c{held.index} IN (SELECT unnest($parents)) ORDER BY rowid",
            {"parents": [row[identity.index] for row in rows]},
        ).fetchall()
        records = Records(root, self._families(child, name, found, root))
        family: dict[object, list[dict[str, object]]] = {}
        for row in found:
            family.setdefault(row[held.index], []).append(records.record(child.shape, row))
        return family


def _children(name: str) -> str:
    return f'"~children {name}"'


def _bytes(lines: pa.Table) -> Iterator[bytes]:
    for chunk in lines.column("line").chunks:
        whole = chunk.cast(pa.large_string())
        if not len(whole):
            continue
        _, offsets, data = whole.buffers()
        bounds = memoryview(offsets).cast("q")
        yield bytes(memoryview(data)[bounds[whole.offset] : bounds[whole.offset + len(whole)]])
