"""The forms of an answer about access: which option asks for one, and which answers have it.

These are the only lists: the options of `sf-audit access` are made of them, and each entry is tested with hostile
names and with names withheld, and each form of an answer against a file in tests/golden. An answer arrives here with
its names withheld already, where that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sf_audit.model.access import Diff, Who, Why
from sf_audit.model.attack import Attack
from sf_audit.report.access.attack import attack_json, attack_text
from sf_audit.report.access.csv import diff_csv, who_csv, why_csv
from sf_audit.report.access.json import access_json
from sf_audit.report.access.matrix import RightsTables, matrix_csv, matrix_parquet, matrix_xlsx
from sf_audit.report.access.opengraph import opengraph
from sf_audit.report.access.page import access_page
from sf_audit.report.access.text import diff_text, who_text, why_text

Answer = Why | Who | Diff | Attack


@dataclass(frozen=True, slots=True)
class AccessFormat:
    """One form. `pieces` has a function for each kind of answer that can take it.

    Without an option it is what is printed when nobody asks for another; one that is `to_file` takes a path.
    """

    name: str
    media_type: str
    pieces: Mapping[type[Answer], Callable[..., Iterable[str]]]
    option: str = ""
    about: str = ""
    to_file: bool = False

    def written(self, answer: Answer) -> Iterable[str]:
        """The answer in this form, piece by piece."""
        return self.pieces[type(answer)](answer)


def _whole(make: Callable[..., str]) -> Callable[..., Iterable[str]]:
    return lambda answer: [make(answer)]


ACCESS_FORMATS: Mapping[str, AccessFormat] = {
    each.name: each
    for each in (
        AccessFormat(
            name="text",
            media_type="text/plain",
            pieces={
                Why: _whole(why_text),
                Who: _whole(who_text),
                Diff: _whole(diff_text),
                Attack: _whole(attack_text),
            },
        ),
        AccessFormat(
            name="json",
            media_type="application/json",
            pieces={**dict.fromkeys((Why, Who, Diff), _whole(access_json)), Attack: _whole(attack_json)},
            option="--json",
            about="Print all of it as JSON.",
        ),
        AccessFormat(
            name="csv",
            media_type="text/csv",
            pieces={Why: why_csv, Who: who_csv, Diff: diff_csv},
            option="--csv",
            about="Print all of it as CSV.",
        ),
        AccessFormat(
            name="html",
            media_type="text/html",
            pieces={Why: _whole(access_page)},
            option="--html",
            about="Write a page with a picture.",
            to_file=True,
        ),
        AccessFormat(
            name="opengraph",
            media_type="application/json",
            pieces={Attack: _whole(opengraph)},
            option="--opengraph",
            about="Write it for BloodHound.",
            to_file=True,
        ),
    )
}
"""Every form, by its name."""

TEXT = ACCESS_FORMATS["text"]


def forms_of(answer: type[Answer]) -> tuple[AccessFormat, ...]:
    """Those that such an answer can take."""
    return tuple(each for each in ACCESS_FORMATS.values() if answer in each.pieces)


@dataclass(frozen=True, slots=True)
class MatrixFormat:
    """One form of the access matrix, which is asked for by the ending of a file's name.

    `write` writes rights to one file, and who has which signature to another unless it is `one_file`. One that
    `holds_all` takes a matrix of any size.
    """

    suffix: str
    about: str
    write: Callable[[RightsTables, Path, Path], None]
    holds_all: bool = False
    one_file: bool = False


MATRIX_FORMATS: Mapping[str, MatrixFormat] = {
    each.suffix: each
    for each in (
        MatrixFormat(".parquet", "all of it, for programs", matrix_parquet, holds_all=True),
        MatrixFormat(".csv", "a part of it, for a spreadsheet", matrix_csv),
        MatrixFormat(
            ".xlsx",
            "a part of it as a workbook, a column for each signature",
            matrix_xlsx,
            one_file=True,
        ),
    )
}
"""Every form of the matrix, by its ending."""
