"""Groups of records that are the same: connected by pairs, but never through a weak bridge.

A pair joins two groups only where at least half of all pairs between them are links too, and nothing in any of them
speaks against it. So a record that has something of two persons does not make one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import comb

#: In bits: a pair that is no link, and in which so much speaks against, keeps two groups apart.
CONTRADICTION = -6.0

#: Groups of more records are not joined: so many pairs nobody looks through.
_LARGEST = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by their numbers, the lower first; `against` is the sum of what speaks against, 0 or less."""

    left: int
    right: int
    weight: float
    against: float


#: Asked for all pairs of records that have one component.
Complete = Callable[[Mapping[int, int]], Iterable[Pair]]


def clusters(links: list[Pair], complete: Complete) -> list[tuple[int, ...]]:
    """The groups of two records and more, each in order, the one with the lowest record first.

    `complete` weighs all pairs of the records that it is given with the number of their component. It is not asked
    about components in which every pair is a link.
    """
    lowest = components((link.left, link.right) for link in links)
    sizes, linked = Counter(lowest.values()), Counter(lowest[link.left] for link in links)
    larger = {
        record: low for record, low in lowest.items() if linked[low] < comb(sizes[low], 2) and sizes[low] <= _LARGEST
    }
    known = {(pair.left, pair.right): pair for pair in complete(larger)} if larger else {}
    groups = _Groups(links, known)
    for link in sorted(links, key=lambda pair: (-round(pair.weight, 6), pair.left, pair.right)):
        groups.join(link)
    return sorted(tuple(sorted(members)) for members in groups.members() if len(members) > 1)


def components(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """By record, the lowest that it is connected with."""
    above: dict[int, int] = {}
    for pair in pairs:
        left, right = (_top(above, record) for record in pair)
        above[max(left, right)] = min(left, right)
    return {record: _top(above, record) for record in list(above)}


def _top(above: dict[int, int], record: int) -> int:
    above.setdefault(record, record)
    while (parent := above[record]) != record:
        above[record] = above[parent]
        record = above[parent]
    return record


class _Groups:
    """Groups that grow, the strongest links first."""

    def __init__(self, links: Iterable[Pair], known: Mapping[tuple[int, int], Pair]) -> None:
        self._links = {(link.left, link.right) for link in links}
        self._known = known
        self._of: dict[int, list[int]] = {}

    def members(self) -> list[list[int]]:
        """The groups, each once."""
        return list({id(group): group for group in self._of.values()}.values())

    def join(self, link: Pair) -> None:
        """Make one of the groups of both records, where these belong together."""
        left, right = (self._of.setdefault(record, [record]) for record in (link.left, link.right))
        if left is right or len(left) + len(right) > _LARGEST or not self._belong(left, right):
            return
        left.extend(right)
        self._of |= dict.fromkeys(right, left)

    def _belong(self, left: list[int], right: list[int]) -> bool:
        pairs = [(min(pair), max(pair)) for pair in product(left, right)]
        linked = sum(pair in self._links for pair in pairs)
        return 2 * linked >= len(pairs) and not any(map(self._contradicted, pairs))

    def _contradicted(self, pair: tuple[int, int]) -> bool:
        known = self._known.get(pair)
        return pair not in self._links and known is not None and known.against <= CONTRADICTION
