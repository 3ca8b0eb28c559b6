"""Everything shown is hostile: record names, labels and even API names were typed by somebody.

One function per kind of output makes a text harmless there. Templates and reporters never print a text of the
Review without one of them.
"""

from __future__ import annotations

import re
import unicodedata

from sf_audit.model.escapes import escaped, is_unseen

SHOWN = 4_000
"""Characters of one text that a page shows. A field of Salesforce can hold 131,072, and a page must open."""

CELL = 32_000
"""Characters in one CSV cell. Excel spills what is beyond 32,767 into new cells, which could begin a formula."""

JOINERS = "\u200c\u200d"
"""Persian, Indic scripts and emoji need these two; on a page, in isolation, they cannot mislead."""

FORMULA = "=+-@"
_MAY_BEGIN_A_FORMULA = re.compile(r"(?:^|;)[ ']*[=+\-@]| {64}")


def visible(text: str, *, limit: int = SHOWN) -> str:
    """For a page: control and direction characters as escapes that can be seen; markup is the template's matter."""
    return "".join(_seen(letter, keep=JOINERS) for letter in shortened(text, limit=limit))


def printable(text: str, *, limit: int = SHOWN) -> str:
    """For a terminal: one line, in which no character moves the cursor or talks to the terminal."""
    return "".join(_seen(letter, keep="") for letter in shortened(text, limit=limit))


def markdown_text(text: str, *, limit: int = SHOWN) -> str:
    """For Markdown, Slack and Confluence: no markup, no link, no mention."""
    inert = re.sub(r"([\\`*_{}\[\]()#+!|~])", r"\\\1", printable(text, limit=limit))
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        inert = inert.replace(letter, entity)
    # A backslash does not stop GitHub, Slack or Confluence from linking: a space of no width does.
    return re.sub(r"(?i)(@|www|:(?=//))", "\\1\u200b", inert)


def chat_text(text: str, *, limit: int = SHOWN) -> str:
    """For a chat that takes plain text: no mention, no link in other words, no markup of Slack's."""
    inert = printable(text, limit=limit)
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        inert = inert.replace(letter, entity)
    return re.sub(r"([@*_~`])", "\\1\u200b", inert)


def cell(text: str, *, limit: int = CELL) -> str:
    """For a spreadsheet: no control characters, and nothing that Excel or LibreOffice takes for a formula.

    A formula may also begin after a semicolon: where that is the list separator, Excel splits there.
    """
    if len(text) <= limit and _is_plain(text):
        return text
    clean = "".join(_kept_in_cell(letter) for letter in shortened(text, limit=limit))
    return ";".join(_inert(piece) for piece in clean.split(";"))


def _is_plain(text: str) -> bool:
    """Whether nothing in a text could need a change: so it is with nearly all of a million cells."""
    return text.isascii() and text.isprintable() and not _MAY_BEGIN_A_FORMULA.search(text)


def shortened(text: str, *, limit: int) -> str:
    """The beginning of a long text, saying how long it is."""
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text):,} characters)"


def _seen(letter: str, *, keep: str) -> str:
    if letter in "\n\t":
        return " "
    return letter if letter in keep else escaped(letter)


def _kept_in_cell(letter: str) -> str:
    if letter in "\r\n\t\u2028\u2029":
        return " "
    return "" if is_unseen(letter) else letter


def _inert(piece: str) -> str:
    # NFKC finds the full-width and small forms: LibreOffice and Excel in Japanese take ＝ for =.
    first = unicodedata.normalize("NFKC", piece[:64].lstrip()).lstrip()[:1]
    blank_start = piece[:64].strip() == "" and len(piece) > 64
    return f"'{piece}" if blank_start or (first and first in FORMULA) else piece
