"""The matrix for spreadsheets: one line for each standard."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.enforcement import Enforcement, Kept, StandardEnforcement
from sf_audit.report.enforcement.words import bypass_words, evidence_words
from sf_audit.report.findings_csv import csv_line

COLUMNS = (
    *("rule", "title", "owner", "object", "fields", "asks", "verdict", "because", "unlocked_by", "checked", "broken"),
    *("since", "checked_before", "broken_before", "checked_after", "broken_after", "bypasses", "evidence"),
)


def enforcement_csv(matrix: Enforcement) -> Iterator[str]:
    """The head, then a line for each standard, in the order of the matrix."""
    yield csv_line(COLUMNS)
    yield from map(_line, matrix.standards)


def _line(standard: StandardEnforcement) -> str:
    return csv_line(
        (
            *(standard.rule, standard.title, standard.owner, standard.object, ", ".join(standard.fields)),
            *(standard.asks, str(standard.verdict), standard.because, standard.unlocked_by),
            *_counts(standard.kept),
            standard.since,
            *_counts(standard.before),
            *_counts(standard.after),
            "; ".join(map(bypass_words, standard.bypasses)),
            "; ".join(map(evidence_words, standard.evidence)),
        )
    )


def _counts(kept: Kept | None) -> tuple[int | None, int | None]:
    return (kept.checked, kept.broken) if kept else (None, None)
