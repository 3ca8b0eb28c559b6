"""What a record check asks for, in plain data: no import of great_expectations here (3 s).

`suite.py` turns a Standard into core expectations of Great Expectations, `measure.py` runs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from sf_audit.snapshot.needs import ALL_ROWS, Filter, Value


@dataclass(frozen=True, slots=True)
class Filled:
    """The field holds something: not null, and not white space alone."""

    field: str


@dataclass(frozen=True, slots=True)
class Matches:
    """Where filled, the field matches the RE2 pattern (or, when `forbidden`, does not)."""

    field: str
    pattern: str
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """Where filled, the field has one of the values (or, when `forbidden`, none of them).

    With `several`, the field is a multi-select picklist: each of its values is tested.
    """

    field: str
    values: frozenset[Value]
    forbidden: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """Where filled, a number is between the bounds, both included; None is no bound."""

    field: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class LengthBetween:
    """Where filled, the text has this many characters."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class DaysFromToday:
    """Where filled, a date or datetime lies between these days from the day of the snapshot.

    `low=0` means today or later; `low=-90` means at most 90 days ago. Datetimes are compared by
    their day in the org's time zone.
    """

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class InOrder:
    """Where both are filled, `first` is not after `then`."""

    first: str
    then: str


@dataclass(frozen=True, slots=True)
class Unique:
    """Where all the fields are filled, no other record has the same; all of a group break it.

    `folded` compares without regard to case and outer white space.
    """

    fields: tuple[str, ...]
    folded: bool = True


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Where filled, the value is the `key` of a row of `table` that keeps all clauses of `where`.

    When `forbidden`, it is not: an owner who is not among the inactive users, for example, because an
    owner that is no user at all (a queue) is not a breach.
    """

    field: str
    table: str
    where: Filter = ALL_ROWS
    key: str = "Id"
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class ValidEmail:
    """Where filled, the text is an e-mail address by RFC 5321/5322 syntax; no DNS is asked."""

    field: str


@dataclass(frozen=True, slots=True)
class ValidPhone:
    """Where filled, the text is a possible telephone number; `region` is used without a +."""

    field: str
    region: str = "US"


Ask: TypeAlias = (
    Filled
    | Matches
    | OneOf
    | Between
    | LengthBetween
    | DaysFromToday
    | InOrder
    | Unique
    | RefersTo
    | ValidEmail
    | ValidPhone
)


@dataclass(frozen=True, slots=True)
class Standard:
    """One ask of the records of one object that are in scope.

    `because` is said of each failing record: a constant sentence with API names only.
    """

    object: str
    ask: Ask
    because: str
    scope: Filter = ALL_ROWS


@dataclass(frozen=True, slots=True)
class Measured:
    """The answer for one Standard.

    `in_scope` counts the records in scope; `checked` those of them that the ask says something
    of (for most asks, where the field is filled); `failing` is Parquet with the columns `standard`,
    `id`, `record_owner_id`, shared by all standards of one scan, or None when nothing fails.
    """

    in_scope: int
    checked: int
    broken: int
    failing: Path | None
