"""The records of another object that a check looks at beside those that it judges."""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.snapshot.needs import Column, Filter, named_in, parents_of, parents_read
from sf_audit.snapshot.tables import Snapshot


def insist_on_every_row(snapshot: Snapshot, table: str) -> None:
    """Raise NotReadable where sharing hides records of a table, any of which could acquit a record."""
    if snapshot.tables[table].rows_hidden:
        says = f"only those rows of {table} that are shared with the auditor user were read"
        raise NotReadable(Unread(Reason.ROWS_HIDDEN, says, shows_every_record(table)))


def insist_on_parents(snapshot: Snapshot, conditions: Filter, columns: Iterable[Column] = ()) -> None:
    """The same for the records that lookups name: one that is hidden could be the one that is meant, or that is not."""
    for parent in (*parents_of(conditions), *parents_read(columns)):
        insist_on_every_row(snapshot, parent.table)


def condition_on(rows: Filter) -> str:
    """Which fields clauses are about, in words: `conditions on AccountId, IsClosed and Status`."""
    fields = sorted(named_in(rows))
    *others, last = fields
    return f"conditions on {', '.join(others)} and {last}" if others else f"condition on {last}"
