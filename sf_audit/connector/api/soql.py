"""SOQL as text: what a Need asks, in the words of the "SOQL and SOSL Reference".

Nothing here talks to an org. Names are checked before they are written and values are quoted, so
no rule file can smuggle a clause into a query. Days are counted in the org's time zone: a record
that is exactly n days old is neither older nor newer than n days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Protocol
from urllib.parse import quote_plus

from sf_audit.errors import UsageProblem
from sf_audit.snapshot.needs import Clause, Comparison, Rows, Value
from sf_audit.snapshot.periods import days_of

#: A query travels in the address of a GET. Servers were seen to answer 414 or 431 from 16 KB on, headers included.
LONGEST_ADDRESS = 12_000

#: "SOQL SELECT Syntax": a relationship path has at most five steps up.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}(\.[A-Za-z][A-Za-z0-9_]{0,254}){0,5}", re.ASCII)

_ESCAPED = str.maketrans(
    {"\\": r"\\", "'": r"\'", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f"}
)

#: Types that have no IN: their values are compared one by one.
_NO_LISTS = frozenset({"boolean", "multipicklist"})

_NUMBERS = frozenset({"int", "long", "double", "currency", "percent"})


class FieldKind(Protocol):
    """What must be known of a field to write a condition on it."""

    @property
    def type(self) -> str:
        """The describe type."""

    @property
    def filterable(self) -> bool:
        """Whether WHERE may name it; long text areas, for example, may not be named."""


@dataclass(frozen=True, slots=True)
class Today:
    """The day of the snapshot, and the time zone in which the org counts days."""

    day: date
    zone: tzinfo

    def before(self, days: float) -> date:
        """The day that many days ago."""
        return self.day - timedelta(days=int(days))

    def midnight(self, day: date) -> str:
        """The start of a day in the org's time zone, as a SOQL literal in UTC."""
        return instant(datetime(day.year, day.month, day.day, tzinfo=self.zone))


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT on one object; `str()` is what is sent."""

    object: str
    columns: tuple[str, ...]
    where: tuple[str, ...] = ()
    order_by: str = ""
    limit: int = 0

    def __str__(self) -> str:
        text = f"SELECT {','.join(map(name, self.columns))} FROM {name(self.object)}"
        if self.where:
            text += " WHERE " + " AND ".join(self.where)
        if self.order_by:
            text += f" ORDER BY {name(self.order_by)}"
        return f"{text} LIMIT {self.limit}" if self.limit else text

    def narrowed(self, condition: str) -> Query:
        """The same query with one more condition."""
        return replace(self, where=(*self.where, condition))

    def ordered(self, key: str, limit: int = 0) -> Query:
        """The same query in the order of a key, at most `limit` rows of it."""
        return replace(self, order_by=key, limit=limit)

    def count(self) -> str:
        """The query that says how many rows this one has."""
        return f"SELECT COUNT() FROM {name(self.object)}" + (" WHERE " + " AND ".join(self.where) if self.where else "")


def select(
    table: str, columns: Iterable[str], rows: Rows, fields: Mapping[str, FieldKind], today: Today, *, key: str = "Id"
) -> Query:
    """The query for columns and rows of a table, its key first, the rest in the order of the alphabet.

    Clauses that the platform cannot evaluate are left out (`unsendable`): the query then has more
    rows than were asked for, never fewer.
    """
    first = (key,) if key in fields else ()
    rest = sorted(set(columns) - set(first))
    where = tuple(condition(row, fields[row.field], today) for row in sorted(rows) if _sendable(row, fields))
    return Query(table, (*first, *rest), where)


def unsendable(rows: Rows, fields: Mapping[str, FieldKind]) -> tuple[Clause, ...]:
    """The clauses that cannot be part of the query, because their field is hidden or not filterable."""
    return tuple(row for row in sorted(rows) if not _sendable(row, fields))


def condition(clause: Clause, field: FieldKind, today: Today) -> str:
    """One clause as a SOQL condition."""
    left = name(clause.field)
    match clause.comparison:
        case Comparison.EMPTY | Comparison.FILLED:
            return f"{left} {'=' if clause.comparison is Comparison.EMPTY else '!='} null"
        case Comparison.IN | Comparison.NOT_IN:
            return _among(left, clause, field, today)
        case Comparison.INCLUDES | Comparison.EXCLUDES:
            listed = ",".join(text(str(value)) for value in clause.values)
            return f"{left} {clause.comparison.value.upper()} ({listed})"
        case Comparison.AT_LEAST | Comparison.AT_MOST:
            return _bound(left, clause, field, today)
        case Comparison.OLDER_THAN_DAYS | Comparison.NEWER_THAN_DAYS:
            return _age(left, clause, field, today)
        case Comparison.IN_PERIOD:
            return _period(left, clause, field, today)


def one_of(column: str, values: Sequence[str]) -> str:
    """A list of texts as a condition; the caller keeps the list short (`chunks`)."""
    return f"{name(column)} IN ({','.join(map(text, values))})"


def chunks(values: Sequence[str], size: int = 200) -> Iterator[Sequence[str]]:
    """Lists short enough for one condition."""
    return (values[start : start + size] for start in range(0, len(values), size))


def split(query: Query, longest: int = LONGEST_ADDRESS) -> tuple[Query, ...]:
    """Queries whose addresses are short enough, each with the key of the first column to join on."""
    if address_length(query) <= longest:
        return (query,)
    key, *rest = query.columns
    room = longest - address_length(replace(query, columns=(key,)))
    groups: list[list[str]] = [[]]
    used = 0
    for column in rest:
        width = len(column) + 3
        if groups[-1] and used + width > room:
            groups.append([])
            used = 0
        groups[-1].append(column)
        used += width
    return tuple(replace(query, columns=(key, *group)) for group in groups)


def address_length(query: Query) -> int:
    """How long the query is once it is part of an address."""
    return len(quote_plus(str(query)))


def name(value: str) -> str:
    """An API name or a dotted path, safe to write into a query."""
    if not _NAME.fullmatch(value):
        raise UsageProblem(
            f"“{value[:80]}” is not an API name", hint="Rules name objects and fields as Setup shows them."
        )
    return value


def text(value: str) -> str:
    """A text literal: "Quoted String Escape Sequences"."""
    return f"'{value.translate(_ESCAPED)}'"


def instant(moment: datetime) -> str:
    """A datetime literal in UTC: "Date Formats and Date Literals in WHERE"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sendable(clause: Clause, fields: Mapping[str, FieldKind]) -> bool:
    # Nobody documents whether EXCLUDES holds for an empty field, so those rows are read and looked at here.
    unsure = clause.comparison is Comparison.EXCLUDES
    return clause.field in fields and fields[clause.field].filterable and not unsure


