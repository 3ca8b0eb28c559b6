"""Lookups that point at no record: asked again before anybody is blamed.

Tables are read one after the other while people work, so a lookup may name a record that was created
after its own table was read. Every missing id is asked for once more; what is found joins its table as
a page of its own, what is not found is confirmed as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from sf_audit.connector.api import soql
from sf_audit.connector.api.query_reader import RestReader
from sf_audit.connector.api.read_report import Reading, Sink
from sf_audit.connector.api.soql import Query
from sf_audit.connector.api.unread_reasons import ENDS_THE_RUN
from sf_audit.connector.collect.wide_tables import read_in_parts
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.model.counts import count
from sf_audit.snapshot.id_sets import IdSet
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.pages import decoded
from sf_audit.snapshot.writer import TableWriter

#: "SOQL and SOSL Limits": 4,000 characters of one WHERE; an id takes 21.
_AT_ONCE = 150

#: More missing records than this are not late arrivals; the target is hidden from the auditor.
MOST = 15_000

#: Keys of pages that hold late arrivals begin so.
LATE = "late"


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A lookup field of a table, and the one table that it points at."""

    table: str
    field: str
    target: str


def references_among(tables: Iterable[PlannedTable]) -> tuple[Reference, ...]:
    """Lookups whose target is read whole in the same run, with its Id; lookups to several objects are left out."""
    data = [table for table in tables if table.need.source is Source.DATA and table.query is not None]
    targets = {table.need.table for table in data if not table.need.rows and table.key == "Id"}
    return tuple(
        sorted(
            Reference(table.need.table, column, field.references[0])
            for table in data
            for column, field in table.fields.items()
            if "." not in column and len(field.references) == 1 and field.references[0] in targets
        )
    )


def confirm_orphans(
    client: Client,
    folder: Path,
    target: PlannedTable,
    writers: Mapping[str, TableWriter],
    references: Sequence[Reference],
    store: Sink,
) -> Reading:
    """Ask again for the ids that lookups name and the target's pages lack; `store` takes what is found.

    `folder` is where the pages are. The Reading's `rows` are late arrivals, its notes say what was confirmed.
    """
    confirmed = Reading()
    missing = _missing(folder, writers, references, target.need.table)
    if not missing or target.query is None:
        return confirmed
    if len(missing) > MOST:
        confirmed.note(f"{len(missing):,} lookups name records that are not visible; too many to ask for again")
        return confirmed
    try:
        for at, some in enumerate(soql.chunks(missing, _AT_ONCE)):
            confirmed.rows += _ask(client, target.query.narrowed(soql.one_of("Id", some)), at, store, confirmed)
    except ApiError as refusal:
        if refusal.kind in ENDS_THE_RUN:
            raise
        confirmed.note(f"lookups to missing records could not be confirmed ({refusal.code})")
        return confirmed
    asked = count(len(missing), "missing record was", "missing records were")
    gone = count(len(missing) - confirmed.rows, "does", "do")
    confirmed.note(f"{asked} asked for again: {confirmed.rows:,} found, {gone} not exist")
    return confirmed


def _missing(
    folder: Path, writers: Mapping[str, TableWriter], references: Sequence[Reference], target: str
) -> list[str]:
    naming = [
        (writers[reference.table], reference.field)
        for reference in references
        if reference.target == target
        and reference.table in writers
        and reference.field in writers[reference.table].columns
    ]
    if not naming:
        return []
    known = IdSet(_pages(folder, writers[target], "Id"))
    pages = (page for writer, field in naming for page in _pages(folder, writer, field))
    return sorted(frozenset[str]().union(*(known.lacks(page) for page in pages)))


def _pages(folder: Path, writer: TableWriter, column: str) -> Iterator[pa.ChunkedArray]:
    for page in writer.pages:
        yield decoded(folder / page.file, [column])[column]


def _ask(client: Client, query: Query, at: int, store: Sink, reading: Reading) -> int:
    read = read_in_parts(
        soql.split(query),
        lambda _key, table, /, **_facts: store(f"{LATE}-{at:04d}", table) if table.num_rows else None,
        lambda part, sink: RestReader(client, part, sink, key="Id").pages(),
    )
    reading.queries += read.queries
    return read.rows
