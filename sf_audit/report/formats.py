"""The formats of a review: what can be written, into which file, and whether names of records are in it.

This is the one list. The command line offers what is in it, `publish` writes it, `prune` takes names out of it, and
each entry is tested with hostile values, without names, and against a file in tests/golden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sf_audit.model.layout import DEFAULT_LAYOUT, Audience, Layout
from sf_audit.model.review import Review
from sf_audit.report.findings_csv import findings_csv, write_by_rule
from sf_audit.report.html import html
from sf_audit.report.markdown import markdown
from sf_audit.report.notice import notice
from sf_audit.report.redacted import redacted, without_contact
from sf_audit.report.review_json import to_json
from sf_audit.report.rule_names import BY_RULE
from sf_audit.report.weekly import MOST, weekly
from sf_audit.report.weekly_texts import weekly_html, weekly_markdown, weekly_text

Finding = Mapping[str, object]
"""One row of findings.parquet."""


@dataclass(frozen=True, slots=True)
class Document:
    """A review with everything that a format may show of it.

    `findings` begins a new pass over findings.parquet, because there may be millions. A `redact`ed document names
    no record, record owner or auditor, and no way to reach anybody. `by_rule` says that the findings of each rule are
    in a file of their own beside it, for links.
    """

    review: Review
    findings: Callable[[], Iterable[Finding]]
    redact: bool = False
    layout: Layout = DEFAULT_LAYOUT
    by_rule: bool = False

    def withheld(self) -> Document:
        """The same without names and contacts."""
        plain = self.findings
        return replace(
            self, review=redacted(self.review), findings=lambda: map(_without_contacts, plain()), redact=True
        )


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a review.

    `file` is a pattern where there are several. `shows_names` says whether names and values of records are in it unless
    they are withheld: then it is private, and written anew when the records are pruned. `choice` is false for what is
    written with every review. What has `editions` is another file for each audience.
    """

    name: str
    file: str
    media_type: str
    shows_names: bool
    about: str
    writer: Callable[[Document, Path], None]
    choice: bool = True
    default: bool = False
    editions: bool = False

    def file_for(self, audience: Audience | None) -> str:
        """What its file is called: `review-exec.pdf`, so that no edition takes the place of the whole review."""
        if audience is None or not self.editions:
            return self.file
        stem, _, suffix = self.file.rpartition(".")
        return f"{stem}-{audience}.{suffix}"

    def write(self, document: Document, folder: Path) -> None:
        """Write its file, or files, into a folder."""
        path = folder / self.file_for(document.layout.audience)
        self.writer(document.withheld() if document.redact else document, path)


def _text(pieces: Callable[[Document], Iterable[str]]) -> Callable[[Document, Path], None]:
    """Writes a text piece by piece, because there may be millions."""

    def write(document: Document, path: Path) -> None:
        with path.open("wb") as file:
            file.writelines(piece.encode("utf-8") for piece in pieces(document))

    return write


def _html(document: Document) -> Iterable[str]:
    return [
        html(
            document.review,
            redact=document.redact,
            by_rule=document.by_rule,
            audience=document.layout.audience,
        )
    ]


def _markdown(document: Document) -> Iterable[str]:
    return [markdown(document.review, document.layout.audience)]


def _csv(document: Document) -> Iterable[str]:
    return findings_csv(document.findings())


def _json(document: Document) -> Iterable[str]:
    return [to_json(document.review)]


def _pdf(document: Document, path: Path) -> None:
    from sf_audit.report.pdf.review_pdf import review_pdf  # takes as long to load as all else, and few ask for it

    path.write_bytes(review_pdf(document.review, document.layout, redact=document.redact))


def _xlsx(document: Document, path: Path) -> None:
    from sf_audit.report.review_workbook import review_xlsx

    review_xlsx(document.review, document.findings, path)


def _by_rule(document: Document, path: Path) -> None:
    write_by_rule(document.findings(), path.parent)


def _weekly_html(document: Document) -> Iterable[str]:
    return [weekly_html(weekly(document.review), redact=document.redact)]


def _weekly_markdown(document: Document) -> Iterable[str]:
    return weekly_markdown(weekly(document.review))


def _weekly_text(document: Document) -> Iterable[str]:
    return weekly_text(weekly(document.review))


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
            writer=_text(_html),
            editions=True,
            default=True,
        ),
        Format(
            name="csv",
            file="findings.csv",
            media_type="text/csv",
            shows_names=False,
            about="every finding, for a spreadsheet",
            writer=_text(_csv),
            default=True,
        ),
        Format(
            name="csv-by-rule",
            file=BY_RULE,
            media_type="text/csv",
            shows_names=False,
            about="the findings of each rule in a file of its own, linked from the page",
            writer=_by_rule,
        ),
        Format(
            name="pdf",
            file="review.pdf",
            media_type="application/pdf",
            shows_names=True,
            about="the review to print, to send and to keep: PDF/UA-1 and PDF/A-2a",
            writer=_pdf,
            editions=True,
        ),
        Format(
            name="xlsx",
            file="review.xlsx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            shows_names=True,
            about="a workbook with a sheet for each part, filters, and a status to choose",
            writer=_xlsx,
        ),
        Format(
            name="markdown",
            file="review.md",
            media_type="text/markdown",
            shows_names=True,
            about="the review in short, to paste into a chat, a wiki or a ticket",
            writer=_text(_markdown),
            editions=True,
        ),
        *(
            Format(
                name=f"weekly-{kind}",
                file=f"weekly.{suffix}",
                media_type=media_type,
                shows_names=False,
                about=f"the weekly sync, at most {MOST} rows: {about}",
                writer=_text(pieces),
            )
            for kind, suffix, media_type, about, pieces in (
                ("html", "html", "text/html", "one page", _weekly_html),
                ("markdown", "md", "text/markdown", "to paste into a wiki", _weekly_markdown),
                ("text", "txt", "text/plain", "for a mail", _weekly_text),
            )
        ),
        Format(
            name="notice",
            file="notice.txt",
            media_type="text/plain",
            shows_names=False,
            about="the review in five lines, for a mail or a chat",
            writer=_text(lambda document: [notice(document.review).text]),
        ),
        Format(
            name="json",
            file="review.json",
            media_type="application/json",
            shows_names=False,
            about="the review for programs",
            writer=_text(_json),
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
