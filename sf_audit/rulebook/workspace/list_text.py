"""The values in the text of a list: one on each line, or a column of a CSV file, as spreadsheets save it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sf_audit.nearness import nearest
from sf_audit.rulebook.files.csv_text import csv_rows, decoded

#: So many values are compared with every record in a moment.
MOST_VALUES = 50_000


def values_in(content: bytes, column: str, *, is_csv: bool) -> tuple[str, ...]:
    """The values in their order, without white space around them. ValueError says what is wrong and on which line."""
    text = decoded(content)
    found = list(_cells(text, column) if is_csv else enumerate(text.splitlines(), 1))
    filled = [(line, cell.strip()) for line, cell in found if cell.strip()]
    if not filled:
        raise ValueError("holds no value")
    if len(filled) > MOST_VALUES:
        raise ValueError(f"holds {len(filled):,} values: at most {MOST_VALUES:,} are taken")
    _refuse_repeated(filled)
    return tuple(value for _, value in filled)


def _refuse_repeated(values: Iterable[tuple[int, str]]) -> None:
    seen: dict[str, int] = {}
    for line, value in values:
        first = seen.setdefault(value, line)
        if first != line:
            raise ValueError(f"line {line} repeats “{value}” of line {first}")


def _cells(text: str, column: str) -> Iterator[tuple[int, str]]:
    """The cells of one column, with their lines; lines without anything are left out."""
    rows = csv_rows(text)
    _, header = next(rows, (1, []))
    place = _place(column, [name.strip() for name in header])
    for line, row in rows:
        if len(row) != len(header):
            cells = f"{len(row)} cells, and its first line {len(header)}"
            raise ValueError(f"line {line} has {cells}: a text with a separator in it needs quotes")
        yield line, row[place]


def _place(column: str, header: Sequence[str]) -> int:
    """Where the column stands; the first one, where none is named."""
    if not any(header):
        raise ValueError("has no first line with the names of its columns")
    if not column:
        return 0
    if header.count(column) > 1:
        raise ValueError(f"has the column “{column}” twice")
    if column not in header:
        near = nearest(column, header)
        meant = f"; did you mean “{near}”?" if near else f"; it has {', '.join(f'“{name}”' for name in header[:8])}"
        raise ValueError(f"has no column “{column}”{meant}")
    return header.index(column)
