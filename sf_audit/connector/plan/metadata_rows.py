"""Which rows are read one at a time: those of setup objects that are about the objects in question."""

from __future__ import annotations

from collections.abc import Sequence

from sf_audit.connector.api.soql import Query, chunks, one_of
from sf_audit.connector.plan.strategy import ReadStrategy, Route
from sf_audit.salesforce.metadata_columns import METADATA_TABLES, OF_OBJECT, MetadataObject
from sf_audit.snapshot.needs import Need

ROW_BY_ROW = Route(ReadStrategy.METADATA, "the org gives its column Metadata for one row only")

#: Objects named in one query: far below the longest address.
_AT_ONCE = 50


def rows_of_objects(kind: MetadataObject, objects: Sequence[str]) -> list[tuple[Sequence[str], Query]]:
    """The queries for the id and the name of each row, each with the objects that it asks about."""
    if kind.only:
        return [(objects, Query(kind.object, ("Id", kind.name), (kind.only,)))]
    columns = ("Id", OF_OBJECT, kind.name)
    return [(some, Query(kind.object, columns, (one_of(OF_OBJECT, some),))) for some in chunks(objects, _AT_ONCE)]


def statements_of(need: Need, objects: Sequence[str]) -> tuple[str, ...]:
    """What is asked for one of METADATA_TABLES. How many rows there are is not known before; 25 are one call."""
    kind = METADATA_TABLES.get(need.table)
    if kind is None or not objects:
        return ()
    listed = (str(query) for _, query in rows_of_objects(kind, objects))
    return *listed, f"GET tooling/sobjects/{kind.object}/{{Id}}, for each row"
