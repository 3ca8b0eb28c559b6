"""Whether a picklist has a value that it offers to records of this type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.salesforce.record_types import MASTER, RECORD_TYPE
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier, quote_literal


@dataclass(frozen=True, slots=True)
class Offered(OfOneField, AskInSql):
    """Where filled, the field has a value that goes with the record's type; of a multi-select picklist each value does.

    `values` are those of each type, by its id, some of them none; of a record of another type nothing is said. One
    without a type is of the type Master.
    """

    field: str
    values: Mapping[str, frozenset[str]]
    several: bool = False

    def record_type(self) -> str:
        """The type of a record, as SQL."""
        return f"coalesce({quote_identifier(RECORD_TYPE)}, {quote_literal(MASTER)})"

    def is_known(self) -> str:
        """The condition under which the values are known that go with a record's type, as SQL."""
        known = ", ".join(map(quote_literal, sorted(self.values)))
        return f"{self.record_type()} IN ({known})" if known else "false"

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        pairs = [(of, value) for of, values in sorted(self.values.items()) for value in sorted(values)]
        columns = {name: pa.array([pair[at] for pair in pairs], pa.string()) for at, name in enumerate(("of", "value"))}
        offered = records.register(f"values of {key}", pa.table(columns))
        of, listed = quote_identifier(f"{key} of"), quote_identifier(f"{key} offers")
        select = f'SELECT "of" AS {of}, list("value") AS {listed} FROM {offered} GROUP BY "of"'
        records.joins.append(f"LEFT JOIN ({select}) ON {of} = {self.record_type()}")
        value = quote_identifier(self.field)
        chosen = f"string_split({value}, ';')" if self.several else f"[{value}]"
        return f"CASE WHEN {self.is_known()} THEN list_has_all(coalesce({listed}, []), {chosen}) END"
