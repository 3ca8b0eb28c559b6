"""Orgs with planted duplicates and with records that only look like duplicates, from a seed.

Each record belongs to an entity; two records are the same where they have one entity. A part of all are near misses:
father and son at one address, colleagues with one last name, two people of one name, shared mailboxes and switchboards,
branches of a chain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

import pyarrow as pa

Row = dict[str, str | None]

#: Changes a row.
Change = Callable[[Row, Random], None]

#: Records of an object whose entities are known, in no order: rows with an `Id`, and the entity of each.
Planted = tuple[pa.Table, list[int]]


@dataclass
class Entities:
    """Numbers the entities, and gathers the records."""

    prefix: str
    rows: list[Row]
    of: list[int]
    next: int = 0

    @classmethod
    def of_object(cls, prefix: str) -> Entities:
        """None yet, of the object whose ids begin so."""
        return cls(prefix, [], [])

    def new(self, row: Row) -> int:
        """A record that is like no other."""
        self.next += 1
        return self.again(row, self.next)

    def again(self, row: Row, entity: int) -> int:
        """One more record of an entity."""
        self.rows.append(row)
        self.of.append(entity)
        return entity

    def shuffled(self, chance: Random) -> Planted:
        """The records with ids that say nothing of who belongs together."""
        order = list(range(len(self.rows)))
        chance.shuffle(order)
        names = list(dict.fromkeys(name for row in self.rows[:200] for name in row))
        columns = {name: pa.array([self.rows[place].get(name) for place in order], pa.string()) for name in names}
        ids = pa.array([f"{self.prefix}{number:015}" for number in range(len(order))], pa.string())
        return pa.table({"Id": ids, **columns}), [self.of[place] for place in order]


def true_pairs(planted: Planted) -> set[tuple[str, str]]:
    """The pairs of ids that are the same, the lower id first."""
    table, entities = planted
    by_entity: dict[int, list[str]] = {}
    for record, entity in zip(table.column("Id").to_pylist(), entities, strict=True):
        by_entity.setdefault(entity, []).append(record)
    return {pair for ids in by_entity.values() for pair in _pairs(sorted(ids))}


def _pairs(ids: list[str]) -> Iterator[tuple[str, str]]:
    for place, first in enumerate(ids):
        yield from ((first, second) for second in ids[place + 1 :])


def some_of(chance: Random, changes: Mapping[Change, float], row: Row) -> Row:
    """A copy with each change made as often as it says."""
    copy = dict(row)
    for change, share in changes.items():
        if chance.random() < share:
            change(copy, chance)
    return copy
