"""Reads one planned table from where a loader put its records, and holds it against the org."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pyarrow as pa

from sf_audit.connector.api.describe import DescribedField, Describes
from sf_audit.connector.api.read_report import Reading
from sf_audit.connector.collect.freshness import Freshness, require_stamp, trusted
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.held import made_of, not_loaded, stamp_of
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.model.review import NotReadable, Unread
from sf_audit.salesforce.not_replicated import left_out_by
from sf_audit.snapshot.manifest import LoadedFrom
from sf_audit.snapshot.writer import TableWriter
from sf_audit.warehouse.names import match
from sf_audit.warehouse.opened import Opened, open_source
from sf_audit.warehouse.rows import CurrentRows, Layout, layout
from sf_audit.warehouse.source import RecordSource, SourceRefused


class HeldReader:
    """Reads one table. `arrived` hears the number of rows of every page; `hides` says that sharing hides some.

    After `read`, `loaded_from` says where the rows came from, and `doubt` why they are not those of the org.
    """

    def __init__(
        self,
        client: Client,
        describes: Describes,
        table: PlannedTable,
        writer: TableWriter,
        *,
        hides: bool,
        arrived: Callable[[int], None],
    ) -> None:
        self.table = table
        self.writer = writer
        self.unseen: dict[str, Unread] = dict(table.unseen)
        self.uncovered: dict[str, Unread] = {}
        self.doubt: Unread | None = None
        self.loaded_from: LoadedFrom | None = None
        self._client = client
        self._fields = describes.fields(table.need.table)
        self._hides = hides
        self._arrived = arrived

    def read(self, source: RecordSource) -> Reading:
        """Read all current rows. Raises NotReadable where the records cannot be read there, or not be believed."""
        try:
            with open_source(source) as opened:
                self._client.watch(opened)
                return self._read(source, opened)
        except SourceRefused as refusal:
            raise NotReadable(not_loaded(source, str(refusal), refusal.remedy)) from None

    def _read(self, source: RecordSource, opened: Opened) -> Reading:
        where, missing = look(self.table, source, opened, self._fields)
        self.unseen |= missing
        stamp = stamp_of(self._fields)
        require_stamp(source, stamp, is_loaded=stamp in where.columns)
        rows = CurrentRows(opened, where, self.table.types, stamp)
        for number, page in enumerate(rows.pages()):
            self.store(f"{number:05d}", page)
        freshness = Freshness(self._client, source, stamp, made_of(self._fields), self._hides)
        self.doubt = freshness.doubt(rows.tally)
        reading = Reading(rows=rows.tally.rows, queries=[f"{', '.join(where.read)} from {source}", *freshness.queries])
        for message in (*rows.tally.notes, "sharing hides no row there"):
            reading.note(message)
        self.loaded_from = LoadedFrom(
            place=str(source),
            version=opened.version,
            loaded=rows.tally.loaded,
            newest=rows.tally.newest,
            left_out=rows.tally.deleted + rows.tally.historic,
            org_records=freshness.records,
            org_newest=freshness.newest,
            trusted=tuple(trusted(source)),
        )
        return reading

    def store(self, key: str, page: pa.Table, /, **facts: str | int | None) -> None:
        """Store a page; one that the org answered later, for lookups that found nothing, as well."""
        self._arrived(self.writer.page(key, page, **facts))


def looked_at(table: PlannedTable, source: RecordSource, describes: Describes) -> PlannedTable:
    """The planned table, knowing what its source does not hold. No row is read, and the org is not compared."""
    fields = describes.fields(table.need.table)
    try:
        with open_source(source) as opened:
            where, missing = look(table, source, opened, fields)
        require_stamp(source, stamp_of(fields), is_loaded=stamp_of(fields) in where.columns)
    except SourceRefused as refusal:
        return replace(table, unread=not_loaded(source, str(refusal), refusal.remedy))
    except NotReadable as problem:
        return replace(table, unread=problem.unread)
    return replace(table, unseen={**table.unseen, **missing})


def look(
    table: PlannedTable, source: RecordSource, opened: Opened, fields: Mapping[str, DescribedField]
) -> tuple[Layout, dict[str, Unread]]:
    """Where the planned columns are in an opened table, and why others are not there.

    `fields` are all of the object. Raises SourceRefused where a column that the settings name is not there.
    """
    matched = match(source, fields, opened.schema.names)
    where = layout(source, opened, matched, table.types, left_out_by(table.need.table))
    if "Id" not in where.columns:
        raise SourceRefused(
            f"{source} has no column for Id: {where.missing['Id']}", f"Name it in columns of {source.setting}"
        )
    return where, {name: _not_there(source, table, name, why) for name, why in where.missing.items()}


def _not_there(source: RecordSource, table: PlannedTable, name: str, why: str) -> Unread:
    says = f"{source} does not hold {table.need.table}.{name}: {why}"
    return not_loaded(source, says, f"Load it, or name its column in columns of {source.setting}")
