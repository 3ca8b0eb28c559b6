"""Fields and functions as SQL: "Date Functions", "Aggregate Functions" and friends of the "SOQL and SOSL Reference"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sf_audit.demo.schema import Field
from sf_audit.demo.soql.errors import invalid_field, malformed, pointing
from sf_audit.demo.soql.scope import Binding, Inquiry, Place, Scope
from sf_audit.demo.soql.syntax import Call, Expression, Path

NUMBERS: Final = frozenset({"int", "long", "double", "currency", "percent"})
MOMENTS: Final = frozenset({"date", "datetime"})
IDS: Final = frozenset({"id", "reference"})
COMPOUNDS: Final = frozenset({"address", "location"})

# Function of a date, as the SQL of the part it gives.
_DATE_PARTS: Final = {
    "CALENDAR_YEAR": "year({0})",
    "CALENDAR_QUARTER": "quarter({0})",
    "CALENDAR_MONTH": "month({0})",
    "FISCAL_YEAR": "year({0})",
    "FISCAL_QUARTER": "quarter({0})",
    "FISCAL_MONTH": "month({0})",
    "DAY_IN_MONTH": "day({0})",
    "DAY_IN_WEEK": "dayofweek({0}) + 1",
    "DAY_IN_YEAR": "dayofyear({0})",
    "HOUR_IN_DAY": "hour({0})",
    "WEEK_IN_MONTH": "(day({0}) - 1) // 7 + 1",
    "WEEK_IN_YEAR": "(dayofyear({0}) - 1) // 7 + 1",
}
_AGGREGATES: Final = {
    "COUNT": "count({0})",
    "COUNT_DISTINCT": "count(DISTINCT {0})",
    "MIN": "min({0})",
    "MAX": "max({0})",
    "SUM": "sum({0})",
    "AVG": "avg(CAST({0} AS DOUBLE))",
}
_FORMATS: Final = {
    "date": "strftime({0}, '%-m/%-d/%Y')",
    "datetime": "strftime({0}, '%-m/%-d/%Y, %-I:%M %p')",
}


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression is worth: `sql`, its describe type, and the field it comes from, if any."""

    sql: str
    type: str
    place: Place | None
    at: int
    aggregate: bool = False
    plain: bool = False

    @property
    def field(self) -> Field | None:
        """The field behind it."""
        return self.place.field if self.place else None


def is_aggregate(expression: Expression | None) -> bool:
    """Whether it is one value for many rows, itself or inside another function: FORMAT(MIN(CloseDate))."""
    if not isinstance(expression, Call):
        return False
    return expression.name.upper() in {*_AGGREGATES, "GROUPING"} or is_aggregate(expression.argument)


class Expressions:
    """Compiles the expressions of one SELECT."""

    def __init__(self, inquiry: Inquiry, scope: Scope, bind: Binding) -> None:
        self._inquiry = inquiry
        self._scope = scope
        self._bind = bind

    def value(self, expression: Expression) -> Value:
        """The SQL of a field or function.

        Raises:
            SoqlError: INVALID_FIELD for what is not there or does not take the function.
        """
        if isinstance(expression, Path):
            place = self._scope.find(expression)
            return Value(place.sql, place.field.type, place, place.at, plain=True)
        name = expression.name.upper()
        if name in _AGGREGATES:
            return self._aggregate(name, expression)
        return self._function(name, expression)

    def _function(self, name: str, call: Call) -> Value:
        if call.argument is None:
            raise malformed(pointing(self._inquiry.text, call.at, f"{call.name} must have an argument"))
        value = replace(self.value(call.argument), at=call.at, plain=False)
        if name in _DATE_PARTS or name == "DAY_ONLY":
            return self._date_part(name, value)
        known: dict[str, Callable[[Value], Value]] = {
            "TOLABEL": self._label,
            "FORMAT": self._format,
            "CONVERTCURRENCY": self._money,
            "CONVERTTIMEZONE": self._same,
            "GROUPING": self._grouping,
        }
        if name not in known:
            raise malformed(pointing(self._inquiry.text, call.at, f"unexpected token: '{call.name}'"))
        return known[name](value)

    def _aggregate(self, name: str, call: Call) -> Value:
        if call.argument is None:
            if name == "COUNT":
                return Value("count(*)", "int", None, call.at, aggregate=True)
            raise malformed(pointing(self._inquiry.text, call.at, f"{call.name} must have an argument"))
        value = self.value(call.argument)
        field = value.field
        if value.aggregate or field is None or not field.aggregatable or not _takes(name, value.type):
            shown = field.name if field else str(call.argument)
            raise invalid_field(
                self._inquiry.text, call.at, f"field {shown} does not support aggregate operator {name}"
            )
        kind = "int" if name.startswith("COUNT") else "double" if name == "AVG" else value.type
        return Value(_AGGREGATES[name].format(value.sql), kind, value.place, call.at, aggregate=True)

    def _date_part(self, name: str, value: Value) -> Value:
        if value.type not in MOMENTS:
            raise invalid_field(self._inquiry.text, value.at, f"field does not support function {name}")
        if name == "DAY_ONLY":
            return replace(value, sql=f"CAST({value.sql} AS DATE)", type="date")
        return replace(value, sql=f"({_DATE_PARTS[name].format(value.sql)})", type="int")

    def _label(self, value: Value) -> Value:
        field = value.field
        relabelled = (
            [
                picklist_value
                for picklist_value in field.picklist
                if picklist_value.label and picklist_value.label != picklist_value.value
            ]
            if field
            else []
        )
        if not relabelled:
            return replace(value, sql=f"CAST({value.sql} AS VARCHAR)", type="string")
        whens = " ".join(
            f"WHEN {self._bind(picklist_value.value)} THEN {self._bind(picklist_value.label)}"
            for picklist_value in relabelled
        )
        return replace(value, sql=f"(CASE {value.sql} {whens} ELSE {value.sql} END)", type="string")

    def _format(self, value: Value) -> Value:
        if value.type in NUMBERS:
            scale = 0 if value.type in ("int", "long") else (value.field.scale if value.field else 2)
            spelled = f"format('{{:,.{scale}f}}', CAST({value.sql} AS DOUBLE))"
        else:
            spelled = _FORMATS.get(value.type, "CAST({0} AS VARCHAR)").format(value.sql)
        return replace(value, sql=spelled, type="string")

    def _same(self, value: Value) -> Value:
        """The users of the demo org are in UTC."""
        return value

    def _money(self, value: Value) -> Value:
        if value.type != "currency":
            raise invalid_field(self._inquiry.text, value.at, "field does not support function convertCurrency")
        return value

    def _grouping(self, value: Value) -> Value:
        return replace(value, sql=f"GROUPING({value.sql})", type="int", aggregate=True)


def _takes(function: str, kind: str) -> bool:
    if function in ("SUM", "AVG"):
        return kind in NUMBERS
    return kind not in ("boolean", *COMPOUNDS) if function in ("MIN", "MAX") else kind not in COMPOUNDS
