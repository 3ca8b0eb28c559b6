"""The nouns of a plan: one table, and the queries that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sf_audit.connector.api import soql
from sf_audit.connector.api.describe import DescribedField
from sf_audit.connector.api.soql import Query
from sf_audit.connector.plan.scope import Objects
from sf_audit.connector.plan.strategy import ReadStrategy, Route
from sf_audit.model.review import Unread
from sf_audit.salesforce.query_rules import EACH_PARENT, NOT_COUNTED
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.needs import Need, Rows
from sf_audit.warehouse.source import RecordSource


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
    """One table of the plan. `key` is the column to go on from when a cursor is lost, empty when there is none.

    `held` is where its records are read instead of from the org.
    """

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
    held: RecordSource | None = None

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
