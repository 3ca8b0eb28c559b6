"""Which records a rule means, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sf_audit.snapshot.needs import Clause, Comparison, Filter, Value


def scope_words(table: str, rows: Filter) -> str:
    """`records of Case where IsClosed is false`; `all records of Case` where nothing says which."""
    if not rows:
        return f"all records of {table}"
    return f"records of {table} where " + ", and ".join(_words(clause) for clause in sorted(rows, key=repr))


def _words(clause: Clause) -> str:
    field, values = clause.field, [_value(value) for value in clause.values]
    match clause.comparison:
        case Comparison.IN:
            return f"{field} is {_listed(values, 'or')}"
        case Comparison.NOT_IN:
            return f"{field} is {'neither ' if len(values) > 1 else 'not '}{_listed(values, 'nor')}"
        case Comparison.FILLED | Comparison.EMPTY:
            return f"{field} is {clause.comparison}"
        case Comparison.AT_LEAST | Comparison.AT_MOST:
            return f"{field} is {clause.comparison.replace('_', ' ')} {values[0]}"
        case Comparison.OLDER_THAN_DAYS:
            return f"{field} is more than {_days(values[0])} ago"
        case Comparison.NEWER_THAN_DAYS:
            return f"{field} is less than {_days(values[0])} ago"


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
