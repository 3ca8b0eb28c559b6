"""What the org calls its Apex classes, permission sets and the like: names of metadata, in one or two short queries."""

from __future__ import annotations

from collections.abc import Collection

from sf_audit.connector.api.resources import query
from sf_audit.connector.api.soql import text
from sf_audit.connector.http.client import Client
from sf_audit.salesforce.components import COMPONENTS, full_name

#: Names that one answer brings ("Query" in the "REST API Developer Guide": a batch has up to 2,000 records).
_AT_ONCE = 2000


def component_names(client: Client, table: str, names: Collection[str]) -> frozenset[str]:
    """Names and ids: all of the org, or of an org with very many those that were asked for. Raises ApiError."""
    component = COMPONENTS[table]
    columns = f"Id, {component.name}{', NamespacePrefix' if component.packaged else ''}"
    answer = query(client, f"SELECT {columns} FROM {table} ORDER BY {component.name} LIMIT {_AT_ONCE}")
    records = list(answer.records)
    if not answer.is_whole or len(records) >= _AT_ONCE:
        wanted = ", ".join(text(name.rpartition("__")[2]) for name in sorted(names))
        asked = f"SELECT {columns} FROM {table} WHERE {component.name} IN ({wanted}) LIMIT {_AT_ONCE}"
        records += query(client, asked).records
    called = {full_name(record.get("NamespacePrefix"), record.get(component.name)) for record in records}
    return frozenset(called | {str(record.get("Id")) for record in records})
