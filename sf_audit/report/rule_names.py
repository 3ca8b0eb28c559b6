"""What a rule is called where only some letters may be: in an address within a page, and as a file."""

from __future__ import annotations

from hashlib import sha256

#: Letters of a file's name; the longest that every disk takes is 255 bytes.
_LONGEST = 150

BY_RULE = "findings.*.csv"
"""The files of findings rule by rule."""


def anchor(rule: str) -> str:
    """The place of a rule within a page."""
    return f"rule-{_plain(rule)}"


def csv_of(rule: str) -> str:
    """The file of a rule's findings. Ids that differ in capitals alone are one, so no two rules have the same."""
    plain = _plain(rule)
    if len(plain) > _LONGEST:
        plain = f"{plain[:_LONGEST]}-{sha256(rule.encode()).hexdigest()[:8]}"
    return BY_RULE.replace("*", plain)


def _plain(rule: str) -> str:
    return "".join(map(_letter, rule))


def _letter(letter: str) -> str:
    if letter.isascii() and (letter.isalnum() or letter == "-"):
        return letter
    return "." if letter == "/" else f"_{ord(letter):x}"
