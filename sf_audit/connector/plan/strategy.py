"""Which way an object is read.

Few rows come over REST: one call, no job. Many come through Bulk API 2.0, unless the object is known
not to. What the platform does not page is walked along a key, and objects that describe the org itself
are asked about one parent at a time. When the org refuses the way taken, `table_reader` takes the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sf_audit.connector.api.soql import LONGEST_ADDRESS, Query, address_length
from sf_audit.salesforce.query_rules import EACH_PARENT, NO_PAGES, NOT_BULK
from sf_audit.snapshot.needs import Source

#: The "Bulk API 2.0 and Bulk API Developer Guide" recommends bulk for more than 2,000 records, but a job costs as many
#: calls as five batches, and waits.
BULK_FROM = 10_000


class ReadStrategy(StrEnum):
    """A way to read a table."""

    REST = "rest"
    BULK = "bulk"
    WIDE = "rest in parts"
    KEYSET = "rest along a key"
    TOOLING = "tooling"
    EACH_PARENT = "one query for each object"
    DESCRIBE = "describe"
    LIMITS = "limits"
    COUNTS = "counts by the org"
    RECORD_TYPES = "one call for each record type"
    METADATA = "one row at a time"
    HELD = "not from the org"


@dataclass(frozen=True, slots=True)
class Route:
    """The way, and why in words for `sf-audit plan`."""

    how: ReadStrategy
    why: str


def route(query: Query, source: Source, rows: int | None, *, bulk_from: int = BULK_FROM) -> Route:
    """The way for a query of about so many rows; None when nobody knows how many."""
    special = _special(query, source)
    if special:
        return special
    wide = address_length(query) > LONGEST_ADDRESS
    if NOT_BULK.fullmatch(query.object):
        return Route(ReadStrategy.WIDE if wide else ReadStrategy.REST, "Bulk API 2.0 does not take this object")
    if rows is not None and rows > bulk_from:
        return Route(ReadStrategy.BULK, f"more than {bulk_from:,} rows")
    if wide:
        return Route(ReadStrategy.BULK, "too many columns for one address")
    return Route(ReadStrategy.REST, "few rows" if rows is not None else "the number of rows is not known")


def _special(query: Query, source: Source) -> Route | None:
    if query.object in EACH_PARENT:
        return Route(ReadStrategy.EACH_PARENT, "the org wants one parent in each query")
    if query.object in NO_PAGES:
        return Route(ReadStrategy.KEYSET, "the org does not page this object")
    if source is Source.TOOLING:
        return Route(ReadStrategy.TOOLING, "only the Tooling API has it")
    return None
