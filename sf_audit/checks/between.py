"""A number lies where it can make sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.bounds import refuse_turned
from sf_audit.rulebook.settings.field_kinds import NUMBERS, Fits
from sf_audit.rulebook.settings.settings import Number
from sf_audit.snapshot.tables import Snapshot


@check("between")
@dataclass(frozen=True, kw_only=True)
class Between(OfField):
    """Where filled, the number is between the bounds, both included; a bound left out is no bound."""

    fits: ClassVar[Fits] = NUMBERS

    at_least: Number | None = None
    at_most: Number | None = None

    def __post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            raise ValueError("write at_least, at_most, or both")
        refuse_turned(self.at_least, self.at_most)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ask = asks.Between(self.field, self.at_least, self.at_most)
        return ask, f"{self.field} is outside the bounds of the standard"
