"""What each output looks like, kept as files: read the difference before you accept it (`make golden`)."""

from __future__ import annotations

from collections.abc import Callable

from sf_audit.model.review import Review
from sf_audit.report.html import html
from sf_audit.report.markdown import markdown
from sf_audit.report.review_json import to_json
from sf_audit.report.terminal import terminal

Golden = Callable[[str, str], None]
SPITEFUL = (
    "<img src=x onerror=alert(1)>\"'{{7*7}}</style></script><script>alert(2)</script>"
    "\u202egpj\0\x1b[2J=1+1 & javascript:alert(3)"
)


def test_page(review: Review, golden: Golden) -> None:
    golden("review.html", html(review))


def test_page_without_names(review: Review, golden: Golden) -> None:
    golden("review-redacted.html", html(review, redact=True))


def test_page_of_hostile_texts(hostile_review: Callable[[str], Review], golden: Golden) -> None:
    golden("review-hostile.html", html(hostile_review(SPITEFUL)))


def test_markdown(review: Review, golden: Golden) -> None:
    golden("review.md", markdown(review))


def test_terminal(review: Review, golden: Golden) -> None:
    golden("review.txt", terminal(review, width=100, color=False))


def test_terminal_in_colour(review: Review, golden: Golden) -> None:
    golden("review.ansi", terminal(review, width=72, color=True))


def test_json(review: Review, golden: Golden) -> None:
    golden("review.json", to_json(review))
