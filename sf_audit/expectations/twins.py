"""Which other record a record has the same as, for asks that compare records: nobody can mend half a pair."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb

from sf_audit.expectations.asks.ask import Ask
from sf_audit.expectations.prepared import Prepared
from sf_audit.expectations.standard import Measured, Standard
from sf_audit.model.review import Unread
from sf_audit.snapshot.outside_causes import reraise_outside_cause
from sf_audit.snapshot.sql import quote_identifier, quote_literal

log = logging.getLogger(__name__)


def find_twins(
    prepared: Prepared, standards: Mapping[str, Standard], measured: Mapping[str, Measured | Unread]
) -> dict[str, Measured | Unread]:
    """Those answers to which twins belong, with their file beside that of the failing records.

    A twin is the record of the group with the lowest id; for that one itself, the second. All of a group fail, so
    only failing records are looked at.
    """
    found: dict[str, Measured | Unread] = {}
    for number, (key, standard) in enumerate(sorted(standards.items())):
        answer = measured[key]
        if isinstance(answer, Measured) and answer.failing is not None:
            path = answer.failing.with_name(f"twins-of-{answer.failing.stem}-{number}.parquet")
            select = _select(key, standard.ask, prepared, answer.failing)
            if not select:
                continue
            try:
                prepared.records.connection.execute(f"COPY ({select}) TO {quote_literal(path)} (FORMAT parquet)")
                merges = _merges(standard.ask.merge_table(key), prepared, path.with_name(f"merges-{path.name}"))
            except duckdb.Error as problem:
                reraise_outside_cause(problem)
                log.warning("records that are the same by standard %s are not named: %s", key, type(problem).__name__)
                continue
            own_reasons = path if standard.ask.twin_table(key) else None
            found[key] = replace(answer, twins=path, reasons=own_reasons, merges=merges)
    return found


def _merges(table: str, prepared: Prepared, path: Path) -> Path | None:
    """The file of how they become one, for an ask that says so."""
    if not table:
        return None
    copied = f"COPY {quote_identifier(table)} TO {quote_literal(path)} (FORMAT parquet)"
    prepared.records.connection.execute(copied)
    return path


def _select(key: str, ask: Ask, prepared: Prepared, failing: Path) -> str:
    """The twins of the records that fail, as SQL; empty for an ask that compares no records."""
    ids = _IDS.format(key=quote_literal(key), failing=quote_literal(failing))
    if table := ask.twin_table(key):
        return f"SELECT * FROM {quote_identifier(table)} WHERE id IN ({ids})"
    column = ask.twin_column(key)
    source = prepared.source_of(column, f"{quote_identifier('Id')} IN ({ids})") if column else ""
    return _TWINS.format(same=quote_identifier(column), source=source) if column else ""


_IDS = "SELECT id FROM read_parquet({failing}) WHERE standard = {key}"

_TWINS = """
    WITH failing AS (SELECT "record id" AS id, {same} AS same FROM ({source})),
    groups AS (SELECT same, min(id, 2) AS lowest, count(*) AS size FROM failing GROUP BY same HAVING count(*) > 1)
    SELECT f.id, CASE WHEN f.id = g.lowest[1] THEN g.lowest[2] ELSE g.lowest[1] END AS other, g.size - 2 AS more
    FROM failing f JOIN groups g ON g.same = f.same"""
