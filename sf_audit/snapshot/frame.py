"""A table of a snapshot for people in a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.snapshot import pages
from sf_audit.snapshot.layout import MANIFEST
from sf_audit.snapshot.manifest import TableEntry, sealed, sha256
from sf_audit.snapshot.plain_names import inside
from sf_audit.snapshot.tombstone import pruned

if TYPE_CHECKING:
    import pandas


def frame(folder: Path, table: str) -> pandas.DataFrame:
    """The rows of one table, with decimals, ids and dates as exact as they are stored.

    Rows of a table that is incomplete are given as they are: `open_snapshot` says what is missing.
    UsageProblem where the snapshot has no such table, IntegrityBroken where a page was changed.
    """
    import pandas  # 0.3 s that only a notebook pays for

    entry = _entry(folder, table)
    for page in entry.pages:
        path = inside(folder, page.file, folder / MANIFEST)
        if path.is_symlink() or not path.is_file() or sha256(path.read_bytes()) != page.sha256:
            raise IntegrityBroken(f"{path} is not what was written", hint="Restore it from a backup.")
    parts = [pages.decoded(folder / page.file) for page in entry.pages] or [pages.empty(entry.columns)]
    whole = pa.concat_tables(parts, promote_options="permissive")
    return whole.to_pandas(types_mapper=pandas.ArrowDtype)


def _entry(folder: Path, table: str) -> TableEntry:
    tables = sealed(folder).tables
    if table not in tables:
        raise UsageProblem(f"{folder.name} has no table {table}", hint=f"It has {', '.join(sorted(tables))}.")
    if table in pruned(folder):
        raise UsageProblem(f"The rows of {table} were pruned on {pruned(folder)[table]}", hint="Collect again.")
    return tables[table]
