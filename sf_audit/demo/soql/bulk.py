"""What Bulk API 2.0 does not query, and how it writes what it does: CSV rendered inside DuckDB.

"Query Jobs" and "Considerations for Bulk Queries" in the "Bulk API 2.0 and Bulk API Developer Guide".
"""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.demo.schema import SObject
from sf_audit.demo.soql.errors import SoqlError
from sf_audit.demo.soql.expressions import is_aggregate
from sf_audit.demo.soql.records import Cell, Compound, Shape
from sf_audit.demo.soql.syntax import Children, FieldsOf, Query, Selected, TypeOf


def check(query: Query, sobject: SObject) -> None:
    """Refuse what is not for bulk.

    Raises:
        SoqlError: INVALIDENTITY for the object, API_ERROR for what the query does.
    """
    if not sobject.bulk:
        raise SoqlError("INVALIDENTITY", f"Entity '{sobject.name}' is not supported by the Bulk API.")
    for message in _problems(query):
        raise SoqlError("API_ERROR", message)


def check_columns(shape: Shape) -> None:
    """Refuse an address, a location or a file among the columns.

    Raises:
        SoqlError: API_ERROR.
    """
    for entry in shape.entries.values():
        if isinstance(entry, Shape):
            check_columns(entry)
        if isinstance(entry, Compound):
            raise SoqlError("API_ERROR", "Selecting compound data not supported in Bulk Query")
        if isinstance(entry, Cell) and entry.type == "base64":
            raise SoqlError("API_ERROR", "Binary fields are not supported in Bulk Query")


def _problems(query: Query) -> Iterator[str]:
    for item in query.items:
        if isinstance(item, Children):
            yield "Aggregate Relationships not supported in Bulk V2 Query with CSV content type"
        if isinstance(item, FieldsOf):
            yield "The SOQL FIELDS function is not supported in Bulk Query"
        if isinstance(item, TypeOf):
            yield "TYPEOF is not supported in Bulk Query"
        if isinstance(item, Selected) and is_aggregate(item.expression):
            yield "Aggregate functions are not supported in Bulk Query"
    if query.group_by:
        yield "GROUP BY is not supported in Bulk Query"
    if query.offset is not None:
        yield "OFFSET is not supported in Bulk Query"


def line(cells: list[Cell]) -> str:
    """SQL for one CSV line of a row of the answer: every value quoted, empty and null alike `""`."""
    values = """, '","', """.join(_spelled(cell) for cell in cells)
    return f"concat('\"', {values}, '\"', chr(10))"


def header(labels: list[str]) -> bytes:
    """The first line of every page."""
    return (",".join(f'"{label}"' for label in labels) + "\n").encode()


def _spelled(cell: Cell) -> str:
    sql = f"c{cell.index}"
    if cell.type in ("double", "currency", "percent"):
        # 100.00 is 100.0: trailing zeros go, but one stays.
        digits = f"CAST({sql} AS VARCHAR)"
        cut = f"rtrim({digits}, '0')"
        return (
            f"CASE WHEN NOT contains({digits}, '.') THEN {digits} || '.0' "
            f"WHEN ends_with({cut}, '.') THEN {cut} || '0' ELSE {cut} END"
        )
    if cell.type == "datetime":
        return f"strftime({sql}, '%Y-%m-%dT%H:%M:%S.%gZ')"
    if cell.type == "time":
        return f"left(CAST({sql} AS VARCHAR), 8) || '.000Z'"
    if cell.type in ("boolean", "int", "long", "date"):
        return f"CAST({sql} AS VARCHAR)"
    return f"replace({sql}, '\"', '\"\"')"
