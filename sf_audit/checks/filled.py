"""A field that people or processes rely on is not left empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import ANY, Fits
from sf_audit.snapshot.tables import Snapshot


@check("filled")
@dataclass(frozen=True, kw_only=True)
class Filled(OfField):
    """Every record in scope has the field filled; white space alone is not filled."""

    fits: ClassVar[Fits] = ANY

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.Filled(self.field), f"{self.field} is empty"
