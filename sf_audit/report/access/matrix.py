"""The access matrix in files: rights by signature, and who has which signature in a second file or sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from sf_audit.report.findings_csv import csv_line
from sf_audit.report.workbook import Sheet, insist_on_room, write_workbook

_RIGHTS = "Rights"

#: In a cell, of a right that is not held at any time.
_CONDITIONAL = "only in a session"


class RightsTables(Protocol):
    """What a matrix is written from: the rights of each signature a few at a time, and who has which signature."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of `rights`: signature, kind, target, right and conditional among them."""

    @property
    def signatures(self) -> Sequence[int]:
        """The signatures that are in it."""

    def rights(self) -> Iterator[pa.RecordBatch]:
        """What the signatures hold."""

    def users(self) -> pa.Table:
        """Who has which signature."""

    def write(self, rights: Path, users: Path) -> int:
        """Both tables as Parquet; the number of rights."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rights by target and signature: `cells[kind, target][signature]` is what is held, `read, edit`."""

    signatures: Sequence[int]
    cells: Mapping[tuple[str, str], Mapping[int, str]]

    def sheet(self) -> Sheet:
        """The grid as a sheet, one row a target and one column a signature; an empty cell means: not held."""
        header = ("kind", "target", *(f"signature {signature}" for signature in self.signatures))
        rows = (
            (kind, target, *(held.get(signature, "") for signature in self.signatures))
            for (kind, target), held in sorted(self.cells.items())
        )
        return Sheet(_RIGHTS, header, len(self.cells), rows)


def matrix_parquet(matrix: RightsTables, rights: Path, users: Path) -> None:
    """Both tables as they are."""
    matrix.write(rights, users)


def matrix_csv(matrix: RightsTables, rights: Path, users: Path) -> None:
    """Both tables for a spreadsheet. UsageProblem for more rights than a sheet has rows."""
    with rights.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_line(matrix.columns))
        written = 0
        for batch in matrix.rights():
            written += batch.num_rows
            insist_on_room([Sheet(_RIGHTS, matrix.columns, written, ())])
            file.writelines(csv_line(row.values()) for row in batch.to_pylist())
    people = matrix.users()
    with users.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_line(people.column_names))
        file.writelines(csv_line(row.values()) for row in people.to_pylist())


def matrix_xlsx(matrix: RightsTables, rights: Path, users: Path) -> None:
    """A workbook with both as sheets; nothing is written to `users`. UsageProblem for what a sheet cannot hold."""
    write_workbook(rights, _sheets(matrix))


def _sheets(matrix: RightsTables) -> list[Sheet]:
    cells: dict[tuple[str, str], dict[int, str]] = {}
    insist_on_room([Grid(matrix.signatures, cells).sheet()])
    for batch in matrix.rights():
        for row in batch.to_pylist():
            held = cells.setdefault((row["kind"], row["target"]), {})
            right = f"{row['right']} ({_CONDITIONAL})" if row["conditional"] else row["right"]
            held[row["signature"]] = f"{held[row['signature']]}, {right}" if row["signature"] in held else right
    people = matrix.users()
    rows = (tuple("" if value is None else str(value) for value in row.values()) for row in people.to_pylist())
    return [Grid(matrix.signatures, cells).sheet(), Sheet("Users", people.column_names, people.num_rows, rows)]
