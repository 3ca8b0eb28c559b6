"""The formats of a worklist: what can be written for each recipient, and into which kind of file.

This is the one list. The command line offers what is in it, `sf_audit.worklists` writes it, and each entry is tested
with hostile values, without names, and against a file in tests/golden. Under redaction a list arrives here without
names and values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sf_audit.model.worklist import Occasion, Worklist
from sf_audit.report.worklists.csv import worklist_csv
from sf_audit.report.worklists.page import worklist_page
from sf_audit.report.worklists.sheet import worklist_xlsx


@dataclass(frozen=True, slots=True)
class WorklistFormat:
    """One way to write a list."""

    name: str
    suffix: str
    media_type: str
    about: str
    write: Callable[[Worklist, Occasion, Path], None]


def _text(pieces: Callable[[Worklist, Occasion], Iterable[str]]) -> Callable[[Worklist, Occasion, Path], None]:
    def write(worklist: Worklist, occasion: Occasion, path: Path) -> None:
        with path.open("wb") as file:
            file.writelines(piece.encode("utf-8") for piece in pieces(worklist, occasion))

    return write


WORKLIST_FORMATS: Mapping[str, WorklistFormat] = {
    each.name: each
    for each in (
        WorklistFormat(
            name="html",
            suffix=".html",
            media_type="text/html",
            about="a page to work through, also on a phone",
            write=_text(lambda worklist, occasion: [worklist_page(worklist, occasion)]),
        ),
        WorklistFormat(
            name="xlsx",
            suffix=".xlsx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            about="a workbook with filters, links, and how each rule is fixed",
            write=worklist_xlsx,
        ),
        WorklistFormat(
            name="csv",
            suffix=".csv",
            media_type="text/csv",
            about="a line for each finding, for another program",
            write=_text(worklist_csv),
        ),
    )
}
"""Every format, by its name."""
