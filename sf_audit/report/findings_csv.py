"""All findings for a spreadsheet, a line at a time, because there may be millions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path

from sf_audit.report.hostile import cell
from sf_audit.report.rule_names import csv_of

COLUMNS = (
    "rule",
    "object",
    "id",
    "part",
    "because",
    "severity",
    "owner",
    "partner",
    "record_owner_id",
    "first_seen",
    "due",
    "waived_until",
    "at_stake",
    "key",
    "currency",
)
"""The public columns of findings.parquet, in this order. `currency` is empty where an org has only one."""


def findings_csv(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Lines of a CSV file that end in CRLF, the header first; every text quoted, none of them a formula.

    A column that a row lacks is empty; what else it has is left out. Texts longer than a cell are cut and say so: the
    whole is in findings.parquet. Encode as UTF-8, and write a byte-order mark before it for Excel.
    """
    yield csv_line(COLUMNS)
    for row in rows:
        yield csv_line(row.get(column) for column in COLUMNS)


def write_by_rule(rows: Iterable[Mapping[str, object]], folder: Path) -> None:
    """A file for each rule that has findings, as `findings_csv` has them all; rows of a rule that come together are
    written at once.
    """
    begun: set[str] = set()
    for rule, some in groupby(rows, key=lambda row: str(row["rule"])):
        lines = findings_csv(some)
        with (folder / csv_of(rule)).open("ab" if rule in begun else "wb") as file:
            file.writelines(line.encode("utf-8") for line in islice(lines, 1 if rule in begun else 0, None))
        begun.add(rule)


def csv_line(values: Iterable[object]) -> str:
    """One line of any CSV file of ours, as `findings_csv` describes it."""
    return ",".join(map(_value, values)) + "\r\n"


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)  # a number stays one: −5 must not become the text '-5
    return _text(value.isoformat() if isinstance(value, date) else str(value))


def _text(text: str) -> str:
    return '"' + cell(text).replace('"', '""') + '"'
