"""Where the rows of an object are, and the SQL that reads one field of it.

An object without a table has no rows, and a field without a column is empty: a demo company need not fill everything
that its describe lists. Names come from the schema, never from a query, and are quoted all the same.
"""

from __future__ import annotations

from typing import Final

import duckdb

from sf_audit.demo.schema import Field, SObject

_SQL_TYPES: Final = {
    "boolean": "BOOLEAN",
    "int": "BIGINT",
    "long": "BIGINT",
    "double": "DECIMAL(18, 2)",
    "currency": "DECIMAL(18, 2)",
    "percent": "DECIMAL(18, 2)",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "time": "TIME",
}
_NAME_PARTS: Final = ("FirstName", "MiddleName", "LastName", "Suffix")


def quoted(name: str) -> str:
    """An identifier of DuckDB."""
    return '"' + name.replace('"', '""') + '"'


class Storage:
    """The tables of one org, looked up once per query."""

    def __init__(self, rows: duckdb.DuckDBPyConnection) -> None:
        self._rows = rows
        self._columns: dict[str, frozenset[str]] = {}

    def columns(self, sobject: SObject) -> frozenset[str]:
        """The stored columns of an object; none if it has no table."""
        if sobject.name not in self._columns:
            found = self._rows.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = $name AND NOT internal",
                {"name": sobject.name},
            ).fetchall()
            self._columns[sobject.name] = frozenset(name for (name,) in found)
        return self._columns[sobject.name]

    def table(self, sobject: SObject) -> str:
        """What to write in FROM."""
        return quoted(sobject.name) if self.columns(sobject) else "(SELECT 1 WHERE false)"

    def value(self, sobject: SObject, field: Field, alias: str) -> str:
        """The value of a field in the row called `alias`."""
        stored = self.columns(sobject)
        if field.name in stored:
            return f"{alias}.{quoted(field.name)}"
        parts = [part for part in _NAME_PARTS if part in stored]
        if field.name == "Name" and parts:
            return f"nullif(concat_ws(' ', {', '.join(f'{alias}.{quoted(part)}' for part in parts)}), '')"
        return f"CAST(NULL AS {_SQL_TYPES.get(field.type, 'VARCHAR')})"

    def key(self, sobject: SObject) -> str:
        """The field that references to this object hold: DurableId where there is one (EntityDefinition), else Id."""
        durable = sobject.field("DurableId")
        return "Id" if durable is None else durable.name
