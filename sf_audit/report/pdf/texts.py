"""Texts as they are printed: no character that cannot be seen, none that no font has, no word wider than its column.

Everything that goes to the typesetter goes through here. It goes there as JSON, so that no text can be markup.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import fields, is_dataclass
from enum import StrEnum
from unicodedata import normalize

from sf_audit.report.hostile import shortened, visible
from sf_audit.report.pdf.blocks import Link
from sf_audit.report.pdf.fonts import has_glyph, is_usual

#: Letters of one text on paper; the rest is in the page and in the files beside it.
LONGEST = 1_200

#: A word longer than this may be broken: after the signs between names, and else after so many letters.
_LONG_WORD, _PIECE = 22, 16
_WORD = re.compile(rf"\S{{{_LONG_WORD + 1},}}")
_AFTER = re.compile(r"(?<=[._/\\@=&?,;:-])(?=\w)|(?<=[a-z])(?=[A-Z])")
_MAY_BREAK = "\u200b"


def printed(text: str, *, limit: int = LONGEST) -> str:
    """The text as it can be set, as far as its letters one by one say."""
    shown = visible(normalize("NFC", shortened(text, limit=limit)))
    if not is_usual(shown):
        shown = "".join(letter if has_glyph(letter) else _escape(letter) for letter in shown)
    return _WORD.sub(lambda found: _breakable(found[0]), shown)


def escaped(text: str) -> str:
    """A printed text with every unusual letter as its escape: what is left can be set in any order."""
    return "".join(letter if is_usual(letter) else _escape(letter) for letter in text)


def with_escapes(plain: object, texts: Collection[str]) -> object:
    """What `as_json` made, with these of its texts escaped."""
    if isinstance(plain, dict):
        return {key: with_escapes(entry, texts) for key, entry in plain.items()}
    if isinstance(plain, list):
        return [with_escapes(entry, texts) for entry in plain]
    return escaped(plain) if isinstance(plain, str) and plain in texts else plain


def _escape(letter: str) -> str:
    return f"\\u{{{ord(letter):x}}}"


def as_json(value: object) -> object:
    """Blocks, and what is in them, in what JSON has. A block says its `kind`; its address is not a text."""
    if isinstance(value, Link):
        return {"kind": "link", "text": printed(value.text), "address": value.address, "below": printed(value.below)}
    if is_dataclass(value) and not isinstance(value, type):
        plain = {each.name.replace("_", "-"): as_json(getattr(value, each.name)) for each in fields(value)}
        return {"kind": type(value).__name__.lower(), **plain}
    if isinstance(value, tuple):
        return [as_json(entry) for entry in value]
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return printed(value)
    return value.value if isinstance(value, StrEnum) else value


def texts_of(value: object) -> list[str]:
    """Every text in what `as_json` made."""
    if isinstance(value, dict):
        return [text for entry in value.values() for text in texts_of(entry)]
    if isinstance(value, list):
        return [text for entry in value for text in texts_of(entry)]
    return [value] if isinstance(value, str) else []


def _breakable(word: str) -> str:
    pieces = _AFTER.split(word)
    return _MAY_BREAK.join(
        _MAY_BREAK.join(piece[start : start + _PIECE] for start in range(0, len(piece), _PIECE))
        if len(piece) > _LONG_WORD
        else piece
        for piece in pieces
    )
