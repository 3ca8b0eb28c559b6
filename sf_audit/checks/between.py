"""A number lies where it can make sense."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations import standard
from sf_audit.expectations.standard import Ask
from sf_audit.rulebook.check import check
from sf_audit.rulebook.records import OfRecords
from sf_audit.rulebook.settings import ApiName, Number
from sf_audit.snapshot.tables import Snapshot


@check("between")
@dataclass(frozen=True, kw_only=True)
class Between(OfRecords):
    """Where filled, the number is between the bounds, both included; a bound left out is no bound."""

    field: ApiName
    at_least: Number | None = None
    at_most: Number | None = None

    def __post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            raise ValueError("write at_least, at_most, or both")

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.field,)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return standard.Between(
            self.field, self.at_least, self.at_most
        ), f"{self.field} is outside the bounds of the standard"
