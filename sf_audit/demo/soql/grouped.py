"""Queries whose rows stand for many records: aggregate functions, GROUP BY, HAVING."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sf_audit.demo.soql.errors import invalid_field, malformed, pointing
from sf_audit.demo.soql.expressions import MOMENTS, Expressions, Value, is_aggregate
from sf_audit.demo.soql.listing import Column
from sf_audit.demo.soql.records import Cell, Shape
from sf_audit.demo.soql.scope import Inquiry, Scope
from sf_audit.demo.soql.syntax import (
    Call,
    Condition,
    Expression,
    Grouping,
    Junction,
    Not,
    Path,
    Query,
    Selected,
)

_UNGROUPED: Final = "Field must be grouped or aggregated"

Key = tuple[str, ...]


def is_count(query: Query) -> bool:
    """SELECT COUNT(), which answers with a number and no records."""
    return any(isinstance(item, Selected) and _counts_all(item.expression) for item in query.items)


def _counts_all(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.name.upper() == "COUNT" and expression.argument is None


def is_grouped(query: Query) -> bool:
    """Whether the answer consists of AggregateResult."""
    expressions = [item.expression for item in query.items if isinstance(item, Selected)]
    return bool(query.group_by) or any(is_aggregate(expression) for expression in expressions)


class Grouped:
    """The SELECT list and GROUP BY of such a query."""

    def __init__(self, inquiry: Inquiry, scope: Scope, expressions: Expressions, query: Query) -> None:
        self._inquiry = inquiry
        self._scope = scope
        self._expressions = expressions
        self._query = query
        self._groups: dict[Key, Value] = {}
        self.cells: list[str] = []
        self.columns: list[tuple[Column, Cell]] = []
        self.shape = Shape("AggregateResult")
        self._read()

    def clause(self) -> str:
        """GROUP BY, or nothing for the one group of all."""
        listed = ", ".join(value.sql for value in self._groups.values())
        if not listed:
            return ""
        grouping = self._query.grouping
        return f" GROUP BY {listed}" if grouping is Grouping.PLAIN else f" GROUP BY {grouping.value}({listed})"

    def orders(self) -> list[str]:
        """ORDER BY as asked, then by group, so that the same question has the same answer."""
        asked = []
        for order in self._query.order_by:
            direction = "DESC" if order.descending else "ASC"
            nulls = "LAST" if order.nulls_last else "FIRST"
            value = self._known(order.expression, "Ordered field must be grouped or aggregated")
            asked.append(f"{value.sql} {direction} NULLS {nulls}")
        return [*asked, *(f"{value.sql} ASC NULLS LAST" for value in self._groups.values())]

    def check_having(self) -> None:
        """HAVING may only ask about groups.

        Raises:
            SoqlError: MALFORMED_QUERY for a field that is neither grouped nor aggregated.
        """
        if self._query.having is not None:
            for expression in asked(self._query.having):
                self._known(expression, _UNGROUPED)

    def _read(self) -> None:
        for expression in self._query.group_by:
            value = self._expressions.value(expression)
            if value.aggregate or not _groupable(value):
                shown = value.field.name if value.field else str(expression)
                raise invalid_field(self._inquiry.text, value.at, f"field '{shown}' can not be grouped in a query call")
            self._groups[self._key(expression)] = value
        unnamed = 0
        for item in self._query.items:
            if not isinstance(item, Selected):
                raise malformed("Grouped query cannot select subqueries, TYPEOF or FIELDS()")
            value = self._known(item.expression, _UNGROUPED)
            label = item.alias or _label(item.expression, value)
            if not label:
                label = f"expr{unnamed}"
                unnamed += 1
            self._put(label, value)

    def _put(self, label: str, value: Value) -> None:
        if label.lower() in {known.lower() for known in self.shape.entries}:
            raise malformed(f"duplicate alias: {label}")
        cell = Cell(len(self.cells), value.type)
        self.cells.append(value.sql)
        self.shape.entries[label] = cell
        self.columns.append((Column((label,), None if value.aggregate else value.field, label), cell))

    def _known(self, expression: Expression, refusal: str) -> Value:
        if is_aggregate(expression):
            self._check_grouping(expression)
            return self._expressions.value(expression)
        found = self._groups.get(self._key(expression))
        if found is None:
            value = self._expressions.value(expression)
            shown = value.field.name if value.field else str(expression)
            raise malformed(pointing(self._inquiry.text, value.at, f"{refusal}: {shown}"))
        return found

    def _check_grouping(self, expression: Expression) -> None:
        """GROUPING tells subtotals from rows, so it needs a field that is grouped."""
        if not isinstance(expression, Call) or expression.name.upper() != "GROUPING" or expression.argument is None:
            return
        if self._key(expression.argument) not in self._groups:
            raise malformed(pointing(self._inquiry.text, expression.at, f"{_UNGROUPED}: {expression.argument}"))

    def _key(self, expression: Expression) -> Key:
        """The same for two spellings of the same expression."""
        if isinstance(expression, Path):
            return self._scope.find(expression).path
        inner = () if expression.argument is None else self._key(expression.argument)
        return (f"{expression.name.upper()}(", *inner)


def _groupable(value: Value) -> bool:
    """A moment is not grouped by itself; the parts that date functions give of it are."""
    field = value.field
    return field is not None and (field.groupable or (field.type in MOMENTS and value.type != field.type))


def _label(expression: Expression, value: Value) -> str:
    return value.field.name if isinstance(expression, Path) and value.field else ""


def asked(condition: Condition) -> Iterator[Expression]:
    """Every expression that a condition looks at."""
    if isinstance(condition, Junction):
        for part in condition.conditions:
            yield from asked(part)
    elif isinstance(condition, Not):
        yield from asked(condition.condition)
    else:
        yield condition.left
