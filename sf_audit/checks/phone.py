"""A number that can be called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import records
from sf_audit.rulebook.settings import ApiName, When
from sf_audit.snapshot.needs import ALL_ROWS, Need
from sf_audit.snapshot.tables import Snapshot


@check("phone")
@dataclass(frozen=True)
class Phone:
    """Where filled, the field is a possible telephone number. Numbers without + are read as those of the region, a two-letter country code."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    region: str = "US"
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.field)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object,
            standard.ValidPhone(self.field, self.region),
            f"{self.field} is not a possible telephone number",
            self.when,
        )
