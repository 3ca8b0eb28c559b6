"""The access matrix for Excel: one row a target, one column a signature, and who has which signature.

Every cell is written as text, so that no name can become a formula. What a sheet cannot hold is refused by name
before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from sf_audit.errors import UsageProblem
from sf_audit.report.hostile import cell

#: "Excel specifications and limits".
ROWS, COLUMNS = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its header, and its rows, of which there are `size`."""

    name: str
    header: Sequence[str]
    size: int
    rows: Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rights by target and signature: `cells[kind, target][signature]` is what is held, `read, edit`."""

    signatures: Sequence[int]
    cells: Mapping[tuple[str, str], Mapping[int, str]]

    def sheet(self) -> Sheet:
        """The grid as a sheet; an empty cell means: not held."""
        header = ("kind", "target", *(f"signature {signature}" for signature in self.signatures))
        rows = (
            (kind, target, *(held.get(signature, "") for signature in self.signatures))
            for (kind, target), held in sorted(self.cells.items())
        )
        return Sheet("Rights", header, len(self.cells), rows)


def insist_on_room(sheets: Sequence[Sheet]) -> None:
    """UsageProblem, naming the sheet, its size and the limit, for what no sheet can hold."""
    for sheet in sheets:
        for need, limit, unit in ((sheet.size + 1, ROWS, "rows"), (len(sheet.header), COLUMNS, "columns")):
            if need > limit:
                raise UsageProblem(
                    f"the sheet “{sheet.name}” would need {need:,} {unit}, and a sheet has {limit:,}",
                    hint="Narrow it with --object, --user or --kind, or write Parquet.",
                )


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """The workbook; memory does not grow with it."""
    insist_on_room(sheets)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        for sheet in sheets:
            worksheet = book.add_worksheet(sheet.name)
            worksheet.freeze_panes(1, 0)
            for column, text in enumerate(sheet.header):
                worksheet.write_string(0, column, cell(text))
            for number, row in enumerate(sheet.rows, start=1):
                for column, text in enumerate(row):
                    if text:
                        worksheet.write_string(number, column, cell(text))
