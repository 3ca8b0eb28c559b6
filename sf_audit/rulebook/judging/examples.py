"""Runs a rule's own examples: tiny orgs that keep it, break it, or cannot be judged.

The same Snapshot class and the same engine judge them as judge a real org.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from sf_audit.errors import UsageProblem
from sf_audit.model.review import FailingRows, OrgIdentity, Reason, Status, Unread, Verdict
from sf_audit.rulebook.judging.examine import Seen, examine
from sf_audit.rulebook.judging.example_gaps import HIDDEN, gaps, read_as, refuse_rows_without_id
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import OrgExample, Rule, keeps
from sf_audit.snapshot.needs import ALL_ROWS, Need, Source, merge, names_object
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot, Table

_ORG = OrgIdentity(
    "00D000000000001EAA", "Example org", is_sandbox=False, instance_url="https://example.my.salesforce.com"
)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An example that does not come out as its file says."""

    rule: str
    number: int
    expected: str
    found: str


def mismatches(rule: Rule) -> list[Mismatch]:
    """The examples of a rule that do not come out as written."""
    return [found for number, example in enumerate(rule.examples, 1) if (found := _mismatch(rule, number, example))]


@contextmanager
def example_snapshot(example: OrgExample, needs: Sequence[Need]) -> Iterator[Snapshot]:
    """A Snapshot of an example org."""
    with TemporaryDirectory() as scratch, duckdb.connect() as connection:
        wanted = {need.table: need for need in merge(needs)}
        tables = {name: _table(connection, name, example, wanted.get(name)) for name in {*example.org, *wanted}}
        yield Snapshot(
            org=_ORG,
            taken=datetime.combine(example.today, time(9), UTC),
            today=example.today,
            tables=tables,
            connection=connection,
            scratch=Path(scratch),
        )


def _mismatch(rule: Rule, number: int, example: OrgExample) -> Mismatch | None:
    wanted = _said(example.expected, example.reason, tuple(sorted(example.breaks)))
    try:
        found = _found(rule, example)
    except UsageProblem as problem:
        return Mismatch(rule.id, number, wanted, f"no org: {problem}")
    come_out = (found.status, found.reason if example.reason else None, found.ids)
    if come_out == (example.expected, example.reason, tuple(sorted(example.breaks))):
        return None
    return Mismatch(rule.id, number, wanted, "; ".join(filter(None, (found.said, *found.why))))


@dataclass(frozen=True, slots=True)
class _Found:
    """What came out of an example."""

    status: Status
    reason: Reason | None
    ids: tuple[str, ...]
    why: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """In the words of a rule file."""
        return _said(self.status, self.reason, self.ids)


def _found(rule: Rule, example: OrgExample) -> _Found:
    needs = needs_of(rule)
    if isinstance(needs, Unread):
        return _Found(Status.NOT_CHECKED, needs.reason, (), (needs.detail,))
    refuse_rows_without_id(example, needs)
    with example_snapshot(example, needs) as snapshot:
        seen = examine([rule], snapshot)[rule.id]
        unread = seen if isinstance(seen, Unread) else seen.unread
        reason = unread.reason if unread else None
        why = (*_details(unread, example, snapshot, needs), gaps(example, needs))
        return _Found(_status(seen, rule), reason, tuple(sorted(_ids(seen))), why)


def _details(unread: Unread | None, example: OrgExample, snapshot: Snapshot, needs: Sequence[Need]) -> tuple[str, ...]:
    """What could not be looked at; nothing where the example itself hides it."""
    if unread is None or unread.reason in HIDDEN:
        return ()
    if unread.reason is not Reason.CHECK_FAILED:
        return (unread.detail,)
    types = {name: table.columns for name, table in snapshot.tables.items()}
    return unread.detail, read_as(example, types, needs)


def _status(seen: Seen, rule: Rule) -> Status:
    if isinstance(seen, Unread):
        return Status.NOT_CHECKED
    if not seen.checked:
        return Status.NOT_APPLICABLE
    if not keeps(rule.at_least, seen.checked, seen.broken):
        return Status.BROKEN
    return Status.NOT_CHECKED if seen.unread else Status.KEPT


def _ids(seen: Seen) -> list[str]:
    if isinstance(seen, Unread):
        return []
    return breaching_ids(seen)


