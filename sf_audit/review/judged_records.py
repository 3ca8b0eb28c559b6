"""Records that rules judged, counted by what they have in common: an owner, a record type, how they were entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sf_audit.model.origins import Fact
from sf_audit.model.review import Verdict
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule

#: Of an object: rule, value of a fact, how many records were judged, and how many of them do not keep the rule.
Row: TypeAlias = tuple[str, str, str, int, int]


def rows_of(fact: Fact, seen: Mapping[str, Seen], rules: Sequence[Rule]) -> Iterator[Row]:
    """What was counted by a fact while the rules were judged."""
    objects = {rule.id: rule.check.object for rule in rules if isinstance(rule.check, OfRecords)}
    for rule, verdict in sorted(seen.items()):
        if isinstance(verdict, Verdict) and rule in objects:
            for grouped in verdict.grouped:
                if grouped.fact == fact:
                    yield from ((objects[rule], rule, *row) for row in grouped.rows)


@dataclass
class JudgedRecords:
    """What the records of one group come to; `people` are those whom they are of."""

    judged: int = 0
    broken: int = 0
    by_rule: dict[tuple[str, str], int] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)

    def add(self, row: Row, person: str = "") -> None:
        """Count one row."""
        name, rule, _, checked, broken = row
        self.judged += checked
        self.broken += broken
        self.by_rule[name, rule] = self.by_rule.get((name, rule), 0) + checked
        self.people.add(person)

    @property
    def records(self) -> int:
        """Of each object as many as the rule judged that judged most: there are at least so many."""
        most: dict[str, int] = {}
        for (name, _), checked in self.by_rule.items():
            most[name] = max(most.get(name, 0), checked)
        return sum(most.values())
