"""review.html: one page that needs nothing else, not even JavaScript.

What it looks like is in reports/. What keeps it harmless is here: Jinja escapes every text, `finalize` makes
characters that cannot be seen visible, a missing name is an error, and the content security policy lets the page
load nothing and run only the few lines whose hash it carries.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sf_audit.bundled import bundled
from sf_audit.model.layout import Audience
from sf_audit.model.review import Review
from sf_audit.report import charts, words
from sf_audit.report.audiences import AUDIENCES, Part, Reader, arranged
from sf_audit.report.curves import curve
from sf_audit.report.dimensions import Dimension, quality_by_object
from sf_audit.report.hostile import visible
from sf_audit.report.left_out import left_out, left_out_words
from sf_audit.report.no_source import without_source
from sf_audit.report.redacted import redacted
from sf_audit.report.rule_names import csv_of
from sf_audit.report.score_lines import UNSEEN
from sf_audit.report.view import View, view

TONES = {"Good": "good", "Watch": "watch", "Act": "act"}
OUTCOME_TONES = {"Kept": "good", "Broken": "act", "Not checked": "unseen", "Not applicable": "none"}


#: The parts of the page: their places, which are their files, and what leads there.
_PARTS: Mapping[Part, tuple[str, str]] = {
    Part.GLANCE: ("glance", "At a glance"),
    Part.WORK: ("work", "Work to do"),
    Part.DATA_QUALITY: ("quality", "Data quality"),
    Part.PERFORMANCE: ("limits", "System performance and limits"),
    Part.GOVERNANCE: ("registers", "Requests and decisions"),
    Part.CHANGES: ("changes", "What changed"),
    Part.ORIGINS: ("origins", "Where it comes from"),
    Part.GAMING: ("gaming", "What looks like gaming"),
    Part.NOT_CHECKED: ("not-checked", "Not checked"),
    Part.KEPT: ("kept", "Kept"),
    Part.ABOUT: ("about", "About"),
}
#: These parts lead to each other, so that every edition has them.
_LINKED = (Part.GLANCE, Part.WORK, Part.NOT_CHECKED)


def html(review: Review, *, redact: bool = False, by_rule: bool = False, audience: Audience | None = None) -> str:
    """The page. With `redact` it names no record, record owner or auditor, only ids, and no contact of who must act.

    With `by_rule` each rule leads to the file of its findings. For an audience it is their edition.
    """
    reader = AUDIENCES[audience] if audience else None
    shown = arranged(view(redacted(review) if redact else review), reader)
    there = _there(shown)
    style, script = ours("review.css"), ours("review.js")
    values = {
        "view": shown,
        "review": shown.review,
        "redact": redact,
        "by_rule": by_rule,
        "parts": [_PARTS[part] for part in _chosen(there, reader)],
        "quality": quality_by_object(shown.review.outcomes),
        "dimensions": tuple(Dimension),
        "without_source": without_source(shown.review),
        "unseen_rules": UNSEEN,
        "reader": reader,
        "edition": left_out_words(reader) if reader else "",
        "left_out": left_out(shown, reader, [part for part in there if part not in _LINKED]) if reader else (),
    }
    return page("review.html.j2", style, script, values)


def _there(shown: View) -> tuple[Part, ...]:
    """The parts that this review has."""
    absent = {
        Part.DATA_QUALITY: not quality_by_object(shown.review.outcomes),
        Part.PERFORMANCE: shown.limits is None,
        Part.GOVERNANCE: not shown.registers,
        Part.ORIGINS: not shown.origins,
        Part.GAMING: not shown.gaming,
    }
    return tuple(part for part in _PARTS if not absent.get(part))


def _chosen(there: Sequence[Part], reader: Reader | None) -> Iterator[Part]:
    if reader is None:
        yield from there
        return
    yield from (part for part in reader.parts if part in there)
    yield from (part for part in _LINKED if part not in reader.parts)


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
    pages.globals.update(charts=charts, curve=curve, tones=TONES, outcome_tones=OUTCOME_TONES)
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
