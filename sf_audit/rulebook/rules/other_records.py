"""The records of another object that a check looks at beside those that it judges."""

from __future__ import annotations

from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.salesforce.features import FEATURE_FIELDS
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.snapshot.needs import Clause, Comparison, Filter, Need
from sf_audit.snapshot.tables import Snapshot

_NO_RECORD: Filter = frozenset((Clause("Id", Comparison.EMPTY),))


def need_of(table: str, columns: frozenset[str], rows: Filter) -> Need:
    """The need of these columns of the rows. Fields that say what belongs to a feature are read where the org has them,
    and filter nothing at the org: one without the feature does not know them.
    """
    features = frozenset(clause for clause in rows if clause.field in FEATURE_FIELDS)
    optional = frozenset(feature.field for feature in features) - columns
    return Need(table, columns, rows - features, optional)


def scope_in(snapshot: Snapshot, table: str, rows: Filter) -> Filter:
    """The clauses, for this org: where it lacks a feature, no record belongs to that."""
    lacking = {clause for clause in rows if clause.field in FEATURE_FIELDS and not snapshot.has(table, clause.field)}
    return rows - lacking if all(map(_holds_without, lacking)) else _NO_RECORD


def insist_on_every_row(snapshot: Snapshot, table: str) -> None:
    """Raise NotReadable where sharing hides records of a table, any of which could acquit a record."""
    if snapshot.tables[table].rows_hidden:
        says = f"only those rows of {table} that are shared with the auditor user were read"
        raise NotReadable(Unread(Reason.ROWS_HIDDEN, says, shows_every_record(table)))


def condition_on(rows: Filter) -> str:
    """Which fields clauses are about, in words: `conditions on AccountId, IsClosed and Status`."""
    fields = sorted({clause.field for clause in rows})
    *others, last = fields
    return f"conditions on {', '.join(others)} and {last}" if others else f"condition on {last}"


def _holds_without(feature: Clause) -> bool:
    """Whether a record that does not belong to the feature is meant."""
    match feature.comparison:
        case Comparison.IN:
            return False in feature.values
        case Comparison.NOT_IN:
            return False not in feature.values
    return feature.comparison is Comparison.FILLED
