"""What the org counts before and after a table is read, so that a snapshot can be held against it."""

from __future__ import annotations

from collections.abc import Sequence

from sf_audit.connector.api.read_report import Reading
from sf_audit.connector.api.resources import count
from sf_audit.connector.api.soql import text
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.model.counts import count as in_words
from sf_audit.salesforce.query_rules import EACH_PARENT, NOT_COUNTED
from sf_audit.snapshot.needs import Source

#: Names in one query, so that its address stays short.
_PARENTS = 50


def counted(client: Client, table: PlannedTable, reading: Reading) -> int | None:
    """The org's own count of the rows of a table; None, with a note, where it does not count them."""
    if table.query is None or not table.countable:
        return None
    try:
        return count(client, table.query.count(), tooling=table.need.source is Source.TOOLING)
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        reading.note(f"the number of rows is unverified: COUNT() was refused ({refusal.code})")
        return None


def counted_of_parents(client: Client, table: PlannedTable, names: Sequence[str], reading: Reading) -> int | None:
    """The same for a table that is asked about one parent at a time: together, some parents in each query."""
    if table.query is None or table.need.table in NOT_COUNTED:
        return None
    parent = EACH_PARENT[table.need.table]
    total = 0
    for start in range(0, len(names), _PARENTS):
        listed = ",".join(text(name) for name in names[start : start + _PARENTS])
        try:
            total += count(client, table.query.narrowed(f"{parent} IN ({listed})").count())
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            reading.note(f"the number of rows is unverified: COUNT() was refused ({refusal.code})")
            return None
    return total


def drift(before: int | None, after: int | None) -> str | None:
    """What a live org did meanwhile, for the record."""
    if before is None or after is None or before == after:
        return None
    return f"the org counted {in_words(before, 'row')} before and {after:,} after"
