"""Record ids: 15 characters where case matters, or 18 with three more so that it need not.

"ID Field Type" in the "Object Reference for the Salesforce Platform".
"""

from __future__ import annotations

from typing import Final

_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def suffix(short: str) -> str:
    """The three characters that say which of the 15 are upper case."""
    chunks = (short[start : start + 5] for start in (0, 5, 10))
    return "".join(
        _ALPHABET[sum(1 << place for place, one in enumerate(chunk) if "A" <= one <= "Z")] for chunk in chunks
    )


def spellings(text: str) -> list[str]:
    """Both forms of an id, the longer one first; something else is itself alone."""
    if not (text.isascii() and text.isalnum()) or len(text) not in (15, 18):
        return [text]
    return [text[:15] + suffix(text[:15]), text[:15]] if len(text) == 15 else [text, text[:15]]
