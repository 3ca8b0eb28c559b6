"""Which records a rule means, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sf_audit.snapshot.needs import AnyOf, Clause, Comparison, Condition, Filter, OfParent, Value

#: The verb, and whether one of the values is meant or none.
_AMONG = {
    Comparison.IN: ("is", True),
    Comparison.NOT_IN: ("is", False),
    Comparison.INCLUDES: ("includes", True),
    Comparison.EXCLUDES: ("includes", False),
}
_AGES = {Comparison.OLDER_THAN_DAYS: "more", Comparison.NEWER_THAN_DAYS: "less"}


def scope_words(table: str, rows: Filter) -> str:
    """`records of Case where IsClosed is false`; `all records of Case` where nothing says which."""
    if not rows:
        return f"all records of {table}"
    return f"records of {table} where {_all(rows)}"


def _all(conditions: Filter) -> str:
    return ", and ".join(_words(condition) for condition in sorted(conditions, key=repr))


def _words(condition: Condition) -> str:
    match condition:
        case AnyOf():
            return "either " + ", or ".join(_all(some) for some in condition.filters)
        case OfParent():
            return f"{condition.written} {_clause(condition.clause)}"
        case Clause():
            return f"{condition.field} {_clause(condition)}"


def _clause(clause: Clause) -> str:
    return _says(clause, [_value(value) for value in clause.values])


def _says(clause: Clause, values: Sequence[str]) -> str:
    comparison = clause.comparison
    if comparison in _AMONG:
        verb, inside = _AMONG[comparison]
        some = "" if inside else "neither " if len(values) > 1 else "not "
        return f"{verb} {some}{_listed(values, 'or' if inside else 'nor')}"
    if comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        return f"is {comparison.replace('_', ' ')} {values[0]}"
    if comparison in _AGES:
        return f"is {_AGES[comparison]} than {_days(values[0])} ago"
    if comparison is Comparison.IN_PERIOD:
        return f"is in {clause.values[0]}"
    return f"is {comparison}"


def _days(number: str) -> str:
    return f"{number} {'day' if number == '1' else 'days'}"


def _value(value: Value) -> str:
    if isinstance(value, str):
        return f"“{value}”"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _listed(values: Sequence[str], joint: str) -> str:
    if not values:
        return "nothing"
    *others, last = values
    return f"{', '.join(others)} {joint} {last}" if others else last
