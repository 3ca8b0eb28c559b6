"""pointblank on polars, with all rows that fail: a step for each standard."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pointblank as pb
import polars as pl

from bench.judging.rivals.asked import Asked
from bench.judging.rivals.polars_tests import in_scope, keeps
from bench.judging.rivals.way import run


def judge(accounts: Path, standards: list[Asked], kept: Path) -> int:
    """Find what fails, and write it."""
    frame = pl.read_parquet(accounts)
    validation = pb.Validate(frame)
    for asked in standards:
        validation = _step(validation, asked, frame["Id"])
    validation = validation.interrogate(extract_limit=len(frame))
    found = []
    for at, asked in enumerate(standards, 1):
        if (rows := validation.get_data_extracts(i=at, frame=True)) is not None and len(rows):
            found.append(rows.select(pl.lit(asked.key).alias("standard"), pl.col("Id").alias("id")))
    listed = pl.concat(found)
    listed.write_parquet(kept)
    return len(listed)


def _step(validation: Any, asked: Asked, ids: pl.Series) -> Any:
    settings: dict[str, Any] = {}
    if (scope := in_scope(asked)) is not None:
        settings["pre"] = partial(_among, scope)
    first = asked.columns[0]
    match asked.kind:
        case "filled":
            return validation.col_vals_not_null(first, **settings)
        case "matches" if not asked.forbidden:
            return validation.col_vals_regex(first, asked.pattern, na_pass=True, **settings)
        case "one of":
            return validation.col_vals_in_set(first, [*asked.values, None], **settings)
        case "between" if asked.high is not None:
            return validation.col_vals_between(first, asked.low, asked.high, na_pass=True, **settings)
    return validation.col_vals_expr(keeps(asked, ids).fill_null(value=True), **settings)


def _among(scope: pl.Expr, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(scope)


if __name__ == "__main__":
    run(judge)
