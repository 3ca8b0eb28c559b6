"""Tables that describe the org itself: its fields, its picklists, its limits, how filled its fields are, its setup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from sf_audit.connector.api import composite
from sf_audit.connector.api.describe import DescribedObject, Describes
from sf_audit.connector.api.described_ids import key_prefixes
from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.connector.api.resources import Answer, limit_readings, limits, odd_limits
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, ENDS_THE_RUN, not_counted, refused, rows_not_seen
from sf_audit.connector.collect import described_tables as tables
from sf_audit.connector.collect import metadata_rows
from sf_audit.connector.collect.guest_shares import guest_shares
from sf_audit.connector.collect.record_type_values import record_type_values
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.counts import created_in_days
from sf_audit.connector.plan.fill_counts import FillQuery, ask_fill, fill_of, fill_queries
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.model.review import Reason, Unread
from sf_audit.salesforce.record_counts import is_witnessed
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.dictionary import limit_not_understood
from sf_audit.snapshot.needs import FILL_COUNTS, GUEST_SHARES, RECENT_FILL_COUNTS, RECORD_TYPE_VALUES, Source
from sf_audit.snapshot.staging import Staging, TableWriter

SOURCES = frozenset({Source.DESCRIBE, Source.LIMITS, Source.COUNTS, Source.RECORD_TYPES, Source.METADATA})

_COLUMNS: Mapping[str, Mapping[str, FieldType]] = {
    "describe_fields": tables.FIELDS,
    "describe_picklist_values": tables.PICKLIST_VALUES,
    "describe_record_types": tables.RECORD_TYPES,
    RECORD_TYPE_VALUES: tables.RECORD_TYPE_VALUES,
    "org_limits": tables.LIMITS,
    FILL_COUNTS: tables.FILL_COUNTS,
    RECENT_FILL_COUNTS: tables.FILL_COUNTS,
    GUEST_SHARES: tables.GUEST_SHARES,
    **metadata_rows.COLUMNS,
}

_DESCRIBED = {
    "describe_picklist_values": tables.describe_picklist_values,
    "describe_record_types": tables.describe_record_types,
}


def write(
    client: Client, describes: Describes, staging: Staging, table: PlannedTable, visibility: RecordVisibility
) -> tuple[int, str]:
    """Write one of these tables whole; answers its rows, and why it is not whole, or nothing.

    Raises what ends the run.

    The org counts only the records that the auditor sees, so an object whose records are hidden is not covered;
    where that is so of all of them, the table says it of itself.
    """
    name = table.need.table
    if name not in _COLUMNS:
        writer = staging.table(name, table.need.source, {})
        unread = Unread(Reason.UNSUPPORTED, f"there is no table {name} about the org")
        return 0, _refuse(writer, unread)
    writer = staging.table(name, table.need.source, _COLUMNS[name])
    if writer.finished:
        return writer.rows, ""
    writer.restart()
    try:
        _write(client, describes, writer, table, visibility)
    except ApiError as refusal:
        if refusal.kind in ENDS_THE_RUN:
            raise
        return 0, _refuse(writer, refused(name, refusal))
    return writer.rows, ""


def _refuse(writer: TableWriter, unread: Unread) -> str:
    writer.refuse(unread)
    return unread.detail


def _write(
    client: Client, describes: Describes, writer: TableWriter, table: PlannedTable, visibility: RecordVisibility
) -> None:
    uncovered = dict(table.objects.uncovered)
    rows_hidden = False
    match table.need.source:
        case Source.LIMITS:
            reported = limits(client)
            uncovered |= {name: limit_not_understood(name) for name in odd_limits(reported)}
            writer.page("limits", _limits(reported))
        case Source.RECORD_TYPES:
            writer.page("record types", record_type_values(client, describes, table, uncovered))
        case Source.METADATA:
            writer.page("metadata", metadata_rows.metadata_rows(client, table, uncovered))
        case Source.COUNTS if table.need.table == GUEST_SHARES:
            writer.page("counts", guest_shares(client, describes, table, visibility, uncovered))
        case Source.COUNTS:
            hidden = set(filter(visibility.hides, table.objects.names))
            rows_hidden = bool(hidden) and hidden == set(table.objects.names)
            if not rows_hidden:
                uncovered |= {name: rows_not_seen(name) for name in hidden}
            writer.page("counts", _fill_counts(client, describes, table, uncovered))
        case _:
            found = [described for described in map(describes.object, table.objects.names) if described is not None]
            writer.page("describe", _described(describes, table, found))
    writer.finish(
        queries=table.statements,
        count_before=None,
        count_after=None,
        rows_hidden=rows_hidden,
        covers=table.objects.covers - uncovered.keys(),
        uncovered=uncovered,
        notes=table.notes,
    )


def _described(describes: Describes, table: PlannedTable, found: Sequence[DescribedObject]) -> pa.Table:
    """The list of all objects has the prefixes of their ids; it is not asked for where nobody looks at those."""
    if table.need.table in _DESCRIBED:
        return _DESCRIBED[table.need.table](found)
    wanted = "key_prefixes" in table.need.columns
    return tables.describe_fields(found, key_prefixes(describes.objects()) if wanted else {})


def _limits(document: Mapping[str, Any]) -> pa.Table:
    rows = [(name, str(maximum), str(remaining)) for name, maximum, remaining in limit_readings(document)]
    return tables.as_text(tables.LIMITS, rows)


def _fill_counts(client: Client, describes: Describes, table: PlannedTable, uncovered: dict[str, Unread]) -> pa.Table:
    young = created_in_days(table.need)
    # The org keeps a count of all records, which says nothing of the young ones.
    counting = _Counting(client, uncovered, table.record_counts if young is None else {})
    names = [name for name in table.objects.names if name not in uncovered]
    asked = [(name, query) for name in names for query in fill_queries(name, describes.fields(name), young)]
    for some in composite.in_parts(asked, composite.QUERIES):
        for (name, query), answer in zip(
            some, composite.first_answers(client, [query.soql for _, query in some]), strict=True
        ):
            if name not in uncovered:
                counting.take(name, query, answer)
    return tables.as_text(tables.FILL_COUNTS, counting.rows)


class _Counting:
    """Counts as they come. What the org does not count is recorded as `Object.Field`, all of it as `Object`."""

    def __init__(self, client: Client, uncovered: dict[str, Unread], record_counts: Mapping[str, int]) -> None:
        self.rows: list[tuple[str | None, ...]] = []
        self._record_counts = record_counts
        self._client = client
        self._uncovered = uncovered
        self._totals: dict[str, int] = {}

    def take(self, name: str, asked: FillQuery, answer: Answer | None) -> None:
        """The answer to one query; one that did not come together with others is asked now."""
        try:
            counted = fill_of(asked, answer) if answer else ask_fill(self._client, asked)
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            self._uncovered.update(_not_counted(name, asked, refusal, everything=name not in self._totals))
            return
        if "" in counted:
            self._totals[name] = counted.pop("")
        every = str(self._totals[name]), self._witness(name)
        self.rows += [(name, field, str(filled), *every) for field, filled in sorted(counted.items())]

    def _witness(self, name: str) -> str | None:
        """The count that the org keeps of all the object's records, where it can be held against a query's."""
        known = self._record_counts.get(name) if is_witnessed(name) else None
        return None if known is None else str(known)


def _not_counted(name: str, asked: FillQuery, refusal: ApiError, *, everything: bool) -> dict[str, Unread]:
    subjects = [name] if everything else [f"{name}.{field}" for field in asked.fields]
    return {subject: not_counted(name, subject, refusal) for subject in subjects}
