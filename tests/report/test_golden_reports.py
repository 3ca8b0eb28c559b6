"""What each output looks like, kept as files: read the difference before you accept it (`make golden`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sf_audit.model.review import Review
from sf_audit.report.formats import FORMATS, Document, Format
from sf_audit.report.terminal import terminal
from tests.report.written import text_of

every_format = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
Golden = Callable[[str, str], None]
SPITEFUL = (
    "<img src=x onerror=alert(1)>\"'{{7*7}}</style></script><script>alert(2)</script>"
    "\u202egpj\0\x1b[2J=1+1 & javascript:alert(3)"
)


@every_format
def test_format(form: Format, document: Document, golden: Golden) -> None:
    golden(beside(form), text_of(form, document))


@every_format
def test_format_without_names(form: Format, document: Document, golden: Golden) -> None:
    golden(beside(form, "redacted"), text_of(form, replace(document, redact=True)))


@every_format
def test_format_with_hostile_texts(form: Format, hostile_document: Callable[[str], Document], golden: Golden) -> None:
    golden(beside(form, "hostile"), text_of(form, hostile_document(SPITEFUL)))


def test_terminal(review: Review, golden: Golden) -> None:
    golden("review.txt", terminal(review, width=100, color=False))


def test_terminal_in_colour(review: Review, golden: Golden) -> None:
    golden("review.ansi", terminal(review, width=72, color=True))


def beside(form: Format, kind: str = "") -> str:
    """`review-hostile.html` for `review.html`; of what is no text, what people read in it."""
    stem, _, suffix = form.file.replace("*", "by-rule").rpartition(".")
    return f"{stem}{'-' if kind else ''}{kind}.{suffix}{_READ_AS.get(suffix, '')}"


_READ_AS = {"pdf": ".txt", "xlsx": ".txt"}
