"""The small words that rule files are written in: “95%”, “90 days”, and which records are meant."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import re2
from pydantic import BeforeValidator, Field, WithJsonSchema

from sf_audit.snapshot.needs import Clause, Comparison, Filter, Value

_API_NAME = r"^[A-Za-z][A-Za-z0-9_]*$"
#: Business days: four years. A finding that is due later is never due.
_LONGEST = 1000
_PART = r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_.]*)?$"


def share(value: object) -> float:
    """“95%” as 0.95."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", value) if isinstance(value, str) else None
    if match is None or Decimal(match[1]) > 100:
        raise ValueError("write a share as 0% to 100%, for example 95%")
    return float(Decimal(match[1]) / 100)


def business_days(value: object) -> int:
    """A whole number of days until something is due."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LONGEST:
        raise ValueError(f"write a number of business days, 0 to {_LONGEST}")
    return value


def words(value: object) -> object:
    """A text that says something."""
    if isinstance(value, str) and not value.strip():
        raise ValueError("is empty")
    return value


def as_written(share: float) -> Decimal:
    """A share as people wrote it, for counting: 0.55 of 100 are 55, not 55.000000000000007."""
    return Decimal(str(share))


def days(value: object) -> int:
    """“90 days” as 90."""
    match = re.fullmatch(r"(\d{1,5}) days?", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("write a time as whole days, for example 90 days")
    return int(match[1])


def api_name(value: object) -> str:
    """The API name of an object or a field."""
    if not isinstance(value, str) or re.fullmatch(_API_NAME, value) is None:
        raise ValueError("write the API name, for example Account or Loss_Reason__c")
    return value


def part(value: object) -> str:
    """An object, or one of its fields."""
    if not isinstance(value, str) or re.fullmatch(_PART, value) is None:
        raise ValueError("write an object or a field of it, for example Account or Account.Industry")
    return value


def pattern(value: object) -> str:
    """A regular expression in RE2 syntax, which cannot hang a run."""
    if not isinstance(value, str) or not value:
        raise ValueError("write a regular expression")
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(value, options)
    except re2.error as problem:
        (why,) = problem.args
        said = why.decode(errors="replace") if isinstance(why, bytes) else why
        raise ValueError(f"not a regular expression in RE2 syntax (no look-around): {said}") from None
    return value


def when(value: object) -> Filter:
    """Which records are meant: fields with a value, a list of values, or one comparison."""
    if isinstance(value, frozenset):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("write fields and their values, for example IsClosed: false")  # noqa: TRY004 (pydantic)
    return frozenset(clause for name, said in value.items() for clause in _clauses(api_name(name), said))


_COMPARISONS = {
    "not": Comparison.NOT_IN,
    "at_least": Comparison.AT_LEAST,
    "at_most": Comparison.AT_MOST,
    "older_than": Comparison.OLDER_THAN_DAYS,
    "newer_than": Comparison.NEWER_THAN_DAYS,
}


def _clauses(name: str, said: Any) -> list[Clause]:
    if not isinstance(said, Mapping):
        return [Clause(name, Comparison.IN, _values(said))]
    if not said:
        raise ValueError(f"{name}: write a value or a comparison, for example {{is: filled}}")
    return [_comparison(name, str(word), operand) for word, operand in said.items()]


def _comparison(name: str, word: str, operand: Any) -> Clause:
    if word == "is" and operand in ("filled", "empty"):
        return Clause(name, Comparison(operand))
    comparison = _COMPARISONS.get(word)
    if comparison is None:
        raise ValueError(f"{name}: “{word}” is none of is, {', '.join(_COMPARISONS)}")
    if comparison in {Comparison.OLDER_THAN_DAYS, Comparison.NEWER_THAN_DAYS}:
        return Clause(name, comparison, (days(operand),))
    if comparison in {Comparison.AT_LEAST, Comparison.AT_MOST} and isinstance(operand, bool | list | tuple):
        raise ValueError(f"{name}: {word} takes one number or one date")
    return Clause(name, comparison, _values(operand))


def _values(said: Any) -> tuple[Value, ...]:
    values = [_dated(one) for one in (said if isinstance(said, list | tuple) else [said])]
    if not values or not all(_is_value(value) for value in values):
        raise ValueError("write one value, or a list of values; for empty fields write {is: empty}")
    plain = (_plain(value) for value in values)
    return tuple(sorted(set(plain), key=lambda one: (type(one).__name__, one)))


def _dated(value: Any) -> Any:
    """YAML reads 2026-01-31 as a date; clauses keep it as text."""
    return value.isoformat() if isinstance(value, date) else value


def _is_value(value: Any) -> bool:
    """No query can say “not a number”, and an empty text means an empty field in SOQL and nothing in SQL."""
    match value:
        case str():
            return bool(value.strip())
        case float():
            return math.isfinite(value)
    return isinstance(value, int)


def _plain(value: Value) -> Value:
    """YAML's own number and text classes as Python's."""
    if isinstance(value, bool):
        return value
    return next(kind(value) for kind in (str, int, float) if isinstance(value, kind))


Share = Annotated[
    float, BeforeValidator(share), WithJsonSchema({"type": "string", "pattern": r"^\d{1,3}(\.\d+)?\s*%$"})
]
Days = Annotated[int, BeforeValidator(days), WithJsonSchema({"type": "string", "pattern": r"^\d{1,5} days?$"})]
BusinessDays = Annotated[int, BeforeValidator(business_days)]
Words = Annotated[str, BeforeValidator(words)]
ApiName = Annotated[str, BeforeValidator(api_name), WithJsonSchema({"type": "string", "pattern": _API_NAME})]
Part = Annotated[str, BeforeValidator(part), WithJsonSchema({"type": "string", "pattern": _PART})]
Pattern = Annotated[str, BeforeValidator(pattern), WithJsonSchema({"type": "string", "format": "regex"})]
#: With Annotated, a list that must not be empty: an empty one would be kept by every org.
AtLeastOne = Field(min_length=1)
Number = Annotated[float, Field(allow_inf_nan=False)]
When = Annotated[Filter, BeforeValidator(when), WithJsonSchema({"type": "object"})]
