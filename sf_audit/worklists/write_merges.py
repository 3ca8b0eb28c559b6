"""All duplicates to merge, in files for whoever merges for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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
        (folder / MERGES).mkdir(mode=0o700, exist_ok=True)
        path = folder / MERGES / name
        files = []
        if "html" in formats:
            page = merges_page(name, merges, lists.occasion)
            path.with_suffix(".html").write_text(page, encoding="utf-8")
            files.append(("HTML", f"{MERGES}/{name}.html"))
        if "xlsx" in formats:
            merges_xlsx(merges, lists.occasion, path.with_suffix(".xlsx"))
            files.append(("XLSX", f"{MERGES}/{name}.xlsx"))
        if "csv" in formats:
            lines = "".join(merges_csv(merges, lists.occasion))
            path.with_suffix(".csv").write_text(lines, encoding="utf-8", newline="")
            files.append(("CSV", f"{MERGES}/{name}.csv"))
        written.append(WrittenMerges(name, len(merges), tuple(files)))
    return written
