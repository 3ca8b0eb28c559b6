"""Which records are meant in an org that lacks a feature: none of them belongs to it.

A rule for many orgs may say `IsPersonAccount: false`. Where person accounts are off, no object has the field.
"""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.salesforce.features import FEATURE_FIELDS
from sf_audit.snapshot.needs import ALL_ROWS, AnyOf, Clause, Comparison, Condition, Filter, OfParent
from sf_audit.snapshot.tables import Snapshot

_NO_RECORD: Filter = frozenset((Clause("Id", Comparison.EMPTY),))


def in_this_org(conditions: Filter, table: str, snapshot: Snapshot) -> Filter:
    """The same filter of records of a table, without conditions on features that the org lacks."""
    kept = [_in_this_org(condition, table, snapshot) for condition in sorted(conditions, key=repr)]
    return _NO_RECORD if _NO_RECORD in kept else frozenset(condition for some in kept for condition in some)


def _in_this_org(condition: Condition, table: str, snapshot: Snapshot) -> Filter:
    match condition:
        case Clause():
            return _of_feature(condition, condition, table, snapshot)
        case OfParent():
            # An empty table has a mistake, which is told before this is asked.
            return _of_feature(condition, condition.clause, condition.table, snapshot)
        case AnyOf():
            return _some(condition, [in_this_org(some, table, snapshot) for some in condition.filters])


def _of_feature(condition: Condition, clause: Clause, table: str, snapshot: Snapshot) -> Filter:
    if clause.field not in FEATURE_FIELDS or snapshot.has(table, clause.field):
        return frozenset((condition,))
    return ALL_ROWS if _holds_without(clause) else _NO_RECORD


def _some(condition: AnyOf, filters: Iterable[Filter]) -> Filter:
    left = tuple(some for some in filters if some != _NO_RECORD)
    if ALL_ROWS in left:
        return ALL_ROWS
    return frozenset((AnyOf(left, condition.at),)) if left else _NO_RECORD


def _holds_without(feature: Clause) -> bool:
    """Whether a record that does not belong to the feature is meant."""
    match feature.comparison:
        case Comparison.IN:
            return False in feature.values
        case Comparison.NOT_IN:
            return False not in feature.values
    return feature.comparison is Comparison.FILLED
