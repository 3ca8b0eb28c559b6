"""Distinct values of a table, in chunks: a library is asked once for each value, never for each record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import duckdb

#: One value, or several of one record that are judged together.
Values: TypeAlias = tuple[str, ...]

CHUNK = 4_000


def distinct(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[str], table: str, condition: str
) -> Iterator[list[Values]]:
    """The distinct values of the columns where the condition holds; all are SQL, and texts."""
    query = f"SELECT DISTINCT {', '.join(columns)} FROM {table} WHERE {condition}"
    cursor = connection.execute(query)
    while rows := cursor.fetchmany(CHUNK):
        yield rows
