"""A format as text, and the rows of findings.parquet that fit a Review."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader

from sf_audit.model.review import Review
from sf_audit.report.findings_csv import COLUMNS
from sf_audit.report.formats import Document, Format
from tests.report.cells import cells_of


def text_of(form: Format, document: Document) -> str:
    """What people read in its files: of a workbook the cells, of a PDF the text of its pages."""
    with TemporaryDirectory() as folder:
        form.write(document, Path(folder))
        return "".join(_READ.get(path.suffix, _plain)(path) for path in sorted(Path(folder).iterdir()))


def paper_text(path: Path) -> str:
    """The text of a PDF, page by page."""
    return "\f".join(page.extract_text() for page in PdfReader(path).pages) + "\n"


def _plain(path: Path) -> str:
    return path.read_bytes().decode()


_READ: Mapping[str, Callable[[Path], str]] = {".pdf": paper_text, ".xlsx": cells_of}


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
