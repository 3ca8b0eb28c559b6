"""An org's own matching rules, and whether they find two records to be the same: yes, no, or nobody can say.

"Matching Algorithms Used with Matching Methods" (Salesforce Help): Exact compares without regard to case. What the
fuzzy methods make of two values that differ is never guessed; of two equal ones all say yes. "Matching Criteria in
Matching Rules": a blank field matches another blank one where the rule says so, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sf_audit.duplicates.filter_logic import Answer, all_of, any_of, holds

EXACT, MATCH_BLANKS = "Exact", "MatchBlanks"

#: How the rules are called that come with Salesforce. They treat some fields in ways of their own ("Standard Contact
#: Matching Rule and Standard Lead Matching Rule", Salesforce Help), so that a no is none of theirs.
_STANDARD = "Standard_"

#: By field, what a record holds; a field that was not read is missing.
Values: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MatchingItem:
    """One field that a matching rule compares, and how."""

    field: str
    method: str
    blanks_match: bool


@dataclass(frozen=True, slots=True)
class MatchingRule:
    """A matching rule by its label. Where its `items` were not shown, nothing can be said."""

    label: str
    name: str
    logic: str
    items: tuple[MatchingItem, ...]

    @property
    def is_standard(self) -> bool:
        """Whether it comes with Salesforce."""
        return self.name.startswith(_STANDARD)

    def matches(self, left: Values, right: Values) -> Answer:
        """Whether it takes two records for the same."""
        if not self.items:
            return None
        answer = holds(self.logic, {place: _alike(item, left, right) for place, item in enumerate(self.items, 1)})
        return None if self.is_standard and answer is False else answer

    def catches(self, records: Sequence[Values]) -> Answer:
        """Whether it would have found each record but the first to be the same as one that was there before.

        The records come in the order in which they were created, with what they hold today.
        """
        later = enumerate(records[1:], 1)
        return all_of(
            [any_of([self.matches(record, earlier) for earlier in records[:place]]) for place, record in later]
        )


def _alike(item: MatchingItem, left: Values, right: Values) -> Answer:
    if item.field not in left or item.field not in right:
        return None
    first, second = (_folded(values[item.field]) for values in (left, right))
    if not first or not second:
        return item.blanks_match and not first and not second
    if first == second:
        return True
    return False if item.method == EXACT else None


def _folded(value: str) -> str:
    return value.strip().casefold()
