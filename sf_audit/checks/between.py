"""A number lies where it can make sense."""

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


@check("between")
@dataclass(frozen=True)
class Between:
    """Where filled, the number is between the bounds, both included; a bound left out is no bound."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    at_least: float | None = None
    at_most: float | None = None
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.field)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object,
            standard.Between(self.field, self.at_least, self.at_most),
            f"{self.field} is outside the bounds of the standard",
            self.when,
        )
