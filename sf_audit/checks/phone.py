"""A number that can be called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.rulebook.settings.field_kinds import FREE_TEXTS, Fits
from sf_audit.rulebook.settings.org_names import OptionalField
from sf_audit.rulebook.workspace.region import DEFAULT_REGION, OfNumbers
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.tables import Snapshot


@check("phone")
@dataclass(frozen=True, kw_only=True)
class Phone(OfNumbers):
    """Where filled, the field is a telephone number that can be called: a valid one of its region's numbering plan.

    A number with a + has its region. Any other is read in the region of the first of the fields `country` that names
    one, as a code (`DE`) or by a name in one of many languages (`Germany`, `Deutschland`, `USA`); where none does, or
    the org does not have or show them, in `region`, then in the `region` of `sf-audit.yaml`, then in `US`. Letters
    are dialled as the keys they are on (`1-800-FLOWERS`), a trunk prefix in brackets and an extension do no harm.
    `000-000-0000` and `1111111111` have a possible length and are still no numbers.
    """

    fits: ClassVar[Fits] = FREE_TEXTS
    demands: ClassVar[Demand | None] = Demand.FORM

    country: tuple[OptionalField, ...] = ()

    def needs(self) -> Sequence[Need]:
        """The judged field of the records in scope, and the fields that may name their country."""
        judged, *others = super().needs()
        return [replace(judged, optional=judged.optional | (frozenset(self.country) - judged.columns)), *others]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        countries = tuple(name for name in self.country if snapshot.has(self.object, name))
        ask = asks.ValidPhone(self.field, self.region or DEFAULT_REGION, countries)
        return ask, f"{self.field} is not a valid telephone number"
