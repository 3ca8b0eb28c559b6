"""Of several fields enough are filled, such as one of three ways to reach a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from pydantic import Field

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.counts import count
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand, Obligation
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.settings.bounds import refuse_turned
from sf_audit.rulebook.settings.field_kinds import CAN_BE_EMPTY, Fits
from sf_audit.rulebook.settings.org_names import FieldName
from sf_audit.rulebook.settings.settings import Count
from sf_audit.snapshot.tables import Snapshot


@check("some_filled")
@dataclass(frozen=True, kw_only=True)
class SomeFilled(OfRecords):
    """Of the fields at least, at most, or exactly so many are filled; white space alone is not filled.

    `at_least: 1` is for a person who can be reached, `exactly: 1` for a record that belongs to one parent of several.
    All records in scope are judged. A checkbox is always filled, so it is none of the fields.
    """

    fits: ClassVar[Fits] = CAN_BE_EMPTY
    demands: ClassVar[Demand | None] = Demand.SOME_FILLED

    fields: Annotated[tuple[FieldName, ...], Field(min_length=2)]
    at_least: Count | None = None
    at_most: Count | None = None
    exactly: Count | None = None

    def __post_init__(self) -> None:
        if len({name.lower() for name in self.fields}) < len(self.fields):
            raise ValueError("a field is there twice: write each once")
        self._refuse_bounds()
        refuse_turned(self.at_least, self.at_most)

    def _refuse_bounds(self) -> None:
        """ValueError for bounds that are missing, contradict each other, or leave nothing to find."""
        bounds = (self.at_least, self.at_most)
        if (self.exactly is None) == (bounds == (None, None)):
            raise ValueError("write at_least, at_most or both, or exactly alone")
        if any(bound is not None and bound > len(self.fields) for bound in (*bounds, self.exactly)):
            raise ValueError(f"there are only {count(len(self.fields), 'field')}: write a number up to that")
        if self.at_least == 0 or self.at_most == len(self.fields):
            raise ValueError("every record keeps that: write at_least from 1, and at_most below the number of fields")

    @property
    def columns(self) -> tuple[str, ...]:
        return self.fields

    @property
    def obligation(self) -> Obligation | None:
        """Where some of them have to be filled; that others are left empty is enforced by nothing that is looked at."""
        enough = self.at_least if self.exactly is None else self.exactly
        found = super().obligation
        return replace(found, at_least=enough) if found and enough else None

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        low, high = (self.at_least, self.at_most) if self.exactly is None else (self.exactly, self.exactly)
        return asks.FilledCount(self.fields, low, high), f"{self._says()} filled"

    def _says(self) -> str:
        *others, last = self.fields
        named = f"{', '.join(others)} and {last}"
        if self.exactly is not None:
            return f"not exactly {self.exactly} of {named} {_is(self.exactly)}"
        if self.at_least is None:
            return f"more than {self.at_most} of {named} {_is(2)}"
        if self.at_most is not None:
            return f"fewer than {self.at_least} or more than {self.at_most} of {named} are"
        return f"none of {named} is" if self.at_least == 1 else f"fewer than {self.at_least} of {named} are"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
