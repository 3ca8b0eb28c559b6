"""Characters that cannot be seen, or that move what is around them, as escapes that can be read."""

from __future__ import annotations

import unicodedata


def escaped(letter: str) -> str:
    """`\\x1b` or `\\u202e` for a control, format or direction character or half a pair; any other as it is."""
    if not is_unseen(letter):
        return letter
    return f"\\x{ord(letter):02x}" if ord(letter) < 0x100 else f"\\u{ord(letter):04x}"


def is_unseen(letter: str) -> bool:
    """Whether nobody can see the character: a control or format character, or a separator of lines."""
    category = unicodedata.category(letter)
    return category[0] == "C" or category in {"Zl", "Zp"}
