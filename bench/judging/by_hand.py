"""The standards of Accounts that can be written by hand, as SQL conditions of one pass in DuckDB."""

from __future__ import annotations

from datetime import date

from bench.judging import standards
from sf_audit.expectations.asks import (
    Ask,
    Between,
    DaysFromToday,
    Filled,
    FilledCount,
    InOrder,
    LengthBetween,
    Matches,
    NoCycle,
    OneOf,
    RefersTo,
    Related,
    Unique,
)
from sf_audit.expectations.filled import or_null
from sf_audit.snapshot.needs import Filter, rows_of

TODAY = date(2026, 11, 22)

_NUMBERS = {"AnnualRevenue", "NumberOfEmployees"}


def conditions() -> dict[str, str]:
    """For each standard, the condition under which a record fails it."""
    return {key: _scoped(standard.scope, _fails(standard.ask)) for key, standard in standards.BY_HAND.items()}


def _fails(ask: Ask) -> str:
    match ask:
        case Filled(name):
            return f"{_value(name)} IS NULL"
        case Matches(name, pattern, forbidden):
            return f"{'' if forbidden else 'NOT '}regexp_matches({_value(name)}, '{pattern}')"
        case OneOf(name, values, forbidden):
            listed = ", ".join(repr(value) for value in sorted(map(str, values)))
            return f"{_value(name)} {'' if forbidden else 'NOT '}IN ({listed})"
        case Unique(names):
            return _shared(names)
    return _of_other_rows(ask) or _out_of_bounds(ask)


def _of_other_rows(ask: Ask) -> str:
    match ask:
        case RefersTo(name, table, where, _, forbidden):
            return f'{_value(name)} {"" if forbidden else "NOT "}IN (SELECT "Id" FROM "{table}"{_where(where)})'
        case Related(table, ((name, key),), where, low):
            named = f'SELECT "{key}" FROM "{table}" WHERE "{key}" IS NOT NULL{_where(where, "AND")}'
            return f'"{name}" {"NOT " if low else ""}IN ({named})'
        case NoCycle(name):
            return f'"Id" IN ({_CIRCLES.format(name=name)})'
    return ""


#: From each record upwards, until there is no parent or the record itself comes again.
_CIRCLES = """
    WITH RECURSIVE above AS (
        SELECT "Id" AS id, "{name}" AS parent, 1 AS steps FROM "Account" WHERE "{name}" IS NOT NULL
        UNION ALL
        SELECT b.id, a."{name}", b.steps + 1 FROM above b JOIN "Account" a ON a."Id" = b.parent
        WHERE a."{name}" IS NOT NULL AND b.parent <> b.id AND b.steps < 100)
    SELECT id FROM above WHERE id = parent"""


def _where(scope: Filter, word: str = "WHERE") -> str:
    """Of yes and no alone."""
    tests = [f'{"" if any(clause.values) else "NOT "}"{clause.field}"' for clause in rows_of(scope)]
    return f" {word} {' AND '.join(tests)}" if tests else ""


def _out_of_bounds(ask: Ask) -> str:
    match ask:
        case Between(name, low, high):
            return f'"{name}" < {low}' + (f' OR "{name}" > {high}' if high is not None else "")
        case LengthBetween(name, low, high):
            return f"length({_value(name)}) NOT BETWEEN {low} AND {high}"
        case DaysFromToday(name, low, high):
            bounds = [(low, "<"), (high, ">")]
            days = [f"\"{name}\"::DATE {sign} DATE '{TODAY}' + {day}" for day, sign in bounds if day is not None]
            return " OR ".join(days)
        case FilledCount(names):
            return " AND ".join(f"{_value(name)} IS NULL" for name in names)
        case InOrder(first, then):
            return f'"{first}" > "{then}"'
    raise ValueError("no standard of this kind is measured")


def _shared(names: tuple[str, ...]) -> str:
    parts = ", ".join(f'"{name}"' for name in names)
    key = f"row({parts})" if len(names) > 1 else parts
    filled = " AND ".join(f"{_value(name)} IS NOT NULL" for name in names)
    groups = f'SELECT {key} FROM "Account" WHERE {filled} GROUP BY {parts} HAVING count(*) > 1'
    return f"{filled} AND {key} IN ({groups})"


def _value(name: str) -> str:
    return f'"{name}"' if name in _NUMBERS else or_null(f'"{name}"')


def _scoped(scope: Filter, fails: str) -> str:
    """Texts of a scope are equal without regard to case, as in SOQL."""
    among = [
        f'lower("{clause.field}") IN ({", ".join(repr(str(value).lower()) for value in clause.values)})'
        for clause in rows_of(scope)
    ]
    return " AND ".join([*among, f"({fails})"])
