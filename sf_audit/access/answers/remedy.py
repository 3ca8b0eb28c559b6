"""The smallest change that takes a right away from a user, and what else that change takes away, from whom.

Every remedy is tried out: the grants and assignments are changed, access is worked out again, and only a remedy after
which the right is really gone is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sf_audit.access.answers.changes import Change, changes, without
from sf_audit.access.answers.labels import Labels
from sf_audit.access.answers.set_cover import Choice, smallest
from sf_audit.access.effective.bit_index import Bits
from sf_audit.access.effective.closure import Combinations, bits_of, closure
from sf_audit.access.effective.effective import Access
from sf_audit.access.effective.grant_paths import asked_instead, paths
from sf_audit.access.effective.granted import Granted, Plane
from sf_audit.access.implications import required
from sf_audit.access.rights import Held
from sf_audit.model.access import Lost, Remedy

#: So many choices of the smallest size are tried out and compared, and so many are told.
_TRIED, _TOLD = 6, 3


def remedies(access: Access, user_id: str, held: Held) -> tuple[Remedy, ...]:
    """The best remedies, the smallest first; the last one touches nobody else, where there is such a one.

    Among equally small ones, that which takes something from the fewest other users, and then the least from this one,
    is first. Empty where the user does not hold the right.
    """
    found: list[tuple[int, Remedy]] = []
    for choice, proven in _candidates(access, user_id, held):
        remedy = _tried(access, user_id, held, choice, proven=proven)
        if remedy is not None and all(remedy.steps != known.steps for _, known in found):
            found.append((len(choice), remedy))
    found.sort(key=_order)
    best = [remedy for size, remedy in found if size == found[0][0]][:_TOLD]
    if best and all(remedy.other_users for remedy in best):
        best += [remedy for _, remedy in found if not remedy.other_users][:1]
    return tuple(best)


def _order(sized: tuple[int, Remedy]) -> tuple[int, int, int, tuple[str, ...]]:
    size, remedy = sized
    return size, remedy.other_users, len(remedy.also_takes_away), remedy.steps


def _candidates(access: Access, user_id: str, held: Held) -> Iterator[tuple[Choice, bool]]:
    """Choices that close all ways to the right, or to the right on the object that a field needs."""
    sides = [_side(access, user_id, asked) for asked in _either(asked_instead(access, held))]
    covers = [smallest(ways, possible) for ways, possible in sides if ways]
    size = min((len(choices[0]) for choices, _ in covers if choices), default=0)
    for choices, proven in covers:
        yield from ((choice, proven) for choice in choices[:_TRIED] if len(choice) == size or not proven)
    for ways, possible in sides:
        own, proven = smallest(ways, [change for change in possible if change.ends]) if ways else ([], True)
        yield from ((choice, proven) for choice in own[:1])


def _either(asked: Held) -> list[Held]:
    besides = required(asked)
    return [asked] if besides is None else [asked, besides]


def _side(access: Access, user_id: str, asked: Held) -> tuple[frozenset[str], Sequence[Change]]:
    open_paths = [path for path in paths(access, user_id, asked) if not path.closed]
    return frozenset(path.set_id for path in open_paths), changes(access, asked, open_paths)


def _tried(access: Access, user_id: str, held: Held, choice: Choice, *, proven: bool) -> Remedy | None:
    signature = access.signatures.of_user[user_id]
    mine = access.snapshot.rows('SELECT sets FROM "access".signature WHERE signature = ?', [signature])[0][0]
    ended = {change.ends for change in choice}
    drops = frozenset[tuple[str, Held]]().union(*(change.drops for change in choice))
    granted = without(access.granted, drops) if drops else access.granted
    before = closure(access.granted, _combinations(access, [mine]))
    after = closure(granted, _combinations(access, [[set_id for set_id in mine if set_id not in ended]]))
    still = bits_of(after, granted, held)
    if still is None or still.any():
        return None
    return Remedy(
        steps=tuple(change.said for change in choice),
        also_takes_away=tuple(_lost(access, before, after, held)),
        other_users=_others(access, granted, drops, signature) if drops else 0,
        smallest=proven,
    )


def _lost(access: Access, before: dict[Plane, Bits], after: dict[Plane, Bits], held: Held) -> Iterator[Lost]:
    labels = Labels(access.snapshot)
    for (kind, right), rows in before.items():
        names, places = access.granted.listed(kind)
        gone = np.unpackbits(rows[0] & ~after[kind, right][0], bitorder="little")[places]
        for at in np.flatnonzero(gone).tolist():
            if Held(kind, names[at], right) != held:
                yield Lost(str(kind), labels.of(kind, names[at]), str(right))


def _others(access: Access, granted: Granted, drops: frozenset[tuple[str, Held]], own: int) -> int:
    """How many other users hold less than before, in whatever way, after the sets were edited."""
    touched = access.snapshot.rows(
        'SELECT signature, sets, users FROM "access".signature WHERE list_has_any(sets, ?) ORDER BY 1',
        [sorted({set_id for set_id, _ in drops})],
    )
    combinations = _combinations(access, [row[1] for row in touched])
    before, after = closure(access.granted, combinations), closure(granted, combinations)
    less: NDArray[np.bool_] = np.zeros(len(touched), np.bool_)
    for plane, rows in before.items():
        less |= (rows & ~after[plane]).any(axis=1)
    return sum(row[2] - (row[0] == own) for row, fewer in zip(touched, less.tolist(), strict=True) if fewer)


def _combinations(access: Access, assigned: Sequence[Sequence[str]]) -> Combinations:
    starts = np.concatenate([[0], np.cumsum([len(sets) for sets in assigned], dtype=np.int64)]).astype(np.int64)
    number = access.granted.sets.number
    return Combinations(starts, np.array([number[set_id] for sets in assigned for set_id in sets], np.int64))
