"""The count of an object's records that the org keeps without regard to who asks.

"Record Count" in the "REST API Developer Guide": "This count is approximate, and doesn't include: deleted records in
the recycle bin; archived records". It is refreshed from time to time, and objects can be left out of the answer.
Everything else is in it, whatever sharing, restriction rules or permissions keep from the user, and that makes it a
witness: a query that brings far less was answered in part.
"""

from __future__ import annotations

from sf_audit.salesforce.setup_objects import shown_whole

#: A query that brings fewer than one record in so many that are counted is short of some.
ONE_IN = 2

#: Unless no more than this many are missing: after a load or a deletion the count is some time behind.
MORE_THAN = 1000

#: Where no record came at all, this many are enough: an object that is used is rarely emptied.
MORE_THAN_OF_NONE = 100

#: Metadata types, external and big objects, and articles have no records of their own, or others than a query brings.
_NOT_RECORDS = ("__mdt", "__x", "__b", "__kav", "__e", "__ka")


def is_witnessed(name: str) -> bool:
    """Whether the count speaks of what a query of all records brings.

    What describes the org itself has rows that no query shows (the groups behind roles and sharing rules, for example).
    """
    return not shown_whole(name) and not name.lower().endswith(_NOT_RECORDS)


def is_short(rows: int, counted: int) -> bool:
    """Whether so few rows of so many counted records cannot be an old count."""
    missing = counted - rows
    return missing > (MORE_THAN if rows else MORE_THAN_OF_NONE) and rows * ONE_IN < counted
