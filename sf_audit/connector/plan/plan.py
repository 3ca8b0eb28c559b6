"""What will be asked of the org, before anything is read: `sf-audit plan` prints it, `collect` carries it out.

A plan costs describe calls and one call for record counts, nothing else. Its sizes are estimates: the
org's record counts are cached and blind to filters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sf_audit.connector.api import composite, soql
from sf_audit.connector.api.describe import DescribedField, Describes
from sf_audit.connector.api.resources import record_counts
from sf_audit.connector.api.soql import Query, Today
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, object_not_visible, refused
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan import cost
from sf_audit.connector.plan.cost import Cost
from sf_audit.connector.plan.counts import counts_of
from sf_audit.connector.plan.metadata_rows import ROW_BY_ROW, statements_of
from sf_audit.connector.plan.scope import Objects, columns_of, described, objects_of
from sf_audit.connector.plan.strategy import BULK_FROM, ReadStrategy, Route, route
from sf_audit.model.review import OrgIdentity, Reason, Unread
from sf_audit.salesforce.query_rules import EACH_PARENT, NOT_COUNTED, WITHOUT_ID
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Rows, Source, merge


@dataclass(frozen=True, slots=True)
class PlannedQuery:
    """One line of the plan. `rows` is None where nobody knows; `bytes` is uncompressed, `seconds` without others."""

    table: str
    soql: str
    how: str
    rows: int | None
    bytes: int
    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """One table of the plan. `key` is the column to go on from when a cursor is lost, empty when there is none."""

    need: Need
    route: Route
    query: Query | None = None
    fields: Mapping[str, DescribedField] = field(default_factory=dict)
    key: str = ""
    rows: int | None = None
    record_counts: Mapping[str, int] = field(default_factory=dict)
    objects: Objects = field(default_factory=lambda: Objects((), frozenset()))
    unseen: Mapping[str, Unread] = field(default_factory=dict)
    unread: Unread | None = None
    notes: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()

    @property
    def types(self) -> dict[str, FieldType]:
        """The columns with their types, in the order of the query."""
        return {} if self.query is None else {column: self.fields[column].kind for column in self.query.columns}

    @property
    def sent_rows(self) -> Rows:
        """The clauses that are part of the query: where the org cannot filter by a field, all its rows are read."""
        return self.need.rows.difference(soql.unsendable(self.need.rows, self.fields))

    @property
    def countable(self) -> bool:
        """Whether the org answers `SELECT COUNT()` for this query."""
        each_parent = self.route.how is ReadStrategy.EACH_PARENT  # asked about some parents, so the whole says nothing
        return self.query is not None and self.need.table not in NOT_COUNTED and not each_parent

    @property
    def parts(self) -> tuple[Query, ...]:
        """The queries to send, one for each parent where the org wants that."""
        if self.query is None:
            return ()
        if self.route.how is ReadStrategy.EACH_PARENT:
            parent = EACH_PARENT[self.need.table]
            return tuple(self.query.narrowed(f"{parent} = {soql.text(name)}") for name in self.objects.names)
        if self.route.how is ReadStrategy.WIDE:
            return soql.split(self.query)
        return (self.query,)


@dataclass(frozen=True, slots=True)
class Plan:
    """All tables of a run. `calls_so_far` were made to sign in and to draw it; a run makes them too."""

    tables: tuple[PlannedTable, ...]
    calls_so_far: int = 0

    @property
    def queries(self) -> tuple[PlannedQuery, ...]:
        """Every query, with what it is expected to cost."""
        return tuple(line for table in self.tables for line in _lines(table))

    @property
    def cost(self) -> Cost:
        """All of it together; tables are read side by side, so a run takes less time than the sum."""
        lines = self.queries
        calls = sum(line.calls for line in lines)
        before = self.calls_so_far + cost.CALLS_OF_A_RUN
        seconds = sum(line.seconds for line in lines) + before * cost.SECONDS_PER_CALL
        return Cost(sum(line.bytes for line in lines), calls + before, seconds)

    @property
    def sha256(self) -> str:
        """The same queries give the same value; an interrupted run is continued only under the same plan."""
        text = "\n".join(f"{query.table}\t{query.soql}" for query in self.queries)
        return hashlib.sha256(text.encode()).hexdigest()


def build_plan(
    client: Client, needs: Iterable[Need], org: OrgIdentity, taken: datetime, known: Describes | None = None
) -> tuple[Plan, Describes]:
    """The plan for an org, and the descriptions it was made from, `known` or asked now. `taken` has a time zone."""
    wanted = merge(needs)
    describes = known or Describes(client)
    describes.ask_for(need.table for need in wanted if need.source is Source.DATA)
    counts = sizes(client, wanted, describes)
    drawn = plan(wanted, describes, counts, today=today_of(org, taken))
    return replace(drawn, calls_so_far=client.calls), describes


def today_of(org: OrgIdentity, taken: datetime) -> Today:
    """The day of the snapshot where the org is; UTC where its zone is not known here."""
    try:
        zone = ZoneInfo(org.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return Today(taken.astimezone(UTC).date(), UTC)
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
) -> Plan:
    """The plan for merged needs. Tables that are not required and that the org does not have are left out."""
    data = frozenset(need.table for need in needs if need.source is Source.DATA)
    drawing = _Drawing(describes, counts, today, bulk_from, data)
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
                rows = self.counts.get(need.table)
                return _queried(need, self.describes, rows, self.today, self.bulk_from)
            case Source.LIMITS:
                return PlannedTable(need, Route(ReadStrategy.LIMITS, "one call"), statements=("GET limits",))
            case Source.DESCRIBE:
                objects = described(objects_of(need.of or self.data, self.describes), self.describes)
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
                found = _counted(need, self.describes, need.of or self.data, self._empty)
                return replace(found, record_counts=self.counts)

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


def _lines(table: PlannedTable) -> Iterable[PlannedQuery]:
    name, how = table.need.table, str(table.route.how)
    for statement, calls in zip(table.statements, _calls(table, len(table.statements)), strict=True):
        yield PlannedQuery(name, statement, how, None, 0, calls, calls * cost.SECONDS_PER_CALL)
    parts = table.parts
    shared = _calls(table, len(parts))
    for part, calls in zip(parts, shared, strict=True):
        kinds = [table.fields[column] for column in part.columns]
        spent = cost.of(table.route.how, table.rows, kinds, counted=table.countable)
        fewer = max(spent.calls - 1 + calls, 0)
        seconds = spent.seconds - (spent.calls - fewer) * cost.SECONDS_PER_CALL
        yield PlannedQuery(name, str(part), how, table.rows, spent.bytes, fewer, seconds)


def _calls(table: PlannedTable, questions: int) -> list[int]:
    """The calls of each statement: those that share one cost nothing after the first."""
    if table.route.how is ReadStrategy.DESCRIBE:
        return [0] * questions
    if table.route.how not in {ReadStrategy.EACH_PARENT, ReadStrategy.COUNTS} or questions <= composite.FEW:
        return [1] * questions
    return [int(at % composite.QUERIES == 0) for at in range(questions)]
