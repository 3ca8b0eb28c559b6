"""What all generated pages write in the same way."""

from __future__ import annotations


def anchor(heading: str) -> str:
    """The anchor that a heading gets: small letters, without punctuation."""
    return "".join(letter for letter in heading.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")


def made_from(source: str) -> str:
    """The line under the title of a generated page."""
    return f"*Made from {source} by `make docs`: change those, not this page.*"
