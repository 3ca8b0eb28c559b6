"""The records that break a rule, in files of a scan: there may be millions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FailingRows:
    """Breaches that a scan of records wrote to Parquet, because there may be millions.

    The file has the columns `standard` (text), `id` (18 characters) and `record_owner_id`. `fields` are those that
    were judged. `twins` has `id`, `other` (an id; empty where it is of another object) and `more`, where records are
    blamed for having the same, `merges` MERGE_COLUMNS (`sf_audit.model.merge`), a row for each group of them; `reasons`
    has `id` and `because`, where each record has a reason of its own.
    """

    path: Path
    standard: str
    object: str
    because: str
    fields: tuple[str, ...] = ()
    twins: Path | None = None
    reasons: Path | None = None
    merges: Path | None = None
