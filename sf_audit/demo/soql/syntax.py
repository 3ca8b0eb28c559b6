"""A query as it was written: what the grammar found, before anybody looked at the org.

Every name remembers `at`, its offset in the text, because the platform's refusals point at it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum


@dataclass(frozen=True, slots=True)
class Path:
    """A field, dotted through its relationships: ('Owner', 'Name')."""

    parts: tuple[str, ...]
    at: int = 0

    def __str__(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of a field or of another function: COUNT(Id), DAY_ONLY(convertTimezone(CreatedDate))."""

    name: str
    argument: Path | Call | None
    at: int = 0


Expression = Path | Call


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted string; `pattern` is its form for LIKE, where only unescaped % and _ stand for others."""

    value: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class DateWord:
    """A relative date: TODAY, LAST_N_DAYS:30 (`count` is 30)."""

    word: str
    count: int | None = None
    at: int = 0


Literal = Text | Decimal | bool | date | datetime | DateWord | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`operator` is upper case: =, !=, <, <=, >, >=, LIKE."""

    left: Expression
    operator: str
    right: Literal
    at: int = 0


@dataclass(frozen=True, slots=True)
class Membership:
    """IN, NOT IN, INCLUDES, EXCLUDES with a list."""

    left: Expression
    operator: str
    values: tuple[Literal, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class SemiJoin:
    """IN or NOT IN with a subquery."""

    left: Expression
    operator: str
    query: Query
    at: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions joined by one word, AND or OR; the platform does not mix them without parentheses."""

    word: str
    conditions: tuple[Condition, ...]


Condition = Comparison | Membership | SemiJoin | Not | Junction


@dataclass(frozen=True, slots=True)
class Selected:
    """A field or function in SELECT, with its alias."""

    expression: Expression
    alias: str = ""


@dataclass(frozen=True, slots=True)
class FieldsOf:
    """FIELDS(ALL), FIELDS(CUSTOM), FIELDS(STANDARD)."""

    which: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class When:
    """One branch of TYPEOF."""

    object: str
    paths: tuple[Path, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class TypeOf:
    """Fields that depend on which object a reference names; `otherwise` is its ELSE."""

    relationship: Path
    branches: tuple[When, ...]
    otherwise: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Children:
    """A subquery in SELECT: FROM names the child relationship."""

    query: Query
    at: int = 0


Item = Selected | FieldsOf | TypeOf | Children


class Grouping(Enum):
    """How GROUP BY puts rows together."""

    PLAIN = ""
    ROLLUP = "ROLLUP"
    CUBE = "CUBE"


@dataclass(frozen=True, slots=True)
class Order:
    """One term of ORDER BY. Without NULLS, the platform puts empty first, whichever the direction."""

    expression: Expression
    descending: bool = False
    nulls_last: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """FROM: the object, its alias, and aliases for relationships of it."""

    name: str
    alias: str = ""
    at: int = 0
    aliases: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A whole query. What is only accepted and changes nothing here (FOR VIEW, WITH, SCOPE) is in `notes`."""

    items: tuple[Item, ...]
    source: Source
    where: Condition | None = None
    group_by: tuple[Expression, ...] = ()
    grouping: Grouping = Grouping.PLAIN
    having: Condition | None = None
    order_by: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int | None = None
    scope: str = ""
    notes: frozenset[str] = field(default_factory=frozenset)
