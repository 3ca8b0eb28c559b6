"""The weekly sync as a page, to paste into a wiki, and as plain text for a mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from sf_audit.report.hostile import markdown_text, printable
from sf_audit.report.html import ours, page
from sf_audit.report.weekly import Item, Weekly

#: Letters of one row; the review has the rest.
_LONGEST = 240
_WIDTH = 78


def weekly_html(sync: Weekly, *, redact: bool) -> str:
    """One page to print or to share on a screen."""
    style = ours("review.css") + ours("weekly.css")
    return page("weekly.html.j2", style, "", {"sync": sync, "review": sync.review, "redact": redact})


def weekly_markdown(sync: Weekly) -> Iterator[str]:
    """With boxes to tick, and room for what is decided."""
    yield f"# Weekly sync: {_safe(sync.review.org.name)}, {_safe(sync.month)}\n\n"
    yield " · ".join(f"**{number}** {_safe(what)}" for number, what in sync.numbers) + "\n\n"
    for part in sync.parts:
        yield f"## {part.heading} ({part.rows:,})\n\n"
        yield from (f"- [ ] **{_safe(item.who)}**: {_safe(item.does)}{_safe(_presses(item))}\n" for item in part.items)
        yield f"{part.more}\n\n" if part.more else "\n"
    yield f"{sync.no_source}\n\n## Decided today\n\n- [ ] \n"


def weekly_text(sync: Weekly) -> Iterator[str]:
    """Lines of a mail."""
    yield f"Weekly sync: {_plain(sync.review.org.name)}, {_plain(sync.month)}\n"
    yield "".join(f"  {number} {_plain(what)}\n" for number, what in sync.numbers)
    for part in sync.parts:
        yield f"\n{part.heading} ({part.rows:,})\n"
        yield from (_wrapped(item) for item in part.items)
        yield f"  {part.more}\n" if part.more else ""
    yield f"\n{textwrap.fill(sync.no_source, _WIDTH)}\n\nDecided today\n  [ ]\n"


def _presses(item: Item) -> str:
    return f" ({item.presses})" if item.presses else ""


def _wrapped(item: Item) -> str:
    line = f"[ ] {_plain(item.who)}: {_plain(item.does)}{_plain(_presses(item))}"
    return textwrap.fill(line, _WIDTH, initial_indent="  ", subsequent_indent="      ") + "\n"


def _safe(text: str) -> str:
    return markdown_text(text, limit=_LONGEST)


def _plain(text: str) -> str:
    return printable(text, limit=_LONGEST)
