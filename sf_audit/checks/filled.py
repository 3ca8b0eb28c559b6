"""A field that people or processes rely on is not left empty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand, Obligation
from sf_audit.rulebook.rules.placeholder_lists import WithPlaceholderLists
from sf_audit.rulebook.settings.field_kinds import ANY, TEXTS, Fits
from sf_audit.snapshot.tables import Snapshot


@check("filled")
@dataclass(frozen=True, kw_only=True)
class Filled(WithPlaceholderLists):
    """Every record in scope has the field filled; white space alone is not filled.

    With `placeholders: false`, a text that somebody typed to get past a required field is not filled either: `N/A`,
    `TBD`, `test`, `xxx`, `000`, `asdf`, as [`not_placeholder`](#not_placeholder) says, with its settings `words`,
    `generic` and `names`. People called Null, Na, None, Test or Tester are people there too.

    A field that has to be filled only where another one is, is one under `when: {Other__c: {is: filled}}`.
    """

    fits: ClassVar[Fits] = ANY
    demands: ClassVar[Demand | None] = Demand.FILLED

    placeholders: bool = True

    def __post_init__(self) -> None:
        if self.placeholders and (self.words or self.generic or self.names):
            raise ValueError("words, generic and names go with placeholders: false")

    @property
    def judges(self) -> Fits:
        """Placeholders are texts: no number or date is one."""
        return self.fits if self.placeholders else TEXTS

    @property
    def obligation(self) -> Obligation | None:
        """What an org can enforce stops nobody who types something to get past it."""
        found = super().obligation
        return found if found is None or self.placeholders else replace(found, demand=Demand.REALLY_FILLED)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        if self.placeholders:
            return asks.Filled(self.field), f"{self.field} is empty"
        return asks.ReallyFilled(self.no_placeholder()), f"{self.field} is empty or a placeholder"
