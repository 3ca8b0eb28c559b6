"""Writes the access matrix in the form that the file's name asks for; replaced whole, never half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sf_audit.access.answers.matrix import Matrix
from sf_audit.cli.output import say
from sf_audit.errors import UsageProblem
from sf_audit.report.access.formats import MATRIX_FORMATS, MatrixFormat
from sf_audit.report.words import count


def suffixes() -> str:
    """The endings of the forms that there are, as a list in words."""
    *first, end = MATRIX_FORMATS
    return f"{', '.join(first)} or {end}"


def write_matrix(matrix: Matrix, out: Path) -> bool:
    """Write it, say where it is, and whether all of it was checked. UsageProblem for what the form cannot hold."""
    form = _form(matrix, out)
    users = out if form.one_file else out.with_name(f"{out.stem}-users{out.suffix}")
    with _staged(out, users) as (rights_file, users_file):
        form.write(matrix, rights_file, users_file)
    say(f"{count(len(matrix.signatures), 'signature')}: {out}")
    if users != out:
        say(f"Who has which signature: {users}")
    return _told(matrix)


def _form(matrix: Matrix, out: Path) -> MatrixFormat:
    """The form that the name of the file asks for."""
    form = MATRIX_FORMATS.get(out.suffix.lower())
    if form is None:
        raise UsageProblem(f"{out.name} does not say in which form", hint=f"End it in {suffixes()}.")
    if not (form.holds_all or matrix.wanted):
        whole = " or ".join(each.suffix for each in MATRIX_FORMATS.values() if each.holds_all)
        raise UsageProblem(
            f"the whole matrix does not fit {form.suffix}",
            hint=f"Narrow it with --user, --object or --kind, or write {whole}.",
        )
    return form


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
