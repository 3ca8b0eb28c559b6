"""Workbooks for Excel, in memory that does not grow with them.

Every text is written as text, so that no name can become a formula. What a sheet cannot hold is refused by name before
anything is written, or goes on in further sheets where nobody knows beforehand how much there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from sf_audit.errors import UsageProblem
from sf_audit.report.forgiving_file import ForgivingFile
from sf_audit.report.hostile import CELL, cell

#: "Excel specifications and limits": rows and columns of a sheet, and addresses in it.
ROWS, COLUMNS, LINKS = 1_048_576, 16_384, 65_530


@dataclass(frozen=True, slots=True)
class Link:
    """A text that opens an address when somebody clicks it. The address is one of ours, never a text of a record."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, 0 to 1, shown in percent, and rounded down to a tenth, so that only all of them are 100%."""

    share: float


Cell: TypeAlias = str | int | float | Percent | date | Link | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its header, and its rows, of which there are `size`.

    Where the size is None, nobody knows it, and what one sheet cannot hold goes on in the next: `Findings 2`.
    `widths` are in characters, by column. Columns that are `hidden` are for programs. A sheet of `prose` wraps its
    lines and has no filter. A column of `choices` offers these words, for people to choose one of. No cell has more
    than the `longest` letters.
    """

    name: str
    header: Sequence[str]
    size: int | None
    rows: Iterable[Sequence[Cell]]
    widths: Mapping[int, int] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    prose: bool = False
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    longest: int = CELL


def insist_on_room(sheets: Sequence[Sheet]) -> None:
    """UsageProblem, naming the sheet, its size and the limit, for what no sheet can hold."""
    for sheet in sheets:
        for need, limit, unit in (((sheet.size or 0) + 1, ROWS, "rows"), (len(sheet.header), COLUMNS, "columns")):
            if need > limit:
                raise UsageProblem(
                    f"the sheet “{sheet.name}” would need {need:,} {unit}, and a sheet has {limit:,}",
                    hint="Narrow it with --object, --user or --kind, or write Parquet.",
                )


def write_workbook(path: Path, sheets: Sequence[Sheet], *, made: datetime | None = None, most_rows: int = ROWS) -> None:
    """The workbook; memory does not grow with it. It says that it was `made` then, or else now.

    No sheet has more than `most_rows`. OSError where the disk refuses it, as for every file.
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
                    _write_parts(book, sheet, formats, most_rows)
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
    def number(self) -> Any:
        return self.book.add_format({"num_format": "#,##0", "valign": "top"})

    @cached_property
    def percent(self) -> Any:
        return self.book.add_format({"num_format": "0.0%", "valign": "top"})

    @cached_property
    def wrapped(self) -> Any:
        return self.book.add_format({"text_wrap": True, "valign": "top"})


def _write_parts(book: Any, sheet: Sheet, formats: _Formats, most_rows: int) -> None:
    rows = iter(sheet.rows)
    for part in count(1):
        name = sheet.name if part == 1 else f"{sheet.name} {part}"
        _Part(book.add_worksheet(name), sheet, formats).write(islice(rows, most_rows - 1))
        following = next(rows, None)
        if following is None:
            return
        rows = chain([following], rows)


@dataclass
class _Part:
    """A worksheet that is being written, in the order of its rows."""

    worksheet: Any
    sheet: Sheet
    formats: _Formats
    links: int = 0

    def write(self, rows: Iterator[Sequence[Cell]]) -> None:
        """The header, and these rows."""
        self._begin()
        written = 0
        for number, row in enumerate(rows, start=1):
            written = number
            for column, value in enumerate(row):
                self._cell((number, column), value)
        if written:
            self._end(written)

    def _begin(self) -> None:
        sheet, header = self.sheet, self.formats.header if self.sheet.widths else None
        self.worksheet.freeze_panes(1, 0)
        for column, width in sheet.widths.items():
            self.worksheet.set_column(column, column, width)
        for column in sorted(sheet.hidden):
            self.worksheet.set_column(column, column, None, None, {"hidden": True})
        for column, text in enumerate(sheet.header):
            self.worksheet.write_string(0, column, cell(text), header)

    def _end(self, written: int) -> None:
        if self.sheet.widths and not self.sheet.prose:
            self.worksheet.autofilter(0, 0, written, len(self.sheet.header) - 1)
        for column, words in self.sheet.choices.items():
            choice = {"validate": "list", "source": list(words)}
            self.worksheet.data_validation(1, column, written, column, choice)

    def _cell(self, where: tuple[int, int], value: Cell) -> None:
        formats, write, longest = self.formats, self.worksheet, self.sheet.longest
        match value:
            case None | "":
                pass
            case Link() if self.links < LINKS:
                self.links += 1
                write.write_url(*where, value.address, string=cell(value.text, limit=longest))
            case Link():
                write.write_string(*where, cell(value.text, limit=longest))
            case str():
                write.write_string(*where, cell(value, limit=longest), formats.wrapped if self.sheet.prose else None)
            case date():
                write.write_datetime(*where, value, formats.day)
            case Percent():
                write.write_number(*where, int(value.share * 1000 + 1e-9) / 1000, formats.percent)
            case int():
                write.write_number(*where, value, formats.number)
            case _:
                write.write_number(*where, value, formats.amount)
