"""Which rows are read one at a time: those of setup objects that are about the objects in question."""

from __future__ import annotations

from collections.abc import Sequence

from sf_audit.connector.api.soql import Query, chunks, one_of
from sf_audit.salesforce.metadata_columns import OF_OBJECT, MetadataObject

#: Objects named in one query: far below the longest address.
_AT_ONCE = 50


def rows_of_objects(kind: MetadataObject, objects: Sequence[str]) -> list[tuple[Sequence[str], Query]]:
    """The queries for the id and the name of each row, each with the objects that it asks about."""
    columns = ("Id", OF_OBJECT, kind.name)
    return [(some, Query(kind.object, columns, (one_of(OF_OBJECT, some),))) for some in chunks(objects, _AT_ONCE)]
