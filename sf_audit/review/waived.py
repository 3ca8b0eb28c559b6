"""Which findings which waiver covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb
import pyarrow as pa

from sf_audit.rulebook.workspace.config import Waiver
from sf_audit.snapshot.ids import eighteen

_SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("rule", pa.string()),
        ("id", pa.string()),
        ("part", pa.string()),
        ("until", pa.date32()),
        ("written", pa.date32()),
        ("accepts_risk", pa.bool_()),
    ]
)


def covers(waiver: str, finding: str, first_seen: str = "") -> str:
    """SQL that says whether a waiver covers a finding, given the names of both tables.

    One without an id covers what was first seen by the day it was written.
    """
    w, f = waiver, finding
    seen = first_seen or f"{f}.first_seen"
    return (
        f"{w}.rule = {f}.rule AND {w}.id IN ('', {f}.id) AND {w}.part IN ('', {f}.part) "
        f"AND ({w}.id <> '' OR {seen} <= coalesce({w}.written, {seen}))"
    )


def waived_table(waivers: Sequence[Waiver], today: date) -> pa.Table:
    """The waivers that hold today, each with its place among all of them: the table `waived`."""
    rows = [
        {
            "number": number,
            "rule": waiver.rule,
            "id": whole_id(waiver.id),
            "part": waiver.part,
            "until": waiver.until,
            "written": waiver.written,
            "accepts_risk": waiver.accepts_risk,
        }
        for number, waiver in enumerate(waivers)
        if waiver.until >= today
    ]
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def risk_accepted(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """By rule, how many subjects have only findings whose risk is accepted, in the tables `found` and `waived`."""
    rows = connection.execute(
        f"""SELECT rule, count(*) FROM (
            SELECT f.rule, bool_and(
                EXISTS (SELECT 1 FROM waived w WHERE w.accepts_risk AND {covers("w", "f")})) AS all_of_it
            FROM found f WHERE f.rule IN (SELECT rule FROM waived WHERE accepts_risk) GROUP BY f.rule, f.object, f.id)
        WHERE all_of_it GROUP BY rule"""
    ).fetchall()
    return dict(rows)


def covered(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str, str]]:
    """Each waiver, by its place, with the subjects that it covers: number, object and id."""
    return connection.execute(
        f"SELECT DISTINCT w.number, f.object, f.id FROM found f JOIN waived w ON {covers('w', 'f')} ORDER BY ALL"
    ).fetchall()


def whole_id(written: str) -> str:
    """People copy record ids with 15 characters; other subjects have names."""
    try:
        return eighteen(written)
    except ValueError:
        return written
