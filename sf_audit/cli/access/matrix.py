"""Writes the access matrix: Parquet whole, CSV and XLSX in part; beside the file, or replaced whole, never half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sf_audit.access.answers.matrix import Matrix
from sf_audit.cli.output import say
from sf_audit.errors import UsageProblem
from sf_audit.report.access.sheet import Grid, Sheet, insist_on_room, write_workbook
from sf_audit.report.findings_csv import csv_line
from sf_audit.report.words import count

_FORMS = (".parquet", ".csv", ".xlsx")
_RIGHTS = "Rights"


def write_matrix(matrix: Matrix, out: Path) -> bool:
    """Write it, say where it is, and whether all of it was checked. UsageProblem for what the form cannot hold."""
    form = out.suffix.lower()
    if form not in _FORMS:
        raise UsageProblem(f"{out.name} does not say in which form", hint=f"End it in {', '.join(_FORMS)}.")
    if form != ".parquet" and not matrix.wanted:
        raise UsageProblem(
            f"the whole matrix does not fit {form}",
            hint="Narrow it with --user, --object or --kind, or write .parquet.",
        )
    users = out if form == ".xlsx" else out.with_name(f"{out.stem}-users{out.suffix}")
    with _staged(out, users) as (rights_file, users_file):
        if form == ".parquet":
            matrix.write(rights_file, users_file)
        elif form == ".csv":
            _csv(matrix, rights_file, users_file)
        else:
            write_workbook(rights_file, _sheets(matrix))
    say(f"{count(len(matrix.signatures), 'signature')}: {out}")
    if users != out:
        say(f"Who has which signature: {users}")
    return _told(matrix)


def _told(matrix: Matrix) -> bool:
    for note in matrix.notes:
        say(f"Not in it: {note}", err=True)
    if matrix.fields_not_asked_for:
        say(f"Fields are only in it for the objects that are collected: not {_named(matrix)}", err=True)
    frozen, unknown = matrix.freezing
    if frozen:
        say(f"{count(frozen, 'user')} frozen: in it with what is held again when unfrozen", err=True)
    if unknown:
        say(f"Whether {count(unknown, 'user')} may be frozen was not readable (Manage Users)", err=True)
    if matrix.unknown:
        say(f"{count(matrix.unknown, 'user')} may hold more than is in it (may_hold_more)", err=True)
    return not matrix.notes and not matrix.unknown


def _named(matrix: Matrix) -> str:
    names = matrix.fields_not_asked_for
    return ", ".join(names[:10]) + (f" and {len(names) - 10:,} more" if len(names) > 10 else "")


@contextmanager
def _staged(out: Path, users: Path) -> Iterator[tuple[Path, Path]]:
    """Files to write to; they take their places when all is written."""
    try:
        with tempfile.TemporaryDirectory(prefix=".matrix-", dir=out.parent) as folder:
            rights_file, users_file = Path(folder) / "rights", Path(folder) / "users"
            yield rights_file, users_file
            os.replace(rights_file, out)
            if users_file.is_file():
                os.replace(users_file, users)
    except OSError as problem:
        raise UsageProblem(f"{out} cannot be written: {problem.strerror}") from None


def _csv(matrix: Matrix, rights: Path, users: Path) -> None:
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


def _sheets(matrix: Matrix) -> list[Sheet]:
    cells: dict[tuple[str, str], dict[int, str]] = {}
    insist_on_room([Grid(matrix.signatures, cells).sheet()])
    for batch in matrix.rights():
        for row in batch.to_pylist():
            held = cells.setdefault((row["kind"], row["target"]), {})
            right = f"{row['right']}?" if row["conditional"] else row["right"]
            held[row["signature"]] = f"{held[row['signature']]}, {right}" if row["signature"] in held else right
    people = matrix.users()
    rows = (tuple("" if value is None else str(value) for value in row.values()) for row in people.to_pylist())
    return [Grid(matrix.signatures, cells).sheet(), Sheet("Users", people.column_names, people.num_rows, rows)]
