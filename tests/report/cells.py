"""A workbook as text, as Excel would show it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook


def cells_of(path: Path) -> str:
    """The sheets of a workbook as text: a line for each row, links in angle brackets."""
    lines: list[str] = []
    for sheet in load_workbook(path).worksheets:
        lines.append(f"# {sheet.title}")
        for row in sheet.iter_rows():
            shown = (f"{cell.value}{_address(cell.hyperlink)}" if cell.value is not None else "" for cell in row)
            lines.append("\t".join(shown).rstrip())
    return "\n".join(lines) + "\n"


def _address(link: object) -> str:
    return f" <{getattr(link, 'target', '')}>" if link is not None else ""