def breaching_ids(verdict: Verdict) -> list[str]:
    """The ids of all breaches, wherever the check put them."""
    if not isinstance(verdict.breaches, FailingRows):
        return [breach.id for breach in verdict.breaches]
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT id FROM read_parquet(?) WHERE standard = ?", [str(verdict.breaches.path), verdict.breaches.standard]
        ).fetchall()
    return [row[0] for row in rows]


def _said(status: Status, reason: Reason | None, ids: Sequence[str]) -> str:
    return f"{status}{f' ({reason})' if reason else ''}{': ' if ids else ''}{', '.join(ids)}"


def _table(connection: duckdb.DuckDBPyConnection, name: str, example: OrgExample, wanted: Need | None) -> Table:
    rows = example.org.get(name, ())
    columns = _columns(name, rows, wanted)
    seen = {column: kind for column, kind in columns.items() if f"{name}.{column}" not in example.hidden}
    _create(connection, name, seen, rows)
    about = wanted.of if wanted else frozenset()
    return Table(
        name,
        wanted.source if wanted else Source.DATA,
        {} if name in example.hidden else {**seen, **_described_types(name, example, seen)},
        len(rows),
        unseen={column: _not_visible(Reason.FIELD_NOT_VISIBLE, f"{name}.{column}") for column in columns.keys() - seen},
        unread=_not_visible(Reason.OBJECT_NOT_READABLE, name) if name in example.hidden else None,
        rows_hidden=name in example.hidden_rows,
        row_filter=ALL_ROWS,
        # Custom objects without a record are left out, as they are of an org.
        covers=(about | {other for other in example.org if wanted and names_object(wanted, other)}) - {*example.hidden},
        uncovered={object_name: _not_visible(Reason.OBJECT_NOT_READABLE, object_name) for object_name in example.hidden}
        if about
        else {},
    )


def _described_types(name: str, example: OrgExample, columns: Collection[str]) -> dict[str, str]:
    """Types of fields that cannot be told from a value, such as multi-select picklists, in rows of describe_fields."""
    rows = (row for row in example.org.get("describe_fields", ()) if row.get("object") == name)
    return {str(row["field"]): str(row["type"]) for row in rows if row.get("field") in columns and row.get("type")}


def _not_visible(reason: Reason, part: str) -> Unread:
    return Unread(reason, f"{part} is not visible to the auditor user", f"Read on {part}")


_TYPES: Sequence[tuple[type, str]] = (
    (bool, "BOOLEAN"),
    (int, "BIGINT"),
    (float, "DOUBLE"),
    (datetime, "TIMESTAMP"),
    (date, "DATE"),
    (str, "VARCHAR"),
)


def _columns(name: str, rows: Sequence[Mapping[str, Any]], wanted: Need | None) -> dict[str, str]:
    """Columns named in a row or needed by the check; the type is that of the last value."""
    found = dict.fromkeys(sorted(wanted.columns | {row.field for row in wanted.rows} if wanted else ()), "VARCHAR")
    for row in rows:
        for column, value in row.items():
            if value is not None:
                found[column] = _type(name, column, value)
            found.setdefault(column, "VARCHAR")
    return found or {"Id": "VARCHAR"}


def _type(name: str, column: str, value: object) -> str:
    sql = next((sql for kind, sql in _TYPES if isinstance(value, kind)), "")
    if not sql:
        raise UsageProblem(f"{name}.{column} holds a list or keys: write one value, such as a text or a number")
    return sql


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """The rows; a column without any value has no type, so that whatever a check does with it can be said."""
    filled = [column for column in columns if any(row.get(column) is not None for row in rows)]
    made = "".join(f", {quote_identifier(column)} {columns[column]}" for column in filled)
    shown = [f"{'' if column in filled else 'NULL AS '}{quote_identifier(column)}" for column in columns or ("Id",)]
    stored = quote_identifier(f"rows of {name}")
    try:
        connection.execute(f'CREATE TABLE {stored} ("row number" BIGINT{made})')
        if rows:
            marks = ", ".join("?" for _ in range(1 + len(filled)))
            values = [[number, *(row.get(column) for column in filled)] for number, row in enumerate(rows)]
            connection.executemany(f"INSERT INTO {stored} VALUES ({marks})", values)
        connection.execute(f"CREATE VIEW {quote_identifier(name)} AS SELECT {', '.join(shown)} FROM {stored}")
    except duckdb.CatalogException:
        raise UsageProblem(f"{name} or one of its fields is there twice, in capitals and in small letters") from None
    except duckdb.Error:
        raise UsageProblem(f"{name} has values of several types in one column, such as text beside a number") from None
