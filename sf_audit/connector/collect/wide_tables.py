"""A table with more columns than one address holds: read in parts, joined on the key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa

from sf_audit.connector.api.read_report import Reading, Sink
from sf_audit.connector.api.soql import Query
from sf_audit.model.counts import count


def read_in_parts(queries: Sequence[Query], sink: Sink, read: Callable[[Query, Sink], Reading]) -> Reading:
    """Read each part whole, then hand over one page. A record that is missing in a part spoils the table."""
    whole = Reading()
    joined: pa.Table | None = None
    for part in queries:
        kept = _Kept()
        reading = read(part, kept)
        whole.queries += reading.queries
        for message in reading.notes:
            whole.note(message)
        if reading.wrong:
            whole.mark_incomplete(reading.wrong)
        table = pa.concat_tables(kept.tables)
        joined = table if joined is None else _joined(joined, table, part.columns[0], whole)
    if joined is not None:
        sink("00000", joined)
        whole.rows = joined.num_rows
    return whole


class _Kept:
    """A sink that keeps the pages of one part."""

    def __init__(self) -> None:
        self.tables: list[pa.Table] = []

    def __call__(self, _key: str, table: pa.Table, /, **_facts: str | int | None) -> None:
        self.tables.append(table)


def _joined(left: pa.Table, right: pa.Table, key: str, whole: Reading) -> pa.Table:
    both = left.join(right, key, join_type="inner")
    lost = max(left.num_rows, right.num_rows) - both.num_rows
    if lost:
        whole.mark_incomplete(f"{count(lost, 'row')} came in one part of a wide table and not in another")
    return both
