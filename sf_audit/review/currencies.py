"""Whether it is known in which currency amounts are: those of several currencies do not add up.

Records have CurrencyIsoCode only where the org works with several currencies ("Manage Multiple Currencies").
"""

from __future__ import annotations

from sf_audit.model.review import Reason, Unread
from sf_audit.salesforce.features import CURRENCY
from sf_audit.snapshot.tables import Snapshot

_FIELDS = "describe_fields"


def unread_currency(snapshot: Snapshot, table: str) -> Unread | None:
    """Why nobody can sum amounts of the records of an object: each has a currency, and it was not read."""
    if snapshot.has(table, CURRENCY) or not _has_currencies(snapshot, table):
        return None
    return Unread(
        Reason.INCOMPLETE, f"{table}.{CURRENCY} was not read, and amounts of several currencies do not add up"
    )


def _has_currencies(snapshot: Snapshot, table: str) -> bool:
    """Whether the org describes the field; a snapshot without descriptions does not say."""
    if not snapshot.has(_FIELDS, "object", "field"):
        return False
    return bool(snapshot.rows(f'SELECT 1 FROM "{_FIELDS}" WHERE "object" = ? AND "field" = ?', [table, CURRENCY]))
