"""What a rule will look at, before anything is read: the plan is derived from this.

A Need names a table and columns, and which rows. Tables are Salesforce objects by API name,
or one of the tables that describe the org itself:

    describe_fields            object, field, label, type, custom, nillable, calculated, permissionable,
                               updateable, compound, restricted_picklist, reference_to, length, html,
                               name_field, key_prefixes, relationship, unique, formula
    describe_picklist_values   object, field, value, label, active
    describe_record_types      object, id, name, label
    record_type_values         object, record_type, field, value
    org_limits                 name, maximum, remaining
    fill_counts                object, field, filled, total, record_count     (COUNT(field), by the server)
    recent_fill_counts         object, field, filled, total, record_count     (the same of records of the last year)
    guest_shares               object, recipient, row_cause, shares           (COUNT(Id) of shares, by the server)
    validation_formulas        object, id, name, formula                      (one row of ValidationRule at a time)
    layout_fields              object, id, name, field, behavior              (one row of Layout at a time)
    page_fields                object, id, name, field, behavior              (one row of FlexiPage at a time)
    flow_words                 id, name, words, calls                         (one active flow at a time)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from sf_audit.salesforce.features import FEATURE_FIELDS

Value: TypeAlias = str | int | float | bool


class Source(StrEnum):
    """How a table is read."""

    DATA = "data"
    TOOLING = "tooling"
    DESCRIBE = "describe"
    LIMITS = "limits"
    COUNTS = "counts"
    RECORD_TYPES = "record types"
    METADATA = "metadata"


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
    IN_PERIOD = "in_period"

    @property
    def word(self) -> str:
        """As people write it in a rule."""
        words = {"older_than_days": "older_than", "newer_than_days": "newer_than", "in_period": "in"}
        return words.get(self.value, self.value)

    @property
    def holds_for_empty(self) -> bool:
        """Whether an empty field keeps it."""
        return self in {Comparison.EMPTY, Comparison.NOT_IN, Comparison.EXCLUDES}


@dataclass(frozen=True, slots=True, order=True)
class Clause:
    """One condition on a field, for example `IsClosed in (false)`; clauses are joined by AND.

    `OLDER_THAN_DAYS` and `NEWER_THAN_DAYS` have one whole number: days before the day of the
    snapshot, in the org's time zone; IN_PERIOD has one period, see `snapshot.periods`. Clauses other than EMPTY and
    NOT_IN never hold for an empty field; NOT_IN and EXCLUDES do. INCLUDES and EXCLUDES are IN and NOT_IN of a
    multi-select picklist: each value that was chosen counts, and a value with `;` stands for several that were chosen
    together.
    """

    field: str
    comparison: Comparison
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class OfParent:
    """A clause on the record that a lookup names: `Account.Type in (Customer)`, as SOQL writes it.

    `clause` is about a field of `table`, whose Id stands in the field `lookup`; an empty `table` is not known yet.
    Where the lookup is empty, the parent's field counts as empty.
    """

    written: str
    lookup: str
    table: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class ParentField:
    """A field of the record that a lookup names: `Contact.AccountId`. `table` and `lookup` are as those of OfParent."""

    written: str
    lookup: str
    table: str
    field: str


#: A field of a record, or of one of its parents.
Column: TypeAlias = str | ParentField


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the filters holds. `at` is where they stand below the filter that this is part of."""

    filters: tuple[Filter, ...]
    at: tuple[str | int, ...] = field(default=("any",), compare=False)


Condition: TypeAlias = Clause | OfParent | AnyOf

#: Which records are meant: those that keep every condition.
Filter: TypeAlias = frozenset[Condition]

#: The part of a filter that an org can be asked for: the rows that are read.
Rows: TypeAlias = frozenset[Clause]

ALL_ROWS: Rows = frozenset()

#: In `Need.of`, stands for every custom object that the auditor can see.
CUSTOM_OBJECTS = "__c"


#: The table of how many records have a field filled.
FILL_COUNTS = "fill_counts"

#: The same of the records that were created in so many days.
RECENT_FILL_COUNTS = "recent_fill_counts"
RECENT_DAYS = 365

#: The table of what is shared with guest users. An object without such shares has a row of zero, and one without any
#: shares of its own a row in which `shares` is empty; no row is there where the org had no active guest user.
GUEST_SHARES = "guest_shares"


#: The table of what each picklist offers to records of each type. A picklist that offers nothing has a row without a
#: value; a record type that the org said nothing of has no row.
RECORD_TYPE_VALUES = "record_type_values"


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
    rows: Rows = ALL_ROWS
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


def rows_of(conditions: Filter) -> Rows:
    """The clauses that an org can be asked for; the other conditions are looked at afterwards."""
    return frozenset(condition for condition in conditions if isinstance(condition, Clause))


def leaves(conditions: Filter) -> Iterator[Clause | OfParent]:
    """The conditions on single fields, those within any of several too."""
    for condition in conditions:
        if isinstance(condition, AnyOf):
            for some in condition.filters:
                yield from leaves(some)
        else:
            yield condition


def fields_of(conditions: Filter) -> frozenset[str]:
    """The fields of the records themselves that a filter looks at, the lookups to parents included."""
    return frozenset(leaf.lookup if isinstance(leaf, OfParent) else leaf.field for leaf in leaves(conditions))


def named_in(conditions: Filter) -> frozenset[str]:
    """The fields that a filter names, as people write them: those of parents with a dot."""
    return frozenset(leaf.written if isinstance(leaf, OfParent) else leaf.field for leaf in leaves(conditions))


def parents_of(conditions: Filter) -> tuple[Need, ...]:
    """What a filter looks at on the records that lookups name."""
    found: list[Need] = []
    for leaf in leaves(conditions):
        if isinstance(leaf, OfParent) and leaf.table:
            clause = leaf.clause
            # Those that do not keep a clause that an empty field keeps have to be seen too: see OfParent.
            rows = ALL_ROWS if clause.comparison.holds_for_empty else frozenset({clause})
            found += reading(leaf.table, {"Id", clause.field} - FEATURE_FIELDS, rows, {clause.field})
    return merge(found)


def own_field(column: Column) -> str:
    """The field of the record itself that has to be read to see the column."""
    return column if isinstance(column, str) else column.lookup


def parents_read(columns: Iterable[Column]) -> tuple[Need, ...]:
    """What to read of the parents whose fields these are."""
    parents = (column for column in columns if isinstance(column, ParentField) and column.table)
    return merge(Need(parent.table, frozenset({"Id", parent.field})) for parent in parents)


def reading(table: str, columns: Iterable[str], conditions: Filter, optional: Iterable[str] = ()) -> tuple[Need, ...]:
    """What to read to see columns of the records that keep a filter: the table itself first, then those of parents.

    A field that only a feature brings is read where the org has it.
    """
    rows = frozenset(clause for clause in rows_of(conditions) if clause.field not in FEATURE_FIELDS)
    features = (fields_of(conditions) & FEATURE_FIELDS) - frozenset(columns)
    judged = (frozenset(columns) | fields_of(conditions - rows)) - features
    return Need(table, judged, rows, (frozenset(optional) | features) - judged), *parents_of(conditions)


def need(table: str, columns: str, *, optional: str = "", rows: Rows = ALL_ROWS, required: bool = True) -> Need:
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
