"""The rows of a CSV file as spreadsheets save it: any of three separators, a byte order mark, new lines in quotes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

_SEPARATORS = ";,\t"

#: What some spreadsheets write, and take, as the first line.
_SEPARATOR_LINE = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)


def decoded(content: bytes) -> str:
    """The text. ValueError says on which line it is no UTF-8, and how to save it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise ValueError(f"line {line} is not UTF-8: save it as “CSV UTF-8” or as text in UTF-8") from None
    if "\0" in text:
        raise ValueError("is not UTF-8: save it as “CSV UTF-8” or as text in UTF-8")
    return text


def csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row, each with the line on which it begins; rows without anything are left out.

    ValueError says on which line it is no CSV.
    """
    named = _SEPARATOR_LINE.match(text)
    rows = csv.reader(
        StringIO(text[named.end() :] if named else text, newline=""),
        delimiter=named[1] if named else _separator(text),
        strict=True,
    )
    before = 1 if named else 0
    try:
        begins = 1
        for row in rows:
            if any(cell.strip() for cell in row):
                yield before + begins, row
            begins = rows.line_num + 1
    except csv.Error as problem:
        raise ValueError(f"line {before + rows.line_num} is no CSV: {problem}") from None


def _separator(text: str) -> str:
    """The separator that the first line has most of."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(_SEPARATORS, key=lambda sign: (first.count(sign), sign == ","))
