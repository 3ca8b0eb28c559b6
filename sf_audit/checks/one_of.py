"""A field takes only the values that the standard names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.listed_values import OfListedValues
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.snapshot.tables import Snapshot


@check("one_of")
@dataclass(frozen=True, kw_only=True)
class OneOf(OfListedValues):
    """Where filled, the field has one of the values, compared exactly.

    Of a multi-select picklist each value that was chosen has to be one of them.

    `values_from` takes the values from [a file of the workspace](writing-rules.md#lists-in-files).
    """

    demands: ClassVar[Demand | None] = Demand.LISTED

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return self.among(snapshot), f"{self.field} has a value that the standard does not name"
