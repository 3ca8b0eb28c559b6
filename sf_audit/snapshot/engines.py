"""What answers questions about all records of a snapshot: DuckDB as it comes, or Spark for who wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sf_audit.snapshot.answering import Engine
from sf_audit.snapshot.tables import Snapshot


@contextmanager
def answered_by(engine: Engine, snapshot: Snapshot) -> Iterator[None]:
    """Until the block ends. Raises UsageProblem where Spark is not there."""
    if engine is Engine.DUCKDB:
        yield
        return
    from sf_audit.snapshot.on_spark import OnSpark  # and the libraries that only Spark needs
    from sf_audit.snapshot.spark_session import spark_session

    with spark_session(snapshot.scratch) as session:
        snapshot.answering = OnSpark(session, snapshot.connection, snapshot.scratch)
        yield
