"""What may reach a terminal: letters, and colours of our own. Everything else is shown as an escape.

Names of orgs, rules and people were typed by somebody. A control character among them moves the cursor, sets the title
of the window or fills the clipboard (OSC); a direction character lets a text read as another ("Trojan Source").
"""

from __future__ import annotations

import json
import re

from sf_audit.model.escapes import escaped, is_unseen

#: Colours and their end ("Select Graphic Rendition", ECMA-48), which our own reports are made with.
_COLOUR = re.compile(r"(\x1b\[[0-9;]{0,20}m)")

#: Persian, Indic scripts and emoji need these two. A document that is made for a file keeps them.
_JOINERS = "\u200c\u200d"


def harmless(text: str) -> str:
    """The text with every character that nobody can see as an escape; lines stay lines."""
    return "\n".join(line if line.isprintable() else "".join(map(_shown, line)) for line in text.split("\n"))


def harmless_but_colours(text: str) -> str:
    """The same for a report that has made its texts harmless and then coloured them."""
    return "".join(part if number % 2 else harmless(part) for number, part in enumerate(_COLOUR.split(text)))


def harmless_document(text: str) -> str:
    """The same for a document in a format of its own, which means what it meant: escapes are those of JSON."""
    return "\n".join(line if line.isprintable() else _document_line(line) for line in text.split("\n"))


def _document_line(line: str) -> str:
    end = "\r" if line.endswith("\r") else ""
    return "".join(map(_in_document, line.removesuffix("\r"))) + end


def _shown(letter: str) -> str:
    return letter if letter == "\t" else escaped(letter)


def _in_document(letter: str) -> str:
    kept = letter == "\t" or letter in _JOINERS or not is_unseen(letter)
    return letter if kept else json.dumps(letter)[1:-1]
