"""Pages in tests/golden name the files of their style in place of it, because all of them carry nearly the same.

Nothing goes unseen: only what these files hold to the character is folded, and the policy of each page, which stays in
it, has the hash of its style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sf_audit.report.html import ours

FOLDER = Path(__file__).parent / "golden"

_STYLES = (("review.css",), ("review.css", "worklist.css"), ("review.css", "access.css"), ("review.css", "weekly.css"))


def folded(page: str) -> str:
    """The page as it is kept; a text without such a style is kept as it is."""
    for names in _STYLES:
        page = page.replace(_style(names), f"<style>{' '.join(names)}</style>", 1)
    return page


def unfolded(page: str) -> str:
    """The page as people open it."""
    return re.sub(r"<style>([a-z. ]+)</style>", lambda found: _style(found[1].split()), page, count=1)


def _style(names: Iterable[str]) -> str:
    return f"<style>{''.join(map(ours, names))}</style>"
