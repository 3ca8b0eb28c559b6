"""What will be asked of the org, before anything is read: `sf-audit plan` prints it, `collect` carries it out.

A plan costs describe calls and one call for record counts, nothing else. Its sizes are estimates: the
org's record counts are cached and blind to filters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sf_audit.connector import cost, soql
from sf_audit.connector.client import Client
from sf_audit.connector.cost import Cost
from sf_audit.connector.describe import DescribedField, Describes
from sf_audit.connector.fill_counts import fill_queries, uncountable
from sf_audit.connector.questions import record_counts
from sf_audit.connector.reasons import ENDS_ALL_READING, object_not_visible, refused
from sf_audit.connector.refusals import Refusal
from sf_audit.connector.router import BULK_FROM, EACH_PARENT, NOT_COUNTED, How, Route, route
from sf_audit.connector.scope import Objects, columns_of, objects_of
from sf_audit.connector.soql import Query, Today
from sf_audit.findings import OrgIdentity, Reason, Unread
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.needs import Need, Source, merge

#: "OauthToken": its Id is always empty.
_WITHOUT_ID = frozenset({"OauthToken", "UserPermissionAccess"})


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
    def countable(self) -> bool:
        """Whether the org answers `SELECT COUNT()` for this query."""
        each_parent = self.route.how is How.EACH_PARENT  # asked about some parents, so the whole says nothing
        return self.query is not None and self.need.table not in NOT_COUNTED and not each_parent

    @property
    def parts(self) -> tuple[Query, ...]:
        """The queries to send, one for each parent where the org wants that."""
        if self.query is None:
            return ()
        if self.route.how is How.EACH_PARENT:
            parent = EACH_PARENT[self.need.table]
            return tuple(self.query.narrowed(f"{parent} = {soql.text(name)}") for name in self.objects.names)
        if self.route.how is How.WIDE:
            return soql.split(self.query)
        return (self.query,)


@dataclass(frozen=True, slots=True)
class Plan:
    """All tables of a run."""

    tables: tuple[PlannedTable, ...]

    @property
    def queries(self) -> tuple[PlannedQuery, ...]:
        """Every query, with what it is expected to cost."""
        return tuple(line for table in self.tables for line in _lines(table))

    @property
    def cost(self) -> Cost:
        """All of it together; tables are read side by side, so a run takes less time than the sum."""
        lines = self.queries
        return Cost(sum(one.bytes for one in lines), sum(one.calls for one in lines), sum(one.seconds for one in lines))

    @property
    def sha256(self) -> str:
        """The same queries give the same value; an interrupted run is continued only under the same plan."""
        text = "\n".join(f"{one.table}\t{one.soql}" for one in self.queries)
        return hashlib.sha256(text.encode()).hexdigest()


def draw(client: Client, needs: Iterable[Need], org: OrgIdentity, taken: datetime) -> tuple[Plan, Describes]:
    """The plan for an org, and the descriptions it was made from. `taken` has a time zone."""
    wanted = merge(needs)
    describes = Describes(client)
    describes.ask_for(one.table for one in wanted if one.source is Source.DATA)
    return plan(wanted, describes, sizes(client, wanted), today=today_of(org, taken)), describes


def today_of(org: OrgIdentity, taken: datetime) -> Today:
    """The day of the snapshot where the org is; UTC where its zone is not known here."""
    try:
        zone = ZoneInfo(org.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return Today(taken.astimezone(UTC).date(), UTC)
    return Today(taken.astimezone(zone).date(), zone)


def sizes(client: Client, needs: Sequence[Need]) -> dict[str, int]:
    """About how many rows each table has, as far as the org says it; objects it leaves out may have none."""
    try:
        return record_counts(client, sorted(one.table for one in needs if one.source is Source.DATA))
    except Refusal as refusal:
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
    data = frozenset(one.table for one in needs if one.source is Source.DATA)
    tables = [_table_or_why_not(one, describes, counts.get(one.table), today, bulk_from, data) for one in needs]
    return Plan(tuple(one for one in tables if one.need.required or not _is_absent(one)))


def _is_absent(table: PlannedTable) -> bool:
    return table.unread is not None and table.unread.reason is Reason.OBJECT_NOT_READABLE


def _table_or_why_not(
    need: Need, describes: Describes, rows: int | None, today: Today, bulk_from: int, data: frozenset[str]
) -> PlannedTable:
    try:
        return _table(need, describes, rows, today, bulk_from, data)
    except Refusal as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        return PlannedTable(need, Route(How.DESCRIBE, "its describe was refused"), unread=refused(need.table, refusal))


def _table(
    need: Need, describes: Describes, rows: int | None, today: Today, bulk_from: int, data: frozenset[str]
) -> PlannedTable:
    match need.source:
        case Source.DATA | Source.TOOLING:
            return _queried(need, describes, rows, today, bulk_from)
        case Source.LIMITS:
            return PlannedTable(need, Route(How.LIMITS, "one call"), statements=("GET limits",))
        case Source.DESCRIBE:
            objects = objects_of(need.of or data, describes)
            asked = tuple(f"GET sobjects/{name}/describe" for name in objects.names)
            return PlannedTable(need, Route(How.DESCRIBE, "asked already"), objects=objects, statements=asked)
        case Source.COUNTS:
            return _counted(need, describes, objects_of(need.of or data, describes))


def _counted(need: Need, describes: Describes, objects: Objects) -> PlannedTable:
    asked = [one.soql for name in objects.names for one in fill_queries(name, describes.fields(name))]
    blind = {
        f"{name}.{one}": Unread(Reason.UNSUPPORTED, f"{name}.{one} can neither be counted nor filtered by the org")
        for name in objects.names
        for one in uncountable(describes.fields(name))
    }
    known = replace(objects, uncovered={**objects.uncovered, **blind})
    return PlannedTable(need, Route(How.COUNTS, "the org counts"), objects=known, statements=tuple(asked))


def _queried(need: Need, describes: Describes, rows: int | None, today: Today, bulk_from: int) -> PlannedTable:
    tooling = need.source is Source.TOOLING
    found = describes.object(need.table, tooling=tooling)
    if found is None:
        return PlannedTable(need, Route(How.REST, ""), unread=object_not_visible(need.table))
    columns = columns_of(need, describes)
    key = _key(need.table, found.fields)
    fields = {**({key: found.fields[key]} if key else {}), **columns.fields}
    if not fields:
        missing = next(iter(columns.unseen.values()), object_not_visible(need.table))
        return PlannedTable(need, Route(How.REST, ""), unseen=columns.unseen, unread=missing)
    query = soql.select(need.table, fields, need.rows, fields, today, key=key)
    way = route(query, need.source, rows, bulk_from=bulk_from)
    return PlannedTable(
        need,
        way,
        query=query,
        fields=fields,
        key=key if key and found.fields[key].sortable and way.how is not How.EACH_PARENT else "",
        rows=rows,
        objects=objects_of(need.of, describes),
        unseen=columns.unseen,
        notes=tuple(
            f"the org cannot filter by {one.field}, so more rows were read"
            for one in soql.unsendable(need.rows, fields)
        ),
    )


def _key(table: str, fields: Mapping[str, DescribedField]) -> str:
    """The column that tells rows apart; objects that describe the org itself have the same Id in every row."""
    if table in _WITHOUT_ID:
        return ""
    wanted = "DurableId" if table in NOT_COUNTED else "Id"
    return wanted if wanted in fields else ""


def _lines(table: PlannedTable) -> Iterable[PlannedQuery]:
    name, how = table.need.table, str(table.route.how)
    for statement in table.statements:
        yield PlannedQuery(name, statement, how, None, 0, 1, cost.SECONDS_PER_CALL)
    for part in table.parts:
        kinds = [table.fields[column] for column in part.columns]
        spent = cost.of(table.route.how, table.rows, kinds, counted=table.countable)
        yield PlannedQuery(name, str(part), how, table.rows, spent.bytes, spent.calls, spent.seconds)
