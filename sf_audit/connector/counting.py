"""What the org counts before and after a table is read, so that a snapshot can be held against it."""

from __future__ import annotations

from sf_audit.connector.client import Client
from sf_audit.connector.plan import PlannedTable
from sf_audit.connector.questions import count
from sf_audit.connector.reading import Reading
from sf_audit.connector.reasons import ENDS_ALL_READING
from sf_audit.connector.refusals import Refusal
from sf_audit.snapshot.needs import Source


def counted(client: Client, table: PlannedTable, reading: Reading) -> int | None:
    """The org's own count of the rows of a table; None, with a note, where it does not count them."""
    if table.query is None or not table.countable:
        return None
    try:
        return count(client, table.query.count(), tooling=table.need.source is Source.TOOLING)
    except Refusal as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        reading.note(f"the number of rows is unverified: COUNT() was refused ({refusal.code})")
        return None


def drift(before: int | None, after: int | None) -> str | None:
    """What a live org did meanwhile, for the record."""
    if before is None or after is None or before == after:
        return None
    return f"the org counted {before} rows before and {after} after"
