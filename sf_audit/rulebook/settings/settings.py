"""The small words that rule files are written in: “95%”, “90 days”."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

import re2
from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from sf_audit.model.counts import count
from sf_audit.rulebook.files.written_values import WrongValue, refuse_misread_number, refuse_separators, refuse_unit
from sf_audit.rulebook.settings.api_names import API_NAME, amount_name, object_alone

#: Business days: four years. A finding that is due later is never due.
_LONGEST = 1000
#: A hundred years. What is older or newer than that is every record, or none.
_MOST_DAYS = 36_500
#: By unit, how many days people mean; without one, days.
_DAYS_OF = {"": 1, "d": 1, "day": 1, "w": 7, "week": 7, "month": 30, "y": 365, "year": 365}
#: What can be counted in an org: more records than any has.
_MOST = 10**12
_PART = r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_.]*)?$"


def share(value: object) -> float:
    """“95%” as 0.95."""
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", value) if isinstance(value, str) else None
    if match is None and isinstance(value, str):
        refuse_separators(value, "%")
    if match is None or Decimal(match[1]) > 100:
        raise ValueError(f"write a share as 0% to 100%, for example {_meant_share(value)}")
    return float(Decimal(match[1]) / 100)


def _meant_share(value: object) -> str:
    """The share that a number without its sign means, where that is clear."""
    written = isinstance(value, int | float) and not isinstance(value, bool) and 1 < value <= 100
    return f"{value}%" if written else "95%"


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


def percent(share: float) -> str:
    """A share as people write it."""
    return f"{(as_written(share) * 100).normalize():f}%"


def days(value: object) -> int:
    """“90 days” as 90."""
    match = re.fullmatch(r"(\d{1,20}) days?", value) if isinstance(value, str) else None
    if match is None and isinstance(value, str):
        refuse_separators(value, " days")
    if match is None:
        raise ValueError(f"write a time as whole days, for example {_meant_days(value)}")
    if int(match[1]) > _MOST_DAYS:
        raise ValueError(f"“{value}” are more than a hundred years: write at most {_MOST_DAYS} days")
    return int(match[1])


def _meant_days(value: object) -> str:
    """The time in days, where it can be known; otherwise an example."""
    match = re.fullmatch(r"(\d{1,4}) *([a-z]*)", str(value).strip().lower())
    number = int(match[1]) * _DAYS_OF.get(match[2].removesuffix("s"), 0) if match else 0
    return count(number, "day") if 0 < number <= _MOST_DAYS else "90 days"


def days_of_each(value: object) -> int | dict[str, int]:
    """A time for all, or one for each value of a field: `{Prospecting: 30 days}`."""
    if not isinstance(value, Mapping):
        return days(value)
    if not value:
        raise ValueError("write a time as whole days, for example 90 days, or one for each value")
    found: dict[str, int] = {}
    for name, written in value.items():
        try:
            found[str(name)] = days(written)
        except ValueError as problem:
            raise WrongValue((str(name),), str(problem)) from None
    return found


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
        message = why.decode(errors="replace") if isinstance(why, bytes) else why
        raise ValueError(f"not a regular expression in RE2 syntax (no look-around): {message}") from None
    return value


def number(value: object) -> object:
    """A number that is written as one: text such as “1.000” means 1 to one reader and 1000 to another."""
    if isinstance(value, str):
        refuse_separators(value)
        refuse_unit(value)
    if isinstance(value, str | bool):
        raise ValueError("write a number without quotes and without thousands separators, for example 1000")  # noqa: TRY004
    refuse_misread_number(value)
    return value


def number_of(value: object, least: int = 0) -> object:
    """A whole number that counts something. ValueError for one below the least, or above what any org holds."""
    found = number(value)
    if isinstance(found, int) and not least <= found <= _MOST:
        raise ValueError(f"write a whole number, {least} to {_MOST}")
    return found


def _one_or_more(value: object) -> object:
    return number_of(value, least=1)


Share = Annotated[
    float, BeforeValidator(share), WithJsonSchema({"type": "string", "pattern": r"^\d{1,3}(\.\d+)?\s*%$"})
]
Days = Annotated[int, BeforeValidator(days), WithJsonSchema({"type": "string", "pattern": r"^\d{1,5} days?$"})]
DaysOfEach = Annotated[
    int | dict[str, int],
    PlainValidator(days_of_each),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": r"^\d{1,5} days?$"},
                {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": {"type": "string", "pattern": r"^\d{1,5} days?$"},
                },
            ]
        }
    ),
]
BusinessDays = Annotated[int, BeforeValidator(business_days)]
Words = Annotated[str, BeforeValidator(words)]
ObjectAlone = Annotated[str, BeforeValidator(object_alone), WithJsonSchema({"type": "string", "pattern": API_NAME})]
AmountField = Annotated[str, BeforeValidator(amount_name), WithJsonSchema({"type": "string", "pattern": API_NAME})]
Part = Annotated[str, BeforeValidator(part), WithJsonSchema({"type": "string", "pattern": _PART})]
Pattern = Annotated[str, BeforeValidator(pattern), WithJsonSchema({"type": "string", "format": "regex"})]
#: With Annotated, a list that must not be empty: an empty one would be kept by every org.
AtLeastOne = Field(min_length=1)
Number = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(number)]
Count = Annotated[int, Field(ge=0, le=_MOST), BeforeValidator(number_of)]
OneOrMore = Annotated[int, Field(ge=1, le=_MOST), BeforeValidator(_one_or_more)]
