"""What will be asked of the org, before anything is read: `sf-audit plan` prints it, `collect` carries it out.

A plan costs describe calls and one call for record counts, nothing else. Its sizes are estimates: the
org's record counts are cached and blind to filters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from sf_audit.connector.api import soql
from sf_audit.connector.api.describe import DescribedField, Describes
from sf_audit.connector.api.resources import record_counts
from sf_audit.connector.api.soql import Today
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, object_not_visible, refused
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan import cost
from sf_audit.connector.plan.cost import Cost
from sf_audit.connector.plan.costed import lines
from sf_audit.connector.plan.counts import counts_of
from sf_audit.connector.plan.held import as_held, need_of_held
from sf_audit.connector.plan.metadata_rows import ROW_BY_ROW, statements_of
from sf_audit.connector.plan.planned import PlannedQuery, PlannedTable
from sf_audit.connector.plan.scope import columns_of, described, objects_of
from sf_audit.connector.plan.strategy import BULK_FROM, ReadStrategy, Route, route
from sf_audit.model.review import OrgIdentity, Reason
from sf_audit.model.time_zones import known_zone
from sf_audit.salesforce.query_rules import NOT_COUNTED, WITHOUT_ID
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source, merge
from sf_audit.warehouse.source import RecordSource

#: Every record is read from the org.
NOT_HELD: Mapping[str, RecordSource] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Plan:
    """All tables of a run. `calls_so_far` were made to sign in and to draw it; a run makes them too."""

    tables: tuple[PlannedTable, ...]
    calls_so_far: int = 0

    @property
    def queries(self) -> tuple[PlannedQuery, ...]:
        """Every query, with what it is expected to cost."""
        return tuple(line for table in self.tables for line in lines(table))

    @property
    def cost(self) -> Cost:
        """All of it together; tables are read side by side, so a run takes less time than the sum."""
        queries = self.queries
        calls = sum(query.calls for query in queries)
        before = self.calls_so_far + cost.CALLS_OF_A_RUN
        seconds = sum(query.seconds for query in queries) + before * cost.SECONDS_PER_CALL
        return Cost(sum(query.bytes for query in queries), calls + before, seconds)

    @property
    def sha256(self) -> str:
        """The same queries give the same value; an interrupted run is continued only under the same plan."""
        text = "\n".join(f"{query.table}\t{query.soql}" for query in self.queries)
        return hashlib.sha256(text.encode()).hexdigest()


def build_plan(
    client: Client,
    needs: Iterable[Need],
    org: OrgIdentity,
    taken: datetime,
    known: Describes | None = None,
    held: Mapping[str, RecordSource] = NOT_HELD,
) -> tuple[Plan, Describes]:
    """The plan for an org, and the descriptions it was made from, `known` or asked now. `taken` has a time zone.

    `held` says by object, in small letters, where its records are read instead of from the org.
    """
    wanted = merge(needs)
    describes = known or Describes(client)
    describes.ask_for(need.table for need in wanted if need.source is Source.DATA)
    counts = sizes(client, wanted, describes)
    drawn = plan(wanted, describes, counts, today=today_of(org, taken), held=held)
    return replace(drawn, calls_so_far=client.calls), describes


def today_of(org: OrgIdentity, taken: datetime) -> Today:
    """The day of the snapshot where the org is; UTC where its zone is not known here."""
    zone = known_zone(org.time_zone) or UTC
    return Today(taken.astimezone(zone).date(), zone)


def sizes(client: Client, needs: Sequence[Need], describes: Describes) -> dict[str, int]:
    """About how many rows each table has, as far as the org says it; objects it leaves out may have none."""
    tables = {need.table for need in needs if need.source is Source.DATA}
    tables |= {name for need in needs if need.source is Source.COUNTS for name in need.of}
    if CUSTOM_OBJECTS in tables:
        tables = (tables - {CUSTOM_OBJECTS}) | set(describes.custom_objects())
    try:
        return record_counts(client, sorted(tables))
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        return {}


def plan(
    needs: Sequence[Need],
    describes: Describes,
    counts: Mapping[str, int],
    *,
    today: Today,
    bulk_from: int = BULK_FROM,
    held: Mapping[str, RecordSource] = NOT_HELD,
) -> Plan:
    """The plan for merged needs. Tables that are not required and that the org does not have are left out."""
    data = frozenset(need.table for need in needs if need.source is Source.DATA)
    drawing = _Drawing(describes, counts, today, bulk_from, data, held)
    tables = [drawing.table_or_why_not(need) for need in needs]
    return Plan(tuple(table for table in tables if table.need.required or not _is_absent(table)))


def _is_absent(table: PlannedTable) -> bool:
    return table.unread is not None and table.unread.reason is Reason.OBJECT_NOT_READABLE


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What a plan is drawn from; `data` are the objects whose records are read."""

    describes: Describes
    counts: Mapping[str, int]
    today: Today
    bulk_from: int
    data: frozenset[str]
    held: Mapping[str, RecordSource]

    def table_or_why_not(self, need: Need) -> PlannedTable:
        try:
            return self._table(need)
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            why = Route(ReadStrategy.DESCRIBE, "its describe was refused")
            return PlannedTable(need, why, unread=refused(need.table, refusal))

    def _table(self, need: Need) -> PlannedTable:
        match need.source:
            case Source.DATA | Source.TOOLING:
                return self._records(need)
            case Source.LIMITS:
                return PlannedTable(need, Route(ReadStrategy.LIMITS, "one call"), statements=("GET limits",))
            case Source.DESCRIBE:
                found = objects_of(need.of or self.data, self.describes, without=self._empty)
                objects = described(found, self.describes)
                asked = tuple(f"GET sobjects/{name}/describe" for name in objects.names)
                return PlannedTable(
                    need, Route(ReadStrategy.DESCRIBE, "asked already"), objects=objects, statements=asked
                )
            case Source.RECORD_TYPES:
                return _record_types(need, self.describes)
            case Source.METADATA:
                objects = objects_of(need.of, self.describes)
                return PlannedTable(need, ROW_BY_ROW, objects=objects, statements=statements_of(need, objects.names))
            case Source.COUNTS:
                counted = _counted(need, self.describes, need.of or self.data, self._empty)
                return replace(counted, record_counts=self.counts)

    def _records(self, need: Need) -> PlannedTable:
        rows = self.counts.get(need.table)
        source = self.held.get(need.table.lower()) if need.source is Source.DATA else None
        if source is None:
            return _queried(need, self.describes, rows, self.today, self.bulk_from)
        whole = need_of_held(need, self.describes)
        return as_held(_queried(whole, self.describes, rows, self.today, self.bulk_from), source)

    @property
    def _empty(self) -> frozenset[str]:
        """Custom objects of which the org itself says that they have no record."""
        return frozenset(name for name, rows in self.counts.items() if rows == 0 and name.endswith("__c"))


