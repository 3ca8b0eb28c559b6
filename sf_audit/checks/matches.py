"""A text has the form that other systems and people expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import TEXTS, Fits
from sf_audit.rulebook.settings.settings import Pattern
from sf_audit.snapshot.tables import Snapshot


@check("matches")
@dataclass(frozen=True, kw_only=True)
class Matches(OfField):
    """Where filled, the field matches the pattern (RE2 syntax, anchored only as written)."""

    fits: ClassVar[Fits] = TEXTS

    pattern: Pattern

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.Matches(self.field, self.pattern), f"{self.field} does not have the expected form"
