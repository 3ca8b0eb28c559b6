"""review.html: one page that needs nothing else, not even JavaScript.

What it looks like is in reports/. What keeps it harmless is here: Jinja escapes every text, `finalize` makes
characters that cannot be seen visible, a missing name is an error, and the content security policy lets the page
load nothing and run only the few lines whose hash it carries.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sf_audit.bundled import bundled
from sf_audit.model.review import Review
from sf_audit.report import charts, words
from sf_audit.report.hostile import visible
from sf_audit.report.redacted import redacted
from sf_audit.report.rule_names import csv_of
from sf_audit.report.view import view

TONES = {"Good": "good", "Watch": "watch", "Act": "act"}
OUTCOME_TONES = {"Kept": "good", "Broken": "act", "Not checked": "unseen", "Not applicable": "none"}


def html(review: Review, *, redact: bool = False, by_rule: bool = False) -> str:
    """The page. With `redact` it names no record, record owner or auditor, only ids, and no contact of who must act.

    With `by_rule` each rule leads to the file of its findings.
    """
    shown = view(redacted(review) if redact else review)
    style, script = ours("review.css"), ours("review.js")
    return page(
        "review.html.j2", style, script, {"view": shown, "review": shown.review, "redact": redact, "by_rule": by_rule}
    )


def page(template: str, style: str, script: str, shown: Mapping[str, object]) -> str:
    """A page of reports/ about these values, with our own style and script; it loads and runs nothing else."""
    return (
        _pages()
        .get_template(template)
        .render(
            shown,
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
        )
    )


def ours(name: str) -> str:
    """A style or script of reports/."""
    return (bundled("reports") / name).read_text(encoding="utf-8")


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(bundled("reports")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    pages.globals.update(charts=charts, tones=TONES, outcome_tones=OUTCOME_TONES)
    pages.filters.update(
        count=words.count,
        csv_of=csv_of,
        day=words.day,
        moment=words.moment,
        month=words.month,
        party=words.party,
        reason=words.reason,
        unbroken=words.unbroken,
    )
    return pages


def _harmless(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _policy(style: str, script: str) -> str:
    allowed = f"style-src {_hash(style)}" + (f"; script-src {_hash(script)}" if script else "")
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
