"""Record ids as the platform makes them: 15 characters, and the three that make case irrelevant.

The suffix is described in "Differences Between 15-Character and 18-Character Salesforce IDs".
"""

from __future__ import annotations

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def eighteen(short: str) -> str:
    """The 18-character form of a 15-character id; a longer one stays as it is."""
    if len(short) != 15:
        return short
    suffix = ""
    for start in (0, 5, 10):
        bits = sum(1 << place for place, letter in enumerate(short[start : start + 5]) if letter.isupper())
        suffix += _ALPHABET[bits]
    return short + suffix


def made(prefix: str, number: int) -> str:
    """The id of the `number`-th thing whose ids begin with `prefix`."""
    digits = ""
    while number:
        number, place = divmod(number, 62)
        digits = _DIGITS[place] + digits
    return eighteen(prefix + "d0000000"[: 12 - len(digits)].ljust(12 - len(digits), "0") + digits)
