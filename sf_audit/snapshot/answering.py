"""Where all records of an object are asked at once: in DuckDB, in this process, unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import duckdb
import pyarrow as pa

from sf_audit.snapshot.sql import quote_identifier

#: Answers of one word: that many bits has a whole number.
BITS = 64

_BATCH = 122_880


class Engine(StrEnum):
    """What answers."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class Answering(Protocol):
    """Answers conditions, which are SQL of DuckDB, about each row of a `source`, a SELECT.

    Raises duckdb.Error or RuntimeError where it cannot.
    """

    def columns(self, source: str) -> dict[str, str]:
        """The columns of the source, and their DuckDB types."""

    def answers(
        self, source: str, columns: Sequence[str], words: Sequence[Sequence[str]]
    ) -> AbstractContextManager[Iterable[pa.RecordBatch]]:
        """Batches of these columns, and for each word a whole number: bit by bit whether its conditions hold."""

    def ask_alone(self, source: str, condition: str) -> None:
        """Raise the error of a condition that cannot be answered, asked without others."""


@dataclass(frozen=True, slots=True)
class OnDuckDB:
    """Answers in this process."""

    connection: duckdb.DuckDBPyConnection

    def columns(self, source: str) -> dict[str, str]:
        """The columns of the source, and their types."""
        rows = self.connection.execute(f"DESCRIBE {source}").fetchall()
        return {row[0]: row[1] for row in rows}

    @contextmanager
    def answers(
        self, source: str, columns: Sequence[str], words: Sequence[Sequence[str]]
    ) -> Iterator[pa.RecordBatchReader]:
        """In batches, as one query brings them, so that memory does not grow with the number of rows."""
        listed = ", ".join([*map(quote_identifier, columns), *map(_packed, words)])
        with self.connection.sql(f"SELECT {listed} FROM ({source})").to_arrow_reader(_BATCH) as batches:
            yield batches

    def ask_alone(self, source: str, condition: str) -> None:
        """Count the rows for which it holds."""
        self.connection.execute(f"SELECT count(*) FILTER (WHERE {condition}) FROM ({source})").fetchall()


def _packed(conditions: Sequence[str]) -> str:
    """The answers of one record as the bits of a number; null is no."""
    bits = (
        f"CASE WHEN {condition} THEN {1 << place}::UBIGINT ELSE 0::UBIGINT END"
        for place, condition in enumerate(conditions)
    )
    return " | ".join(bits)
