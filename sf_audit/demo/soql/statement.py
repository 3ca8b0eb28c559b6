"""A query as DuckDB statements: one for its records, and one for each child subquery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sf_audit.demo.schema import Field, SObject
from sf_audit.demo.soql.conditions import Conditions
from sf_audit.demo.soql.errors import SoqlError, invalid_field, malformed, no_such_children, no_such_type, pointing
from sf_audit.demo.soql.expressions import IDS, Expressions, Value, is_aggregate
from sf_audit.demo.soql.grouped import Grouped, asked, is_grouped
from sf_audit.demo.soql.listing import Column, Listing
from sf_audit.demo.soql.records import Cell, Shape
from sf_audit.demo.soql.scope import Binding, Inquiry, Scope
from sf_audit.demo.soql.syntax import Children, FieldsOf, Order, Path, Query, Selected

# Stands in a child subquery for the ids of the parents, which are known once the answer is there.
PARENTS: Final = "/*parents*/"
# "USING SCOPE": the two that every object with an owner has. The demo org has no delegation, teams or territories.
_SCOPES: Final = frozenset({"everything", "mine"})
_OTHER_SCOPES: Final = frozenset(
    {"delegated", "mine_and_my_groups", "my_territory", "my_team_territory", "queue_owned", "scopingrule", "team"}
)
_OFFSET: Final = 2_000  # "OFFSET"
_FIELDS_LIMIT: Final = 200  # "FIELDS()"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its values; `parents` is the cell in which a child names its parent, in a child subquery."""

    sql: str
    values: dict[str, object]
    shape: Shape
    columns: tuple[tuple[Column, Cell], ...]
    aggregate: bool = False
    children: tuple[Statement, ...] = ()
    parents: Cell | None = None


