"""A number that can be called."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Ask
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import OfRecords
from sf_audit.rulebook.settings import ApiName
from sf_audit.snapshot.tables import Snapshot


@check("phone")
@dataclass(frozen=True, kw_only=True)
class Phone(OfRecords):
    """Where filled, the field is a possible telephone number.

    Numbers without + are read as those of the region, a two-letter country code.
    """

    field: ApiName
    region: str = "US"

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.field,)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return standard.ValidPhone(self.field, self.region), f"{self.field} is not a possible telephone number"
