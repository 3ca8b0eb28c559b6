"""A format as text, and the rows of findings.parquet that fit a Review."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.review import Review
from sf_audit.report.findings_csv import COLUMNS
from sf_audit.report.formats import Document, Format


def text_of(form: Format, document: Document) -> str:
    """What the file would hold."""
    return b"".join(form.written(document)).decode()


def rows_of(review: Review) -> Iterator[dict[str, object]]:
    """The rows of the findings that the Review shows."""
    by_rule = {outcome.rule: outcome for outcome in review.outcomes}
    for rule, examples in review.examples.items():
        outcome = by_rule[rule]
        for number, example in enumerate(examples):
            facts = {
                "rule": rule,
                "object": example.object,
                "id": example.id,
                "part": example.part,
                "because": example.because,
                "severity": outcome.severity.value,
                "owner": outcome.owner,
                "partner": outcome.partner,
                "first_seen": example.first_seen,
                "due": example.due,
                "waived_until": example.waived_until,
                "key": f"{number:064x}",
            }
            yield {**dict.fromkeys(COLUMNS), **facts}
