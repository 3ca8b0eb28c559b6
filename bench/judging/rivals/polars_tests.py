"""The standards as expressions of polars: true where a record keeps one, null where nothing is asked of it."""

from __future__ import annotations

import polars as pl

from bench.judging.rivals.asked import Asked


def keeps(asked: Asked, ids: pl.Series) -> pl.Expr:
    """Whether a record in scope keeps the standard. `ids` are those of all Accounts."""
    first = pl.col(asked.columns[0])
    match asked.kind:
        case "filled":
            return first.is_not_null()
        case "matches":
            found = first.str.contains(asked.pattern)
            return ~found if asked.forbidden else found
        case "one of" | "refers to":
            return first.is_in(ids.implode() if asked.kind == "refers to" else asked.values)
        case "unique":
            filled = pl.all_horizontal(pl.col(name).is_not_null() for name in asked.columns)
            return pl.when(filled).then(~pl.struct(asked.columns).is_duplicated())
    return _ordered(asked, first)


def in_scope(asked: Asked) -> pl.Expr | None:
    """Whether a record is one of those that are meant; None where all are."""
    if not asked.scope:
        return None
    tests = (pl.col(name).str.to_lowercase().is_in(values).fill_null(value=False) for name, values in asked.scope)
    return pl.all_horizontal(tests)


def _ordered(asked: Asked, first: pl.Expr) -> pl.Expr:
    match asked.kind:
        case "in order":
            return first <= pl.col(asked.columns[1])
        case "since":
            return first.cast(pl.Date) >= asked.earliest
        case "length":
            first = first.str.len_chars()
    bounds = [first >= asked.low] if asked.low is not None else []
    bounds += [first <= asked.high] if asked.high is not None else []
    return pl.all_horizontal(bounds)
