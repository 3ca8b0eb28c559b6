"""How the documents of a review are laid out, and for whom: nothing of what is the case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """The size of a printed page: 210 × 297 mm (ISO 216), or 8.5 × 11 inches (ANSI/ASME Y14.1)."""

    A4 = "a4"
    LETTER = "letter"


class Audience(StrEnum):
    """Whom an edition of the review is for. What each of them sees first is in `sf_audit.report.audiences`."""

    EXEC = "exec"
    SALES_OPS = "sales-ops"
    IT = "it"
    CRM_MANAGER = "crm-manager"
    ANALYST = "analyst"
    MARKETING = "marketing"
    SUPPORT = "support"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Layout:
    """What a workspace, or who asks for a document, chose. Without an audience it is the whole review."""

    paper: Paper = Paper.A4
    audience: Audience | None = None


DEFAULT_LAYOUT = Layout()
"""What nobody chose."""