class Select:
    """One SELECT: the query itself, a child subquery, or a semi-join's."""

    def __init__(
        self, inquiry: Inquiry, query: Query, sobject: SObject, bind: Binding, prefix: str = "t", depth: int = 0
    ) -> None:
        self._inquiry = inquiry
        self._query = query
        self._bind = bind
        self._depth = depth
        self._scope = Scope(inquiry, sobject, query.source, prefix)
        self._expressions = Expressions(inquiry, self._scope, bind)
        self._conditions = Conditions(
            inquiry, self._expressions, bind, self._semi_join if prefix in ("t", "c") else None
        )

    def count(self) -> Statement:
        """How many rows there are, for SELECT COUNT()."""
        where = self._where()
        sql = f"SELECT 1 AS c0 FROM {self._scope.tables()} WHERE {where}{self._window()}"
        shape = Shape("AggregateResult")
        return Statement(f"SELECT count(*) AS c0 FROM ({sql})", self._bind.used(sql), shape, ())

    def statement(self) -> Statement:
        """The rows of the answer, in order."""
        if is_grouped(self._query):
            return self._grouped()
        listing, children = self._listing()
        where = self._where()
        orders = ", ".join(self._orders())
        sql = (
            f"SELECT {_named(listing.cells)} FROM {self._scope.tables()} WHERE {where}"
            f"{' ORDER BY ' + orders if orders else ''}{self._window()}"
        )
        return Statement(sql, self._bind.used(sql), listing.shape, tuple(listing.columns), children=tuple(children))

    def of_parents(self, reference: Field) -> Statement:
        """The rows of a child subquery for the parents of the answer; LIMIT and OFFSET count for each parent."""
        listing, children = self._listing()
        held = self._scope.place(self._scope.base, reference).sql
        parent = listing.cell(held, "reference")
        where = self._where()
        place = f"row_number() OVER (PARTITION BY {held} ORDER BY {', '.join(self._orders()) or held})"
        first = (self._query.offset or 0) + 1
        last = first + self._query.limit - 1 if self._query.limit is not None else None
        window = f"{place} >= {first}" + ("" if last is None else f" AND {place} <= {last}")
        sql = (
            f"SELECT {_named(listing.cells)} FROM {self._scope.tables()} WHERE {where}"
            f" AND {held} IN ({PARENTS}) QUALIFY {window} ORDER BY {held}, {place}"
        )
        values, columns = self._bind.used(sql), tuple(listing.columns)
        return Statement(sql, values, listing.shape, columns, children=tuple(children), parents=parent)

    def ids(self, wanted: Value) -> str:
        """The one column of a semi-join's query, which has to hold ids of what `wanted` names."""
        items = self._query.items
        only = items[0] if len(items) == 1 else None
        if not isinstance(only, Selected) or not isinstance(only.expression, Path):
            raise malformed("Only one field may be selected in a semi join sub-select")
        value = self._expressions.value(only.expression)
        if value.type not in IDS:
            raise malformed(
                f"The selected field '{only.expression}' in the semi join sub-select should be an id or reference field"
            )
        outer = wanted.field.name if wanted.field else ""
        if not _same_kind(value, wanted):
            raise malformed(
                pointing(
                    self._inquiry.text,
                    wanted.at,
                    f"The selected field '{only.expression}' in the subquery and the left operand field in the where "
                    f"expression in the outer query '{outer}' should point to the same object type",
                )
            )
        where = self._where()
        return f"SELECT {value.sql} FROM {self._scope.tables()} WHERE {where} AND {value.sql} IS NOT NULL"

    def _grouped(self) -> Statement:
        query = self._query
        if query.limit is not None and not query.group_by:
            raise malformed("Non-grouped query that uses overall aggregate functions cannot also use LIMIT")
        grouped = Grouped(self._inquiry, self._scope, self._expressions, query)
        grouped.check_having()
        where = self._where()
        having = f" HAVING {self._conditions.sql(query.having)}" if query.having else ""
        orders = ", ".join(grouped.orders())
        sql = (
            f"SELECT {_named(grouped.cells)} FROM {self._scope.tables()} WHERE {where}{grouped.clause()}{having}"
            f"{' ORDER BY ' + orders if orders else ''}{self._window()}"
        )
        return Statement(sql, self._bind.used(sql), grouped.shape, tuple(grouped.columns), aggregate=True)

    def _listing(self) -> tuple[Listing, list[Statement]]:
        query = self._query
        children: list[Statement] = []

        def subquery(item: Children) -> tuple[str, int]:
            name, statement = self._children(item)
            children.append(statement)
            return name, len(children) - 1

        listing = Listing(self._inquiry, self._scope, self._expressions, subquery)
        for item in query.items:
            if (
                isinstance(item, FieldsOf)
                and item.which != "STANDARD"
                and (query.limit is None or query.limit > _FIELDS_LIMIT)
            ):
                raise malformed(f"The SOQL FIELDS function must have a LIMIT of at most {_FIELDS_LIMIT}")
            listing.add(item)
        return listing, children

    def _children(self, item: Children) -> tuple[str, Statement]:
        query, text = item.query, self._inquiry.text
        deepest = self._inquiry.deepest
        if self._depth >= deepest:
            raise malformed(
                f"SOQL statements cannot query aggregate relationships more than {deepest} level"
                f"{'' if deepest == 1 else 's'} away from the root entity object."
            )
        if is_grouped(query):
            raise malformed(pointing(text, query.source.at, "only root queries support aggregate expressions"))
        relationship = query.source.name.rpartition(".")[2]
        found = self._inquiry.sight.children(self._scope.base.sobject, relationship)
        if found is None:
            raise no_such_children(text, query.source.at, relationship)
        name, child, reference = found
        return name, Select(self._inquiry, query, child, Binding(), "c", self._depth + 1).of_parents(reference)

    def _semi_join(self, query: Query, wanted: Value) -> str:
        sobject = self._inquiry.sight.at(query.source.name, tooling=self._inquiry.tooling)
        if sobject is None:
            raise no_such_type(self._inquiry.text, query.source.at, query.source.name)
        if sobject.name == self._scope.base.sobject.name:
            raise malformed("The inner and outer selects should not be on the same object type")
        return Select(self._inquiry, query, sobject, self._bind, "s").ids(wanted)

    def _orders(self) -> list[str]:
        orders = [self._order(order) for order in self._query.order_by]
        stored = self._inquiry.storage.columns(self._scope.base.sobject)
        return [*orders, f'{self._scope.base.alias}."Id"'] if "Id" in stored else orders

    def _order(self, order: Order) -> str:
        if is_aggregate(order.expression):
            raise malformed("Ordered aggregate functions need a grouped query")
        value = self._expressions.value(order.expression)
        if value.field is not None and not value.field.sortable:
            raise invalid_field(
                self._inquiry.text, value.at, f"field '{value.field.name}' can not be sorted in a query call"
            )
        listed = self._picklist_order(value)
        if listed:
            return f"{listed} {'DESC' if order.descending else 'ASC'} NULLS {'LAST' if order.nulls_last else 'FIRST'}"
        folded = value.type not in IDS and isinstance(order.expression, Path) and _is_text(value.type)
        sql = f"lower({value.sql})" if folded else value.sql
        return f"{sql} {'DESC' if order.descending else 'ASC'} NULLS {'LAST' if order.nulls_last else 'FIRST'}"

    def _picklist_order(self, value: Value) -> str:
        """A picklist is sorted as its values are listed in Setup ("ORDER BY"); values not listed come last."""
        listed = value.field.picklist if value.field and value.type == "picklist" and value.plain else ()
        if not listed:
            return ""
        values = self._bind([picklist_value.value for picklist_value in listed])
        after = f"coalesce(nullif(list_position({values}, {value.sql}), 0), {len(listed) + 1})"
        return f"CASE WHEN {value.sql} IS NOT NULL THEN {after} END"

    def _where(self) -> str:
        for expression in asked(self._query.where) if self._query.where else ():
            if is_aggregate(expression):
                raise malformed(pointing(self._inquiry.text, expression.at, "Aggregate functions belong in HAVING"))
        where = self._conditions.sql(self._query.where)
        scope = self._query.scope.lower()
        if scope in _OTHER_SCOPES:
            raise SoqlError(
                "INVALID_QUERY_SCOPE", f"The scope {scope} is not supported on {self._scope.base.sobject.name}"
            )
        if scope and scope not in _SCOPES:
            raise malformed(f"Invalid scope: {self._query.scope}")
        owner = self._inquiry.sight.field(self._scope.base.sobject, "OwnerId")
        if scope != "mine" or owner is None:
            return where
        return f"{where} AND {self._scope.place(self._scope.base, owner).sql} = {self._bind(self._inquiry.user_id)}"

    def _window(self) -> str:
        offset = self._query.offset or 0
        if offset > _OFFSET:
            raise SoqlError("NUMBER_OUTSIDE_VALID_RANGE", f"Maximum SOQL offset allowed is {_OFFSET}")
        limit = "" if self._query.limit is None else f" LIMIT {self._query.limit}"
        return f"{limit} OFFSET {offset}" if offset else limit


def _same_kind(left: Value, right: Value) -> bool:
    """Whether two columns of ids may name the same object; what says nothing of it may name any."""
    names, others = _named_by(left), _named_by(right)
    return not names or not others or bool(names & others)


def _named_by(value: Value) -> frozenset[str]:
    place = value.place
    if place is None or place.row.union:
        return frozenset()
    return frozenset(place.field.references) if value.type == "reference" else frozenset({place.row.sobject.name})


def _is_text(kind: str) -> bool:
    return kind not in {"boolean", "int", "long", "double", "currency", "percent", "date", "datetime", "time"}


def _named(cells: list[str]) -> str:
    return ", ".join(f"{sql} AS c{index}" for index, sql in enumerate(cells))
