"""Two dates or numbers come in their natural order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.settings.field_kinds import ORDERED, Fits
from sf_audit.rulebook.settings.org_names import ComparedField, FieldName
from sf_audit.snapshot.tables import Snapshot


@check("in_order")
@dataclass(frozen=True, kw_only=True)
class InOrder(OfRecords):
    """Where both are filled, the first is not after the second."""

    fits: ClassVar[Fits] = ORDERED

    first: FieldName
    then: ComparedField

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.first, self.then)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.InOrder(self.first, self.then), f"{self.first} is after {self.then}"
