"""Workbooks for Excel, in memory that does not grow with them.

Every text is written as text, so that no name can become a formula. What a sheet cannot hold is refused by name before
anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from sf_audit.errors import UsageProblem
from sf_audit.report.forgiving_file import ForgivingFile
from sf_audit.report.hostile import cell

#: "Excel specifications and limits".
ROWS, COLUMNS = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Link:
    """A text that opens an address when somebody clicks it. The address is one of ours, never a text of a record."""

    text: str
    address: str


Cell: TypeAlias = str | float | date | Link | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its header, and its rows, of which there are `size`.

    `widths` are in characters, by column. Columns that are `hidden` are for programs. A sheet of `prose` wraps its
    lines and has no filter.
    """

    name: str
    header: Sequence[str]
    size: int
    rows: Iterable[Sequence[Cell]]
    widths: Mapping[int, int] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    prose: bool = False


def insist_on_room(sheets: Sequence[Sheet]) -> None:
    """UsageProblem, naming the sheet, its size and the limit, for what no sheet can hold."""
    for sheet in sheets:
        for need, limit, unit in ((sheet.size + 1, ROWS, "rows"), (len(sheet.header), COLUMNS, "columns")):
            if need > limit:
                raise UsageProblem(
                    f"the sheet “{sheet.name}” would need {need:,} {unit}, and a sheet has {limit:,}",
                    hint="Narrow it with --object, --user or --kind, or write Parquet.",
                )


def write_workbook(path: Path, sheets: Sequence[Sheet], *, made: datetime | None = None) -> None:
    """The workbook; memory does not grow with it. It says that it was `made` then, or else now.

    OSError where the disk refuses it, as for every file.
    """
    insist_on_room(sheets)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with ForgivingFile(path) as file:
        try:
            with xlsxwriter.Workbook(file, options) as book:
                if made is not None:
                    book.set_properties({"created": made})
                formats = _Formats(book)
                for sheet in sheets:
                    _write(book.add_worksheet(sheet.name), sheet, formats)
        except FileCreateError as wrapped:
            raise wrapped.args[0] from None  # the OSError, of which callers know what to say


@dataclass(frozen=True)
class _Formats:
    """How cells look; each is made when one is asked for."""

    book: Any

    @cached_property
    def header(self) -> Any:
        return self.book.add_format({"bold": True, "bottom": 1, "valign": "top"})

    @cached_property
    def day(self) -> Any:
        return self.book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})

    @cached_property
    def amount(self) -> Any:
        return self.book.add_format({"num_format": "#,##0.00", "valign": "top"})

    @cached_property
    def wrapped(self) -> Any:
        return self.book.add_format({"text_wrap": True, "valign": "top"})


def _write(worksheet: Any, sheet: Sheet, formats: _Formats) -> None:
    worksheet.freeze_panes(1, 0)
    for column, width in sheet.widths.items():
        worksheet.set_column(column, column, width)
    for column in sorted(sheet.hidden):
        worksheet.set_column(column, column, None, None, {"hidden": True})
    for column, text in enumerate(sheet.header):
        worksheet.write_string(0, column, cell(text), formats.header if sheet.widths else None)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(worksheet, (number, column), value, formats, wrapped=sheet.prose)
    if sheet.widths and not sheet.prose and sheet.size:
        worksheet.autofilter(0, 0, sheet.size, len(sheet.header) - 1)


def _write_cell(worksheet: Any, where: tuple[int, int], value: Cell, formats: _Formats, *, wrapped: bool) -> None:
    match value:
        case None | "":
            pass
        case Link():
            worksheet.write_url(*where, value.address, string=cell(value.text))
        case str():
            worksheet.write_string(*where, cell(value), formats.wrapped if wrapped else None)
        case date():
            worksheet.write_datetime(*where, value, formats.day)
        case _:
            worksheet.write_number(*where, value, formats.amount)
