"""Conditions about all records of an object, answered by Apache Spark: of a cluster, or on this machine.

Every table that a question names goes to Spark as Parquet in the scratch folder, which has to be where the workers of
a cluster can read and write it. What comes back is Parquet too, so that this process holds a batch of it at a time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.snapshot.answering import OnDuckDB
from sf_audit.snapshot.spark_sql import in_spark
from sf_audit.snapshot.sql import quote_identifier, quote_literal

_BATCH = 122_880


class SparkFailed(RuntimeError):
    """A question that Spark could not answer. Its own words may hold values of records, so they are left out."""


class OnSpark:
    """Answers in one session of Spark."""

    def __init__(self, session: Any, connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        self._session = session
        self._connection = connection
        self._here = OnDuckDB(connection)
        self._folder = scratch / "spark"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._asked = 0

    def columns(self, source: str) -> dict[str, str]:
        """The columns of the source, and their types in DuckDB: no row is read for them."""
        return self._here.columns(source)

    @contextmanager
    def answers(
        self, source: str, columns: Sequence[str], words: Sequence[Sequence[str]]
    ) -> Iterator[Iterator[pa.RecordBatch]]:
        """In batches, from the files that Spark wrote."""
        conditions = [f"coalesce({condition}, false)" for word in words for condition in word]
        answered = [f"{condition} AS {_answer(place)}" for place, condition in enumerate(conditions)]
        listed = ", ".join([*map(quote_identifier, columns), *answered])
        folder = self._folder / f"answers-{self._asked}"
        try:
            with self._told(f"SELECT {listed} FROM ({source})") as frame:
                with _translated():
                    frame.write.parquet(str(folder))
                yield _batches(folder, columns, words)
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # Spark may have written nothing

    def ask_alone(self, source: str, condition: str) -> None:
        """Count the rows for which it holds."""
        with self._told(f"SELECT count(*) FILTER (WHERE {condition}) FROM ({source})") as frame, _translated():
            frame.collect()

    @contextmanager
    def _told(self, sql: str) -> Iterator[Any]:
        """The frame of a question; the tables that it names are there until the block ends."""
        self._asked += 1
        views: dict[str, str] = {}

        def renamed(table: str) -> str:
            return views.setdefault(table, f"table_{len(views)}")

        translated = in_spark(sql, renamed)
        folder = self._folder / f"tables-{self._asked}"
        folder.mkdir()
        try:
            for table, view in views.items():
                self._tell(table, view, folder / f"{view}.parquet")
            with _translated():
                frame = self._session.sql(translated)
            yield frame
        finally:
            shutil.rmtree(folder)

    def _tell(self, table: str, view: str, file: Path) -> None:
        source = quote_identifier(table)
        self._connection.execute(f"COPY (SELECT * FROM {source}) TO {quote_literal(file)} (FORMAT parquet)")
        with _translated():
            self._session.read.parquet(str(file)).createOrReplaceTempView(view)


def _answer(place: int) -> str:
    return quote_identifier(f"answer {place}")


def _batches(folder: Path, columns: Sequence[str], words: Sequence[Sequence[str]]) -> Iterator[pa.RecordBatch]:
    for file in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(_BATCH):
            yield _packed(batch, len(columns), words)


def _packed(batch: pa.RecordBatch, columns: int, words: Sequence[Sequence[str]]) -> pa.RecordBatch:
    """The yes and no of each condition as bits of whole numbers."""
    arrays, place = list(batch.columns[:columns]), columns
    for word in words:
        bits = np.zeros(batch.num_rows, np.uint64)
        for bit in range(len(word)):
            bits |= batch.column(place + bit).to_numpy(zero_copy_only=False).astype(np.uint64) << np.uint64(bit)
        arrays.append(pa.array(bits))
        place += len(word)
    return pa.record_batch(arrays, names=[str(number) for number in range(len(arrays))])


@contextmanager
def _translated() -> Iterator[None]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as problem:
        raise SparkFailed(f"Spark could not answer a question ({type(problem).__name__})") from None
