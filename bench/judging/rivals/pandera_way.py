"""pandera on polars, lazily, with every failing id: a schema with a column or a table check for each standard."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

os.environ["PANDERA_VALIDATION_DEPTH"] = "SCHEMA_AND_DATA"

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from bench.judging.rivals.asked import Asked
from bench.judging.rivals.polars_tests import in_scope, keeps
from bench.judging.rivals.way import run


def judge(accounts: Path, standards: list[Asked], kept: Path) -> int:
    """Find what fails, and write it."""
    frame = pl.read_parquet(accounts)
    try:
        _schema(frame, standards).validate(frame, lazy=True)
    except SchemaErrors as errors:
        failures = errors.failure_cases
    filled = {asked.columns[0]: asked.key for asked in standards if _is_nullable(asked)}
    found = failures.with_columns(
        standard=pl.when(pl.col("check") == "not_nullable")
        .then(pl.col("column").replace_strict(filled, default=None))
        .otherwise(pl.col("check")),
        id=frame["Id"].gather(failures["index"]),
    ).select("standard", "id")
    found.write_parquet(kept)
    return len(found)


def _schema(frame: pl.DataFrame, standards: list[Asked]) -> Any:
    columns: dict[str, list[Any]] = {name: [] for name in frame.columns}
    of_table = []
    for asked in standards:
        if asked.scope or len(asked.columns) > 1 or asked.kind == "refers to":
            of_table.append(pa.Check(partial(_of_table, asked, frame["Id"]), name=asked.key))
        elif asked.kind != "filled":
            columns[asked.columns[0]].append(pa.Check(partial(_of_column, asked, frame["Id"]), name=asked.key))
    required = {asked.columns[0] for asked in standards if _is_nullable(asked)}
    return pa.DataFrameSchema(
        {name: pa.Column(checks=checks, nullable=name not in required) for name, checks in columns.items()},
        checks=of_table,
    )


def _is_nullable(asked: Asked) -> bool:
    """Whether the tool's own setting of a column says it."""
    return asked.kind == "filled" and not asked.scope


def _of_column(asked: Asked, ids: pl.Series, data: Any) -> pl.LazyFrame:
    return data.lazyframe.select(keeps(asked, ids))


def _of_table(asked: Asked, ids: pl.Series, data: Any) -> pl.LazyFrame:
    test, scope = keeps(asked, ids).fill_null(value=True), in_scope(asked)
    return data.lazyframe.select(test if scope is None else ~scope | test)


if __name__ == "__main__":
    run(judge)
