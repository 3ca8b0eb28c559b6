"""A field does not take a value that the standard rules out."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.listed_values import OfListedValues
from sf_audit.snapshot.tables import Snapshot


@check("none_of")
@dataclass(frozen=True, kw_only=True)
class NoneOf(OfListedValues):
    """Where filled, the field has none of the values, compared exactly.

    Of a multi-select picklist none of the values that were chosen may be one of them.

    `values_from` takes the values from [a file of the workspace](writing-rules.md#lists-in-files).
    """

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return self.among(snapshot, forbidden=True), f"{self.field} has a value that the standard rules out"
