"""What a rule will look at, before anything is read: the plan is derived from this.

A Need names a table and columns, and which rows. Tables are Salesforce objects by API name,
or one of the tables that describe the org itself:

    describe_fields            object, field, label, type, custom, nillable, calculated, permissionable,
                               updateable, compound, restricted_picklist, reference_to, length, html,
                               name_field, key_prefixes
    describe_picklist_values   object, field, value, label, active
    describe_record_types      object, id, name
    org_limits                 name, maximum, remaining
    fill_counts                object, field, filled, total, record_count     (COUNT(field), by the server)
    guest_shares               object, recipient, row_cause, shares           (COUNT(Id) of shares, by the server)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool


class Source(StrEnum):
    """How a table is read."""

    DATA = "data"
    TOOLING = "tooling"
    DESCRIBE = "describe"
    LIMITS = "limits"
    COUNTS = "counts"


class Comparison(StrEnum):
    """What a clause says of a field."""

    IN = "in"
    NOT_IN = "not_in"
    FILLED = "filled"
    EMPTY = "empty"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    OLDER_THAN_DAYS = "older_than_days"
    NEWER_THAN_DAYS = "newer_than_days"
    INCLUDES = "includes"
    EXCLUDES = "excludes"

    @property
    def word(self) -> str:
        """As people write it in a rule."""
        return {"older_than_days": "older_than", "newer_than_days": "newer_than"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True, order=True)
class Clause:
    """One condition on a field, for example `IsClosed in (false)`; clauses are joined by AND.

    `OLDER_THAN_DAYS` and `NEWER_THAN_DAYS` have one whole number: days before the day of the
    snapshot, in the org's time zone. Clauses other than EMPTY and NOT_IN never hold for an
    empty field; NOT_IN and EXCLUDES do. INCLUDES and EXCLUDES are IN and NOT_IN of a multi-select picklist: each value
    that was chosen counts, and a value with `;` stands for several that were chosen together.
    """

    field: str
    comparison: Comparison
    values: tuple[Value, ...] = ()


Filter: TypeAlias = frozenset[Clause]

ALL_ROWS: Filter = frozenset()

#: In `Need.of`, stands for every custom object that the auditor can see.
CUSTOM_OBJECTS = "__c"


#: The table of how many records have a field filled.
FILL_COUNTS = "fill_counts"

#: The table of what is shared with guest users. An object without such shares has a row of zero, and one without any
#: shares of its own a row in which `shares` is empty; no row is there where the org had no active guest user.
GUEST_SHARES = "guest_shares"


def counted_records(name: str) -> str:
    """What stands for the records of an object in FILL_COUNTS, where rows of a table are doubted by its name."""
    return f"{FILL_COUNTS}.{name}"


@dataclass(frozen=True, slots=True)
class Need:
    """Columns and rows of one table.

    `optional` columns are read where this org has them (they belong to a feature or an edition);
    one of them that ends in `*` stands for every column that begins so. A table that is not `required`
    may be missing altogether. `of` names the objects that a table about objects must cover, or the limits that one
    about limits must; with `some_will_do`, those of them that it does cover are judged, and the others make the rule
    not checked unless it is broken anyway.
    With `said_if_unread`, the table only adds to what is known: where it is not whole, the check says so itself.
    """

    table: str
    columns: frozenset[str]
    rows: Filter = ALL_ROWS
    optional: frozenset[str] = frozenset()
    source: Source = Source.DATA
    of: frozenset[str] = frozenset()
    required: bool = True
    some_will_do: bool = False
    said_if_unread: bool = False

    @property
    def every_column(self) -> frozenset[str]:
        """What the query will name, the clauses' fields and the optional ones included."""
        return self.required_columns | self.optional

    @property
    def required_columns(self) -> frozenset[str]:
        """Without one of these nothing is judged: what is looked at, and the clauses' fields."""
        return self.columns | {clause.field for clause in self.rows}


def names_object(need: Need, name: str) -> bool:
    """Whether this is an object that the need names; a name with a dot is that of a field."""
    if name == CUSTOM_OBJECTS or "." in name:
        return False
    return name in need.of or (CUSTOM_OBJECTS in need.of and name.endswith(CUSTOM_OBJECTS))


def need(table: str, columns: str, *, optional: str = "", rows: Filter = ALL_ROWS, required: bool = True) -> Need:
    """A Need of a data object, with its columns as one readable string."""
    return Need(table, frozenset(columns.split()), rows, frozenset(optional.split()), required=required)


def merge(needs: Iterable[Need]) -> tuple[Need, ...]:
    """One Need a table: all columns, and only those clauses that every rule shares."""
    merged: dict[tuple[Source, str], Need] = {}
    for need in needs:
        known = merged.get((need.source, need.table))
        merged[need.source, need.table] = need if known is None else _both(known, need)
    return tuple(merged[key] for key in sorted(merged))


def _both(left: Need, right: Need) -> Need:
    columns = left.columns | right.columns | _filtered(left, right)
    return replace(
        left,
        columns=columns,
        rows=left.rows & right.rows,
        optional=(left.optional | right.optional) - columns,
        of=left.of | right.of,
        required=left.required or right.required,
    )


def _filtered(left: Need, right: Need) -> frozenset[str]:
    """A clause that is not shared is applied after reading, so its field must be read."""
    return frozenset(clause.field for clause in left.rows ^ right.rows)
