"""A field does not take a value that the standard rules out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import SINGLE_VALUES, Fits
from sf_audit.rulebook.settings.org_names import FieldValues
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.snapshot.tables import Snapshot


@check("none_of")
@dataclass(frozen=True, kw_only=True)
class NoneOf(OfField):
    """Where filled, the field has none of the values, compared exactly.

    Of a multi-select picklist none of the values that were chosen may be one of them.
    """

    fits: ClassVar[Fits] = SINGLE_VALUES

    values: Annotated[FieldValues, AtLeastOne]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        several = self.type_of(self.field, snapshot) == "multipicklist"
        ask = (asks.EachOneOf if several else asks.OneOf)(self.field, frozenset(self.values), forbidden=True)
        return ask, f"{self.field} has a value that the standard rules out"