def _record_types(need: Need, describes: Describes) -> PlannedTable:
    """Each record type is asked for in a call of its own."""
    objects = described(objects_of(need.of, describes), describes)
    asked = tuple(
        f"GET ui-api/object-info/{name}/picklist-values/{record_type.id}"
        for name in objects.names
        if (found := describes.object(name)) is not None
        for record_type in found.record_types
    )
    way = Route(ReadStrategy.RECORD_TYPES, "what a picklist offers differs by record type")
    return PlannedTable(need, way, objects=objects, statements=asked)


def _counted(need: Need, describes: Describes, names: Iterable[str], empty: Collection[str]) -> PlannedTable:
    counts = counts_of(need, describes, names, empty)
    way = Route(ReadStrategy.COUNTS, "the org counts")
    return PlannedTable(need, way, objects=counts.objects, statements=counts.statements, notes=counts.notes)


def _queried(need: Need, describes: Describes, rows: int | None, today: Today, bulk_from: int) -> PlannedTable:
    tooling = need.source is Source.TOOLING
    found = describes.object(need.table, tooling=tooling)
    if found is None:
        surely = need.required and not tooling
        unread = describes.why_no_object(need.table) if surely else object_not_visible(need.table)
        return PlannedTable(need, Route(ReadStrategy.REST, ""), unread=unread)
    columns = columns_of(need, describes)
    key = _key(need.table, found.fields)
    fields = {**({key: found.fields[key]} if key else {}), **columns.fields}
    if not fields:
        missing = next(iter(columns.unseen.values()), object_not_visible(need.table))
        return PlannedTable(need, Route(ReadStrategy.REST, ""), unseen=columns.unseen, unread=missing)
    query = soql.select(need.table, fields, need.rows, fields, today, key=key)
    way = route(query, need.source, rows, bulk_from=bulk_from)
    return PlannedTable(
        need,
        way,
        query=query,
        fields=fields,
        key=key if key and found.fields[key].sortable and way.how is not ReadStrategy.EACH_PARENT else "",
        rows=rows,
        objects=objects_of(need.of, describes),
        unseen=columns.unseen,
        notes=tuple(
            f"the org cannot filter by {clause.field}, so more rows were read"
            for clause in soql.unsendable(need.rows, fields)
        ),
    )


def _key(table: str, fields: Mapping[str, DescribedField]) -> str:
    """The column that tells rows apart; objects that describe the org itself have the same Id in every row."""
    if table in WITHOUT_ID:
        return ""
    wanted = "DurableId" if table in NOT_COUNTED else "Id"
    return wanted if wanted in fields else ""
