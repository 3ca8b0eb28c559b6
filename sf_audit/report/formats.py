"""The formats of a review: what can be written, into which file, and whether names of records are in it.

This is the one list. The command line offers what is in it, `publish` writes it, `prune` takes names out of it, and
each entry is tested with hostile values, without names, and against a file in tests/golden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sf_audit.model.review import Review
from sf_audit.report.findings_csv import findings_csv
from sf_audit.report.html import html
from sf_audit.report.markdown import markdown
from sf_audit.report.redacted import redacted, without_contact
from sf_audit.report.review_json import to_json

Finding = Mapping[str, object]
"""One row of findings.parquet."""


@dataclass(frozen=True, slots=True)
class Document:
    """A review with everything that a format may show of it.

    `findings` begins a new pass over findings.parquet, because there may be millions. A `redact`ed document names
    no record, record owner or auditor, and no way to reach anybody.
    """

    review: Review
    findings: Callable[[], Iterable[Finding]]
    redact: bool = False

    def withheld(self) -> Document:
        """The same without names and contacts."""
        plain = self.findings
        return replace(
            self, review=redacted(self.review), findings=lambda: map(_without_contacts, plain()), redact=True
        )


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a review.

    `shows_names` says whether names and values of records are in it unless they are withheld: then it is private, and
    written anew when the records are pruned. `choice` is false for what is written with every review.
    """

    name: str
    file: str
    media_type: str
    shows_names: bool
    about: str
    pieces: Callable[[Document], Iterable[str]]
    choice: bool = True
    default: bool = False

    def written(self, document: Document) -> Iterator[bytes]:
        """The bytes of its file, piece by piece."""
        shown = document.withheld() if document.redact else document
        return (piece.encode("utf-8") for piece in self.pieces(shown))


def _html(document: Document) -> Iterable[str]:
    return [html(document.review, redact=document.redact)]


def _markdown(document: Document) -> Iterable[str]:
    return [markdown(document.review)]


def _csv(document: Document) -> Iterable[str]:
    return findings_csv(document.findings())


def _json(document: Document) -> Iterable[str]:
    return [to_json(document.review)]


def _without_contacts(row: Finding) -> Finding:
    return {**row, **{party: without_contact(str(row[party] or "")) for party in ("owner", "partner")}}


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format(
            name="html",
            file="review.html",
            media_type="text/html",
            shows_names=True,
            about="the page that people read",
            pieces=_html,
            default=True,
        ),
        Format(
            name="csv",
            file="findings.csv",
            media_type="text/csv",
            shows_names=False,
            about="every finding, for a spreadsheet",
            pieces=_csv,
            default=True,
        ),
        Format(
            name="markdown",
            file="review.md",
            media_type="text/markdown",
            shows_names=True,
            about="the review in short, to paste into a chat, a wiki or a ticket",
            pieces=_markdown,
        ),
        Format(
            name="json",
            file="review.json",
            media_type="application/json",
            shows_names=False,
            about="the review for programs",
            pieces=_json,
            choice=False,
        ),
    )
}
"""Every format, by its name."""

PAGE = FORMATS["html"]
DOCUMENT = FORMATS["json"]


def choices() -> tuple[str, ...]:
    """What `--format` takes."""
    return tuple(name for name, each in FORMATS.items() if each.choice)


def defaults() -> tuple[str, ...]:
    """What is written where nobody chose."""
    return tuple(name for name, each in FORMATS.items() if each.default)
