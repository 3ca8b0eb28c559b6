"""Two dates or numbers come in their natural order."""

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


@check("in_order")
@dataclass(frozen=True)
class InOrder:
    """Where both are filled, the first is not after the second."""

    verb: ClassVar[str]
    object: ApiName
    first: ApiName
    then: ApiName
    when: When = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        return [records(self.object, self.when, self.first, self.then)]

    def standard(self, snapshot: Snapshot) -> Standard:
        return Standard(
            self.object, standard.InOrder(self.first, self.then), f"{self.first} is after {self.then}", self.when
        )
