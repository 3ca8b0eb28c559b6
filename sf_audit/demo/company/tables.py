"""Makes the DuckDB tables of the company and fills them from `rows/*.sql`.

One file per object, named after it, is a SELECT that names the columns it fills. What it leaves out is filled here:
booleans are false (a checkbox is never empty), record pages get their system fields, everything else stays NULL.
Nothing is drawn in Python: a million rows are one statement, and `dice(i, 'what')` in `02_phrases.sql` gives the
same row the same value for the same seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files

import duckdb
import pyarrow as pa

from sf_audit.demo.schema import Field, SObject

COLUMNS = {"boolean": "BOOLEAN", "int": "BIGINT", "date": "DATE", "datetime": "TIMESTAMP", "time": "TIME"}
DECIMALS = ("double", "currency", "percent")
NOT_STORED = ("address", "location")
STAMPS = {
    "CreatedDate": "day(720)::TIMESTAMP + to_hours(9)",
    "CreatedById": "getvariable('builder')",
    "LastModifiedDate": "{created}",
    "LastModifiedById": "{creator}",
    "SystemModstamp": "{modified}",
}


def text(name: str) -> str:
    """A statement, or a list of words, that lies beside this module."""
    return (files(__package__) / name).read_text(encoding="utf-8")


def column_type(field: Field) -> str:
    """The DuckDB type that rows of this field have; compounds are put together when read."""
    if field.type in DECIMALS:
        return f"DECIMAL(18,{min(field.scale, 15)})"
    return COLUMNS.get(field.type, "VARCHAR")


def stored(sobject: SObject) -> tuple[Field, ...]:
    """The fields of an object that have a column."""
    return tuple(field for field in sobject.fields if field.type not in NOT_STORED)


def create(rows: duckdb.DuckDBPyConnection, objects: Mapping[str, SObject]) -> None:
    """An empty table for every object."""
    for name, sobject in objects.items():
        columns = ", ".join(f'"{field.name}" {column_type(field)}' for field in stored(sobject))
        rows.execute(f'CREATE TABLE "{name}" ({columns})')


def fill(rows: duckdb.DuckDBPyConnection, sobject: SObject) -> None:
    """Fill an object's table with what its file selects."""
    insert(rows, sobject, text(f"rows/{sobject.name}.sql"))


def insert(rows: duckdb.DuckDBPyConnection, sobject: SObject, select: str) -> None:
    """Add the rows of a SELECT to an object's table, completed with what every record has."""
    named = {str(column[0]) for column in rows.execute(f"DESCRIBE {select}").fetchall()}
    values = [f'{_value(field, named)} AS "{field.name}"' for field in stored(sobject) if _value(field, named)]
    rows.execute(f'INSERT INTO "{sobject.name}" BY NAME SELECT {", ".join(values)} FROM ({select}) AS drawn')


def _value(field: Field, named: set[str]) -> str:
    """The expression for one column, or nothing where NULL is right."""
    if field.name == "LastModifiedDate" and {"CreatedDate", "LastModifiedDate"} <= named:
        return "greatest(drawn.CreatedDate, drawn.LastModifiedDate)"
    if field.name in named:
        return f'drawn."{field.name}"'
    if field.type == "boolean":
        return "false"
    return _stamp(field.name, named) if field.name in STAMPS else ""


def _stamp(name: str, named: set[str]) -> str:
    created = "drawn.CreatedDate" if "CreatedDate" in named else STAMPS["CreatedDate"]
    creator = "drawn.CreatedById" if "CreatedById" in named else STAMPS["CreatedById"]
    modified = f"greatest({created}, drawn.LastModifiedDate)" if "LastModifiedDate" in named else created
    return STAMPS[name].format(created=created, creator=creator, modified=modified)


def add(rows: duckdb.DuckDBPyConnection, sobject: SObject, records: Iterable[Mapping[str, object]]) -> None:
    """Add rows that were written in Python: the few hundred about people and setup."""
    listed = list(records)
    names = list(dict.fromkeys(name for record in listed for name in record))
    columns = {name: [record.get(name) for record in listed] for name in names}
    rows.register("added", pa.table(columns))
    insert(rows, sobject, "SELECT * FROM added")
    rows.unregister("added")
