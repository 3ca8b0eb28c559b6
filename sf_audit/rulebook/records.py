"""What every check of records needs to see: the id, the record owner, and the columns it judges."""

from __future__ import annotations

from sf_audit.snapshot.needs import ALL_ROWS, Filter, Need


def records(object_name: str, rows: Filter = ALL_ROWS, *columns: str) -> Need:
    """Records of one object. The record owner and a name to show are read where there are."""
    needed = frozenset(("Id", *columns))
    return Need(object_name, needed, rows, optional=frozenset(("OwnerId", "Name", "CaseNumber")) - needed)
