"""The first failing records of each rule, with their names, for pages that people read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from sf_audit.model.example import Example, FieldValue, Twin
from sf_audit.model.review import Review
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.labels import LABELS
from sf_audit.review.stored_findings import reading
from sf_audit.snapshot.sql import quote_literal

PER_RULE = 200


def with_examples(review: Review, folder: Path) -> Review:
    """The review with the first findings of every rule, read from the files beside review.json."""
    return replace(review, examples=examples(folder))


def examples(folder: Path) -> Mapping[str, tuple[Example, ...]]:
    """By rule, at most 200: open before waived, the most at stake first, then the oldest."""
    labelled = (folder / LABELS).is_file()
    parameters: dict[str, Any] = {"findings": str(folder / FINDINGS), "first": PER_RULE}
    files = [folder / FINDINGS, *([folder / LABELS] if labelled else [])]
    with reading(*files), duckdb.connect() as connection:
        labels = labels_select(connection, folder / LABELS if labelled else None)
        select = _FIRST.format(labels=labels, money=_money(connection, folder / FINDINGS))
        rows = connection.execute(select, parameters).fetchall()
        profiles = profile_names(connection, folder / LABELS) if labelled else {}
    found: dict[str, list[Example]] = defaultdict(list)
    for rule, values, twins, *facts in rows:
        example = Example(*facts)
        held = tuple(FieldValue(value["field"], value["value"]) for value in values or ())
        twin = next((Twin(other["id"], other["label"], other["more"]) for other in twins or ()), None)
        said = with_profile_names(example.because, profiles)
        said = said if said != example.because else ""
        found[rule].append(replace(example, said=said, values=held, twin=twin))
    return {rule: tuple(some) for rule, some in found.items()}


def labels_select(connection: duckdb.DuckDBPyConnection, path: Path | None) -> str:
    """The names beside findings as SQL; one from before values were kept has none, and without a file there is none."""
    if path is None:
        return _NO_LABELS
    rest = "values, twins" if {"values", "twins"} <= columns_of(connection, path) else _NO_VALUES
    return f"SELECT object, id, label, {rest} FROM read_parquet({quote_literal(str(path))})"


def _money(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """What is at stake with its currency, where the org has several; a file from before it was kept has none."""
    amount = "CAST(TRY_CAST(f.at_stake AS DECIMAL(38, 2)) AS VARCHAR)"
    if "currency" not in columns_of(connection, path):
        return amount
    return f"CASE WHEN f.currency <> '' THEN f.currency || ' ' || {amount} ELSE {amount} END"


def columns_of(connection: duckdb.DuckDBPyConnection, path: Path) -> set[str]:
    """The columns of a stored file."""
    return {row[0] for row in connection.execute("DESCRIBE FROM read_parquet(?)", [str(path)]).fetchall()}


def profile_names(connection: duckdb.DuckDBPyConnection, labels: Path) -> dict[str, str]:
    """Names of profiles by their ids."""
    select = "SELECT id, label FROM read_parquet(?) WHERE object = 'Profile'"
    return dict(connection.execute(select, [str(labels)]).fetchall())


def with_profile_names(because: str, profiles: Mapping[str, str]) -> str:
    """The reason as people read it: profiles that have a name are called by it."""
    return _PROFILE.sub(lambda found: f"profile {profiles.get(found[1], found[1])}", because)


_PROFILE = re.compile(r"\bprofile (\w+)")

_NO_VALUES = (
    "[]::STRUCT(rule VARCHAR, field VARCHAR, value VARCHAR)[] AS values, "
    "[]::STRUCT(rule VARCHAR, id VARCHAR, label VARCHAR, more BIGINT)[] AS twins"
)

_NO_LABELS = f"SELECT '' AS object, '' AS id, '' AS label, {_NO_VALUES} WHERE false"

_FIRST = """
    WITH labels AS ({labels}),
         -- Narrow: a million findings need not be held to know which come first.
         first AS (SELECT unnest(min_by(file_row_number, (
             waived_until IS NOT NULL, coalesce(-TRY_CAST(at_stake AS DOUBLE), 'infinity'::DOUBLE), first_seen, id, part
         ), $first)) AS place FROM read_parquet($findings, file_row_number = true) GROUP BY rule)
    SELECT f.rule, list_filter(l.values, lambda v: v.rule = f.rule), list_filter(l.twins, lambda t: t.rule = f.rule),
           f.object, f.id, f.part, f.because, coalesce(l.label, ''), coalesce(o.label, ''),
           f.first_seen, f.due, f.waived_until, {money}
    FROM read_parquet($findings, file_row_number = true) f
    JOIN first ON first.place = f.file_row_number
    LEFT JOIN labels l ON l.object = f.object AND l.id = f.id
    LEFT JOIN labels o ON o.object = 'User' AND o.id = f.record_owner_id
    ORDER BY f.rule, f.waived_until IS NOT NULL, f.at_stake DESC NULLS LAST, f.first_seen, f.id, f.part"""
