"""Tables that describe the org itself: its fields, its picklists, its limits, and how filled its fields are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from sf_audit.connector import described_tables as tables
from sf_audit.connector.client import Client
from sf_audit.connector.describe import DescribedObject, Describes
from sf_audit.connector.fill_counts import FillQuery, ask_fill, fill_queries
from sf_audit.connector.identity import Sight
from sf_audit.connector.plan import PlannedTable
from sf_audit.connector.questions import limits
from sf_audit.connector.reasons import ENDS_ALL_READING, ENDS_THE_RUN, refused
from sf_audit.connector.refusals import Refusal
from sf_audit.findings import Reason, Unread
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.staging import Staging, TableWriter

SOURCES = frozenset({Source.DESCRIBE, Source.LIMITS, Source.COUNTS})

_COLUMNS: Mapping[str, Mapping[str, FieldType]] = {
    "describe_fields": tables.FIELDS,
    "describe_picklist_values": tables.PICKLIST_VALUES,
    "org_limits": tables.LIMITS,
    "fill_counts": tables.FILL_COUNTS,
}

_DESCRIBED = {
    "describe_fields": tables.describe_fields,
    "describe_picklist_values": tables.describe_picklist_values,
}


def write(client: Client, describes: Describes, staging: Staging, table: PlannedTable, sight: Sight) -> tuple[int, str]:
    """Write one of these tables whole; answers its rows, and why it is not whole, or nothing.

    Raises what ends the run.

    The org counts only the records that the auditor sees, so counts hide what those records hide.
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
        _write(client, describes, writer, table, sight)
    except Refusal as refusal:
        if refusal.kind in ENDS_THE_RUN:
            raise
        return 0, _refuse(writer, refused(name, refusal))
    return writer.rows, ""


def _refuse(writer: TableWriter, unread: Unread) -> str:
    writer.refuse(unread)
    return unread.detail


def _write(client: Client, describes: Describes, writer: TableWriter, table: PlannedTable, sight: Sight) -> None:
    uncovered = dict(table.objects.uncovered)
    match table.need.source:
        case Source.LIMITS:
            writer.page("limits", _limits(limits(client)))
        case Source.COUNTS:
            writer.page("counts", _fill_counts(client, describes, table, uncovered))
        case _:
            found = [one for one in map(describes.object, table.objects.names) if one is not None]
            writer.page("describe", _DESCRIBED[writer.name](found))
    writer.finish(
        queries=table.statements,
        count_before=None,
        count_after=None,
        rows_hidden=table.need.source is Source.COUNTS and any(map(sight.hides, table.objects.names)),
        covers=table.objects.covers - uncovered.keys(),
        uncovered=uncovered,
    )


def _limits(said: Mapping[str, Any]) -> pa.Table:
    """One row per limit. Per-app figures are nested below a limit, and some limits of an org have none at all."""
    rows = [
        (name, str(limit["Max"]), str(limit["Remaining"]))
        for name, limit in sorted(said.items())
        if isinstance(limit, dict) and isinstance(limit.get("Max"), int) and isinstance(limit.get("Remaining"), int)
    ]
    return tables.as_text(tables.LIMITS, rows)


def _fill_counts(client: Client, describes: Describes, table: PlannedTable, uncovered: dict[str, Unread]) -> pa.Table:
    rows: list[tuple[str, str, str, str]] = []
    for name in table.objects.names:
        found = describes.object(name)
        if found is not None:
            rows += _filled(client, found, uncovered)
    return tables.as_text(tables.FILL_COUNTS, rows)


def _filled(
    client: Client, described: DescribedObject, uncovered: dict[str, Unread]
) -> Iterator[tuple[str, str, str, str]]:
    """The counts of one object. What the org does not count is recorded as `Object.Field`, all of it as `Object`."""
    name = described.name
    total: int | None = None
    for asked in fill_queries(name, described.fields):
        try:
            counted = ask_fill(client, asked)
        except Refusal as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            uncovered |= _not_counted(name, asked, refusal, everything=total is None)
            if total is None:
                return
            continue
        total = counted.pop("", total)
        yield from ((name, one, str(filled), str(total)) for one, filled in sorted(counted.items()))


def _not_counted(name: str, asked: FillQuery, refusal: Refusal, *, everything: bool) -> dict[str, Unread]:
    subjects = [name] if everything else [f"{name}.{one}" for one in asked.fields]
    needed = refused(name, refusal).unlocked_by
    return {one: replace(refused(f"the count of {one}", refusal), unlocked_by=needed) for one in subjects}
