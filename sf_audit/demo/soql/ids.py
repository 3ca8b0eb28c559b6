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
        _ALPHABET[sum(1 << place for place, letter in enumerate(chunk) if "A" <= letter <= "Z")] for chunk in chunks
    )


def spellings(text: str) -> list[str]:
    """Every form of an id, as stored first: the case of 18 characters may be lost, for the last three tell it.

    What is no id is itself alone.
    """
    if not (text.isascii() and text.isalnum()) or len(text) not in (15, 18):
        return [text]
    if len(text) == 15:
        return [text + suffix(text), text]
    restored = _restored(text.upper())
    return list(dict.fromkeys((text, text[:15], restored + suffix(restored), restored)))


def _restored(text: str) -> str:
    """The 15 characters of an id in upper case, with the case that its suffix says."""
    bits = [_ALPHABET.find(letter) >> place & 1 for letter in text[15:] for place in range(5)]
    return "".join(letter if upper else letter.lower() for letter, upper in zip(text, bits, strict=False))
