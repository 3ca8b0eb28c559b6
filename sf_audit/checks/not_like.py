"""A text does not have a form that gives it away, such as the prefix of an old numbering."""

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


@check("not_like")
@dataclass(frozen=True, kw_only=True)
class NotLike(OfField):
    """Where filled, the field does not match the pattern (RE2 syntax, anchored only as written).

    `\\b` and `\\w` know ASCII letters alone, `(?i)` all; `\\pL` is any letter. For placeholders there is
    `not_placeholder`.
    """

    fits: ClassVar[Fits] = TEXTS

    pattern: Pattern

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.Matches(self.field, self.pattern, forbidden=True), f"{self.field} has a form that it must not have"
