"""A number that can be called."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import OfField
from sf_audit.snapshot.tables import Snapshot


@check("phone")
@dataclass(frozen=True, kw_only=True)
class Phone(OfField):
    """Where filled, the field is a possible telephone number.

    Numbers without + are read as those of the region, a two-letter country code.
    """

    region: str = "US"

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.ValidPhone(self.field, self.region), f"{self.field} is not a possible telephone number"
