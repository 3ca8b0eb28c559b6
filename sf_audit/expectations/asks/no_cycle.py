"""Whether a hierarchy never comes back to a record."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.hierarchy import on_circles
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class NoCycle(OfOneField, AskInSql):
    """Where filled, the field names a record above which the record itself is not. All records count, also those
    outside the scope.
    """

    field: str

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        columns = f'"Id" AS id, {quote_identifier(self.field)} AS parent'
        query = f"SELECT {columns} FROM {records.table} WHERE {records.all_filled((*self.fields, 'Id'))}"
        links: pa.Table = records.connection.sql(query).to_arrow_table()
        found = on_circles(links["id"].cast(pa.string()), links["parent"].cast(pa.string()))
        circles = records.register(f"circles of {key}", pa.table({"value": found}))
        return f'"Id" NOT IN (SELECT value FROM {circles})'
