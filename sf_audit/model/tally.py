"""How many findings a review has, counted apart by what they mean. There is no other count of all findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

KEPT = "kept"


class Judged(Protocol):
    """What is counted of an outcome."""

    @property
    def status(self) -> str: ...
    @property
    def broken(self) -> int: ...
    @property
    def waived(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings of broken rules, which somebody must act on; of rules that are kept because they tolerate a few; and
    waived ones, which are in neither.
    """

    open: int = 0
    within_tolerance: int = 0
    waived: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[Judged]) -> Tally:
        """The findings of these outcomes."""
        judged = list(outcomes)
        return cls(
            open=sum(each.broken for each in judged if each.status != KEPT),
            within_tolerance=sum(each.broken for each in judged if each.status == KEPT),
            waived=sum(each.waived for each in judged),
        )