def _among(left: str, clause: Clause, field: FieldKind, today: Today) -> str:
    inside = clause.comparison is Comparison.IN
    values = [_literal(value, field, today) for value in clause.values]
    if field.type not in _NO_LISTS and len(values) > 1:
        return f"{left} {'IN' if inside else 'NOT IN'} ({','.join(values)})"
    compared = [f"{left} {'=' if inside else '!='} {value}" for value in values]
    if len(compared) == 1:
        return compared[0]
    return "(" + (" OR " if inside else " AND ").join(compared) + ")"


def _bound(left: str, clause: Clause, field: FieldKind, today: Today) -> str:
    (value,) = clause.values
    sign = ">=" if clause.comparison is Comparison.AT_LEAST else "<="
    if field.type == "datetime" and isinstance(value, str) and len(value) == 10:
        # A day on a datetime field means all of that day, also where it is the upper bound.
        day = date.fromisoformat(value)
        if clause.comparison is Comparison.AT_MOST:
            return f"{left} < {today.midnight(day + timedelta(days=1))}"
        return f"{left} >= {today.midnight(day)}"
    return f"{left} {sign} {_literal(value, field, today)}"


def _age(left: str, clause: Clause, field: FieldKind, today: Today) -> str:
    (days,) = clause.values
    day = today.before(float(days))
    if clause.comparison is Comparison.OLDER_THAN_DAYS:
        return f"{left} < {_day(day, field, today)}"
    if field.type == "datetime":
        return f"{left} >= {today.midnight(day + timedelta(days=1))}"
    return f"{left} > {day.isoformat()}"


def _period(left: str, clause: Clause, field: FieldKind, today: Today) -> str:
    (period,) = clause.values
    first, last = days_of(str(period), today.day)
    if field.type == "datetime":
        return f"({left} >= {today.midnight(first)} AND {left} < {today.midnight(last + timedelta(days=1))})"
    return f"({left} >= {first.isoformat()} AND {left} <= {last.isoformat()})"


def _day(day: date, field: FieldKind, today: Today) -> str:
    return today.midnight(day) if field.type == "datetime" else day.isoformat()


def _literal(value: Value, field: FieldKind, today: Today) -> str:
    value_text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        match field.type:
            case "boolean":
                return "true" if value_text.lower() == "true" else "false"
            case "date":
                return date.fromisoformat(value_text).isoformat()
            case "datetime":
                moment = datetime.fromisoformat(value_text)
                return instant(moment if moment.tzinfo else moment.replace(tzinfo=today.zone))
            case number if number in _NUMBERS:
                return format(Decimal(value_text).normalize(), "f")
    except (ValueError, ArithmeticError):
        raise UsageProblem(
            f"“{value_text[:80]}” is no value for a field of type {field.type}",
            hint="Write what the rule compares with as the field has it, for example 2026-01-31.",
        ) from None
    return text(value_text)
