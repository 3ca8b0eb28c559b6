"""WHERE and HAVING as SQL, with SOQL's meaning: text without regard to case, "" is null, != takes the empty ones in.

"Condition Expression Syntax" and "Comparison Operators" in the "SOQL and SOSL Reference". A comparison with an empty
field is false, never unknown: only NOT can tell the difference, so only NOT says so in SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sf_audit.demo.schema import Field
from sf_audit.demo.soql import comparing
from sf_audit.demo.soql.errors import invalid_field, malformed
from sf_audit.demo.soql.expressions import COMPOUNDS, IDS, Expressions, Value
from sf_audit.demo.soql.scope import Binding, Inquiry
from sf_audit.demo.soql.syntax import (
    Comparison,
    Condition,
    Expression,
    Junction,
    Literal,
    Membership,
    Not,
    Query,
    SemiJoin,
)

_NEGATED: Final = (
    "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions."
)
_EITHER: Final = "Semi join sub-selects are not allowed with the 'OR' operator"
_NESTED: Final = "Nesting of semi join sub-selects is not supported"
_TOO_MANY: Final = "Maximum 2 semi join sub-selects are allowed"
_SEMI_JOINS: Final = 2


class Conditions:
    """Compiles the conditions of one SELECT; `subselect` gives the SQL of a semi-join's query, and refuses it."""

    def __init__(
        self, inquiry: Inquiry, expressions: Expressions, bind: Binding, subselect: Callable[[Query, Value], str] | None
    ) -> None:
        self._inquiry = inquiry
        self._expressions = expressions
        self._subselect = subselect
        self._comparing = comparing.Comparing(inquiry, bind)
        self._semi_joins = 0

    def sql(self, condition: Condition | None) -> str:
        """The condition, or `true` where there is none."""
        return "true" if condition is None else self._sql(condition, "")

    def _sql(self, condition: Condition, inside: str) -> str:
        """One condition; `inside` is why a semi-join may not stand here, empty where it may."""
        if isinstance(condition, Junction):
            inside = inside or ("" if condition.word == "AND" else _EITHER)
            parts = (self._sql(part, inside) for part in condition.conditions)
            return "(" + f" {condition.word} ".join(parts) + ")"
        if isinstance(condition, Not):
            return f"(NOT coalesce({self._sql(condition.condition, inside or _NEGATED)}, false))"
        if isinstance(condition, SemiJoin):
            return self._semi_join(condition, inside)
        if isinstance(condition, Membership):
            return self._membership(condition)
        return self._comparison(condition)

    def _comparison(self, condition: Comparison) -> str:
        value = self._filterable(condition.left)
        if condition.operator == "LIKE":
            return self._comparing.like(value, condition.right)
        return self._comparing.compare(value, condition.operator, condition.right)

    def _membership(self, condition: Membership) -> str:
        value = self._filterable(condition.left)
        if condition.operator in ("IN", "NOT IN"):
            found = self._comparing.one_of(value, condition.values)
        else:
            found = self._includes(value, condition.values)
        return found if condition.operator in ("IN", "INCLUDES") else f"(NOT coalesce({found}, false))"

    def _includes(self, value: Value, values: tuple[Literal, ...]) -> str:
        if value.type != "multipicklist":
            raise invalid_field(
                self._inquiry.text, value.at, "includes/excludes operators only valid on multipicklist field"
            )
        return "(" + " OR ".join(self._comparing.includes(value, literal) for literal in values) + ")"

    def _semi_join(self, condition: SemiJoin, inside: str) -> str:
        if self._subselect is None:
            raise malformed(_NESTED)
        self._semi_joins += 1
        if inside or self._semi_joins > _SEMI_JOINS:
            raise malformed(inside or _TOO_MANY)
        value = self._filterable(condition.left)
        if value.type not in IDS:
            raise malformed(
                f"The left operand field in the where expression for outer query should be an id field, cannot use: "
                f"'{condition.left}'"
            )
        found = f"{value.sql} IN ({self._subselect(condition.query, value)})"
        return found if condition.operator == "IN" else f"(NOT coalesce({found}, false))"

    def _filterable(self, expression: Expression) -> Value:
        value = self._expressions.value(expression)
        if value.field is not None and not value.aggregate and not _is_filterable(value.field):
            raise invalid_field(
                self._inquiry.text, value.at, f"field '{value.field.name}' can not be filtered in a query call"
            )
        return value


def _is_filterable(field: Field) -> bool:
    """An address or a location is filtered by its parts, or by its distance, which is not computed here."""
    return field.filterable and field.type not in COMPOUNDS
