"""A date that lies ahead by its meaning has not gone by, such as the close date of an open opportunity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Standard
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import records
from sf_audit.rulebook.settings import ApiName, Days, When
from sf_audit.snapshot.needs import ALL_ROWS, Need
from sf_audit.snapshot.tables import Snapshot


@check("not_past")
@dataclass(frozen=True)
class NotPast:
    """Where filled, the date is today or later, or not longer past than the grace."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    grace: Days = 0
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.field)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object, standard.DaysFromToday(self.field, low=-self.grace), f"{self.field} is past", self.when
        )
