"""The smallest choices of changes that close every way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sf_audit.access.answers.changes import Change

#: Exact up to so many ways, which is far beyond what a person's assignments come to; greedy from there on.
EXACT_UP_TO = 12
_AS_GOOD = 64

Choice = tuple[Change, ...]


def smallest(ways: frozenset[str], changes: Sequence[Change]) -> tuple[list[Choice], bool]:
    """Choices with the fewest changes that close all ways, in the order of the changes, and whether fewer cannot do.

    Empty where no choice closes all.
    """
    if not ways <= frozenset[str]().union(*(change.closes for change in changes)):
        return [], True
    if len(ways) > EXACT_UP_TO:
        return [tuple(_greedy(ways, changes))], False
    for size in range(1, len(ways) + 1):
        found = list(dict.fromkeys(islice(_choices(ways, changes, size), _AS_GOOD)))
        if found:
            return found, True
    return [], True


def _choices(ways: frozenset[str], changes: Sequence[Change], size: int) -> Iterator[Choice]:
    if not ways:
        yield ()
        return
    if len(ways) > size * max(len(change.closes & ways) for change in changes):
        return
    hardest = min(sorted(ways), key=lambda way: sum(way in change.closes for change in changes))
    for change in changes:
        if hardest in change.closes:
            for rest in _choices(ways - change.closes, changes, size - 1):
                yield tuple(sorted((change, *rest), key=changes.index))


def _greedy(ways: frozenset[str], changes: Sequence[Change]) -> Iterator[Change]:
    while ways:
        best = max(changes, key=lambda change: len(change.closes & ways))
        yield best
        ways -= best.closes
