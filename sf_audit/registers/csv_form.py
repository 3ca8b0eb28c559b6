"""A register as a spreadsheet saves it: the first line names the fields, and each other line is an entry.

It becomes what the same register in YAML is, each part with its line, so that both are read and refused in one way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sf_audit.errors import UsageProblem
from sf_audit.nearness import nearest
from sf_audit.rulebook.files.csv_text import csv_rows, decoded
from sf_audit.rulebook.files.synonyms import known_key
from sf_audit.rulebook.files.yaml_file import Written


def written_in_csv(path: Path, content: bytes, name: str, fields: Sequence[str]) -> Written:
    """The content of a CSV file, as that of a YAML file with the list `name`. UsageProblem for what is no such file."""
    try:
        rows = list(csv_rows(decoded(content)))
    except ValueError as problem:
        raise _problem(path, str(problem)) from None
    if not rows:
        raise UsageProblem(f"{path}:1: the file is empty", hint=f"Its first line has the fields: {', '.join(fields)}")
    (line, names), *entries = rows
    columns = _columns(path, line, names, entries, fields)
    listed = CommentedSeq()
    for number, (begins, cells) in enumerate(entries):
        listed.append(_entry(path, begins, cells, columns))
        listed.lc.add_idx_line_col(number, [begins - 1, 0])
    whole = CommentedMap({name: listed})
    whole.lc.add_kv_line_col(name, [line - 1, 0, line - 1, 0])
    return Written(path, whole)


def _columns(
    path: Path, line: int, names: Sequence[str], entries: Sequence[tuple[int, list[str]]], fields: Sequence[str]
) -> list[str]:
    """The field of each column; empty for one that has neither a name nor a value."""
    found: list[str] = []
    for place, written in enumerate(names):
        field = "_".join(written.strip().lower().replace("-", " ").replace("_", " ").split())
        if not field and any(cells[place : place + 1] and cells[place].strip() for _, cells in entries):
            raise UsageProblem(
                f"{path}:{line}: column {place + 1} has values and no name", hint="Name it, or empty it."
            )
        if field and field not in fields:
            meant = known_key(field, fields) or nearest(field, fields)
            hint = f"Did you mean “{meant}”?" if meant else f"Known: {', '.join(fields)}."
            raise UsageProblem(f"{path}:{line}: there is no column “{written.strip()}”", hint=hint)
        if field and field in found:
            raise UsageProblem(f"{path}:{line}: there are two columns “{written.strip()}”", hint="Keep one of them.")
        found.append(field)
    return found


def _entry(path: Path, line: int, cells: Sequence[str], columns: Sequence[str]) -> CommentedMap:
    """The cells of a line by their fields; empty ones are left out."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        says = f"has {len(cells)} cells, and the first line {len(columns)}"
        raise UsageProblem(f"{path}:{line}: {says}", hint="A text with a separator in it needs quotes.")
    entry = CommentedMap()
    for field, cell in _filled(columns, cells):
        entry[field] = cell
        entry.lc.add_kv_line_col(field, [line - 1, 0, line - 1, 0])
    return entry


def _filled(columns: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    for field, cell in zip(columns, cells, strict=False):
        if field and cell.strip():
            yield field, cell.strip()


def _problem(path: Path, says: str) -> UsageProblem:
    """`line 3 is no CSV: …` as an error with file and line."""
    words = says.split(" ", 2)
    if words[0] == "line" and len(words) == 3:
        return UsageProblem(f"{path}:{words[1]}: {words[2]}")
    return UsageProblem(f"{path}: {says}")
