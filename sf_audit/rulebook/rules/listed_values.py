"""What the checks share that compare a field with values: the values, in the rule or in a file of the workspace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.obligation import Obligation
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import SINGLE_VALUES, Fits
from sf_audit.rulebook.settings.list_files import ValuesFile, refuse_both
from sf_audit.rulebook.settings.org_names import FieldValues
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, kw_only=True)
class OfListedValues(OfField):
    """A check of one field against values. Once its file was read, `values` are those of the file."""

    fits: ClassVar[Fits] = SINGLE_VALUES

    values: Annotated[FieldValues, AtLeastOne] = ()
    values_from: ValuesFile = None

    def __post_init__(self) -> None:
        if not self.values and self.values_from is None:
            raise ValueError("write values, or values_from with a file of the workspace")
        refuse_both("values", self.values, self.values_from)

    @property
    def obligation(self) -> Obligation | None:
        """With the values."""
        found = super().obligation
        return replace(found, values=frozenset(self.values)) if found else None

    def among(self, snapshot: Snapshot, *, forbidden: bool = False) -> Ask:
        """That the field has one of the values, or none of them; of a multi-select picklist each that was chosen."""
        several = self.type_of(self.field, snapshot) == "multipicklist"
        kind = asks.EachOneOf if several else asks.OneOfMany if asks.are_many(self.values) else asks.OneOf
        return kind(self.field, frozenset(self.values), forbidden=forbidden)
