"""A number that is far from all others of its kind is often a typing error, such as an amount with three zeros more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.other_records import insist_on_every_row
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import NUMBERS, Fits
from sf_audit.rulebook.settings.org_names import OptionalField
from sf_audit.rulebook.settings.settings import Count, Number
from sf_audit.salesforce.record_types import RECORD_TYPE
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.tables import Snapshot


@check("not_outlier")
@dataclass(frozen=True, kw_only=True)
class NotOutlier(OfField):
    """Where filled, the number is not far from those of the other records in scope that are of its group.

    A group has the same in the fields `by`, as far as the org has them; an empty one is a value too. Far is a modified
    z-score above `beyond`: 0.6745 times the distance from the median of the group, divided by the median of all such
    distances (Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993, who propose 3.5). Unlike mean and
    standard deviation, the two do not move with what they are to find. Distances are those of the logarithms, because
    amounts differ by factors: ten times as much is as far as a tenth; with `scale: value`, those of the numbers.

    Nothing is said of numbers that are not above 0, which have no logarithm, of groups with fewer numbers than
    `from_records`, and of those in which half of the numbers or more are the same. Hidden records may be of the group,
    so where sharing hides some the rule is not checked.
    """

    fits: ClassVar[Fits] = NUMBERS

    by: tuple[OptionalField, ...] = (RECORD_TYPE, "CurrencyIsoCode")
    beyond: Annotated[Number, Field(gt=0)] = 3.5
    from_records: Annotated[Count, Field(ge=3)] = 30
    scale: Literal["logarithm", "value"] = "logarithm"

    def needs(self) -> Sequence[Need]:
        """The judged field of the records in scope, and what they are grouped by where the org has it."""
        judged, *others = super().needs()
        return [replace(judged, optional=judged.optional | (frozenset(self.by) - judged.columns)), *others]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        insist_on_every_row(snapshot, self.object)
        by = tuple(name for name in self.by if snapshot.has(self.object, name))
        ask = asks.NotOutlier(self.field, by, self.beyond, self.from_records, logarithm=self.scale == "logarithm")
        same = f" with the same {' and '.join(by)}" if by else ""
        return ask, f"{self.field} is far from that of other {self.object} records{same}"
