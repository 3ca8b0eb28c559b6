"""How much a rule weighs."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How much a broken rule weighs; sets the due date of its findings."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
