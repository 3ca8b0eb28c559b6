"""How the documents of a review are laid out: nothing of what they say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """The size of a printed page: 210 × 297 mm (ISO 216), or 8.5 × 11 inches (ANSI/ASME Y14.1)."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a workspace, or who asks for a document, chose of how it looks."""

    paper: Paper = Paper.A4


DEFAULT_LAYOUT = Layout()
"""What nobody chose."""
