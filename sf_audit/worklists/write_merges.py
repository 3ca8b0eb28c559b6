"""All duplicates to merge, in files for whoever merges for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sf_audit.model.worklist import Merge, Occasion
from sf_audit.report.worklists.csv import merges_csv
from sf_audit.report.worklists.page import WrittenMerges, merges_page
from sf_audit.report.worklists.sheet import merges_xlsx
from sf_audit.worklists.compose import Lists

#: The folder of them, beside the lists.
MERGES = "merges"


def write_merges(lists: Lists, formats: Sequence[str], folder: Path) -> list[WrittenMerges]:
    """Write a file for each object and format below the folder; none where there is nothing to merge."""
    written = []
    for name, merges in lists.merges():
        place = _place(folder)
        files = []
        if "html" in formats:
            page = merges_page(name, merges, lists.occasion)
            (place / f"{name}.html").write_text(page, encoding="utf-8")
            files.append(("HTML", f"{MERGES}/{name}.html"))
        if "xlsx" in formats:
            merges_xlsx(merges, lists.occasion, place / f"{name}.xlsx")
            files.append(("XLSX", f"{MERGES}/{name}.xlsx"))
        if "csv" in formats:
            files.append(("CSV", write_merges_csv(merges, lists.occasion, folder, name)))
        written.append(WrittenMerges(name, len(merges), tuple(files)))
    return written


def write_merges_csv(merges: Sequence[Merge], occasion: Occasion, folder: Path, name: str) -> str:
    """Write a file of this name below the folder, and return its path in it."""
    lines = "".join(merges_csv(merges, occasion))
    (_place(folder) / f"{name}.csv").write_text(lines, encoding="utf-8", newline="")
    return f"{MERGES}/{name}.csv"


def _place(folder: Path) -> Path:
    place = folder / MERGES
    place.mkdir(mode=0o700, exist_ok=True)
    return place
