"""Something happened lately, such as the last activity with a customer."""

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


@check("fresh")
@dataclass(frozen=True)
class Fresh:
    """Where filled, the date is not longer ago than this. Add a rule with `filled` where empty is a breach too."""

    verb: ClassVar[str]
    object: ApiName
    field: ApiName
    within: Days
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.field)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object,
            standard.DaysFromToday(self.field, low=-self.within),
            f"{self.field} is longer ago than {self.within} days",
            self.when,
        )
