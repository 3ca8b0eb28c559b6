"""The table of what each picklist offers to records of each type."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.resources import picklist_values
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, picklists_not_listed
from sf_audit.connector.collect import described_tables as tables
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.model.review import Unread

#: Of an object, its picklists, and of those what they offer; None where one offers nothing.
_Row = tuple[str, str, str, str | None]


def record_type_values(
    client: Client, describes: Describes, table: PlannedTable, uncovered: dict[str, Unread]
) -> pa.Table:
    """The rows; `uncovered` gets `Object.<id>` of each record type of which the org does not say what it offers."""
    rows: list[_Row] = []
    for name in table.objects.names:
        described = describes.object(name)
        for record_type in described.record_types if described is not None else ():
            try:
                rows += _rows(client, name, record_type.id)
            except ApiError as refusal:
                if refusal.kind in ENDS_ALL_READING:
                    raise
                called = record_type.label or record_type.name
                uncovered[f"{name}.{record_type.id}"] = picklists_not_listed(name, called, refusal)
    return tables.as_text(tables.RECORD_TYPE_VALUES, rows)


def _rows(client: Client, name: str, record_type: str) -> Iterator[_Row]:
    for field, values in picklist_values(client, name, record_type).items():
        for value in values or (None,):
            yield name, record_type, field, value
