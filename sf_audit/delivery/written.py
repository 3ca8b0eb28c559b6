"""The files of a review in the formats that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from sf_audit.model.layout import DEFAULT_LAYOUT, Layout
from sf_audit.model.review import Review
from sf_audit.report.formats import FORMATS, Document
from sf_audit.report.rule_names import BY_RULE
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.stored_findings import reading

#: Findings that are held as Python objects at once.
_ROWS = 4_096


def write(
    review: Review,
    folder: Path,
    formats: Sequence[str],
    *,
    redact: bool,
    layout: Layout = DEFAULT_LAYOUT,
    findings: Path | None = None,
) -> None:
    """The review in these formats. findings.parquet is in that folder, unless `findings` names another."""
    beside = findings or folder
    by_rule = "csv-by-rule" in formats or any(beside.glob(BY_RULE))
    document = Document(review, lambda: _rows(beside / FINDINGS), redact, layout, by_rule)
    for name in formats:
        FORMATS[name].write(document, folder)


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    with reading(path), pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_ROWS):
            yield from batch.to_pylist()
