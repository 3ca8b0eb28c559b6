"""The region of each record: that of the first of its country fields which names one, joined once for all asks."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from sf_audit.expectations.records import Records, meaning_of
from sf_audit.expectations.texts.countries import region_of
from sf_audit.expectations.texts.distinct import distinct
from sf_audit.snapshot.sql import quote_identifier, quote_literal


def region_sql(countries: Sequence[str], region: str, records: Records) -> str:
    """SQL for the two-letter code of a record; `region` is that of records that name none, null where it is empty."""
    named = [name for name in countries if records.kinds.get(name) == "VARCHAR"]
    regions = [_joined(name, records) for name in named]
    return f"coalesce({', '.join([*regions, quote_literal(region) if region else 'NULL'])})"


def _joined(field: str, records: Records) -> str:
    """Join the regions of a field's values, once for all asks, and name the column."""
    name, column = f"regions of {field}", quote_identifier(field)
    if name not in records.registered:
        records.joins.append(records.register_meaning(name, column, _regions(column, records)))
    return meaning_of(name)


def _regions(column: str, records: Records) -> pa.Table:
    known: dict[str, str] = {}
    for chunk in distinct(records.connection, (column,), records.table, f"{column} IS NOT NULL"):
        known |= {country: region for (country,) in chunk if (region := region_of(country))}
    return pa.table({"value": pa.array([*known], pa.string()), "meaning": pa.array([*known.values()], pa.string())})
