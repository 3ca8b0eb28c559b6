"""What two snapshots say of the same people, held side by side a row of bits at a time.

People who had the same access before and have the same now are compared once. A target that only one of the
snapshots names was not held in the other as far as can be seen; what was not read in one is not compared at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sf_audit.access.effective.bit_index import Bits
from sf_audit.access.effective.closure import closure
from sf_audit.access.effective.effective import Access
from sf_audit.access.effective.granted import Plane
from sf_audit.access.rights import RIGHTS, Held, Kind

#: How a right is held: only in a session that activates it, or at any time; 0 where it is not held.
_IN_A_SESSION = 1

#: Pairs compared at a time; bounds the memory for unpacked bits.
_AT_ONCE = 128

#: The signature before and now; None where these people were not active then.
Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A right that the people of a pair gained or lost. `seen` is False where only one snapshot names the target.

    With `only_in_a_session`, the side that holds it does so only in a session that activates it; with `before_or_now`,
    the other side does.
    """

    pair: Pair
    gained: bool
    held: Held
    seen: bool
    only_in_a_session: bool = False
    before_or_now: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """All targets of a kind in both snapshots; where one does not name a target, its place is -1."""

    names: list[str]
    before: NDArray[np.int64]
    now: NDArray[np.int64]


def moved(old: Access, new: Access, pairs: list[Pair]) -> Iterator[Moved]:
    """Everything that the pairs gained or lost."""
    left, right = _Side(old), _Side(new)
    for kind in Kind:
        if kind in old.unread or kind in new.unread:
            continue
        column = _column(old, new, kind)
        for first in range(0, len(pairs), _AT_ONCE):
            some = pairs[first : first + _AT_ONCE]
            for held_right in RIGHTS[kind]:
                before = left.levels((kind, held_right), [pair[0] for pair in some], column.before)
                now = right.levels((kind, held_right), [pair[1] for pair in some], column.now)
                for at, place in zip(*np.nonzero(before != now), strict=True):
                    seen = bool(column.before[place] >= 0 and column.now[place] >= 0)
                    held = Held(kind, column.names[place], held_right)
                    yield _moved(some[at], held, int(before[at, place]), int(now[at, place]), seen=seen)


def _moved(pair: Pair, held: Held, before: int, now: int, *, seen: bool) -> Moved:
    more, less = max(before, now), min(before, now)
    in_a_session = more == _IN_A_SESSION
    return Moved(pair, now > before, held, seen, in_a_session, before_or_now=less == _IN_A_SESSION)


def not_compared(old: Access, new: Access) -> tuple[str, ...]:
    """What cannot be compared for anybody, because one of the snapshots does not have it, with the reason."""
    return (*(f"{reason} (before)" for reason in not_read(old)), *(f"{reason} (now)" for reason in not_read(new)))


def not_read(access: Access, objects: Collection[str] = ()) -> tuple[str, ...]:
    """What should have been read and was not, with the reason; fields of these objects only, if there are any.

    Fields of an object that no permission set names are not missed: this org does not have it, or nobody is given it.
    """
    fields = {
        name: unread
        for name, unread in sorted(access.granted.fields.unread.items())
        if name in access.granted.governed and (not objects or name in objects)
    }
    return (
        *(f"{kind}: {unread.detail}" for kind, unread in access.unread.items()),
        *(f"fields of {name}: {unread.detail}" for name, unread in fields.items()),
    )


def out_of_scope(access: Access) -> tuple[str, ...]:
    """Objects whose fields nobody asked for when the snapshot was collected."""
    covered = access.granted.fields.only
    if not covered or Kind.FIELD in access.unread:
        return ()
    return tuple(sorted(access.granted.governed - covered - access.granted.fields.unread.keys()))


class _Side:
    def __init__(self, access: Access) -> None:
        self._planes: Mapping[Plane, Bits] = closure(access.granted, access.signatures.combinations)
        self._ever, self._always = access.signatures.ever, access.signatures.always

    def levels(self, plane: Plane, signatures: list[int | None], places: NDArray[np.int64]) -> NDArray[np.uint8]:
        """A row for each signature and a column for each place: how the right is held; 0 where there is none."""
        shown: NDArray[np.uint8] = np.zeros((len(signatures), len(places)), np.uint8)
        at = [number for number, signature in enumerate(signatures) if signature is not None]
        known = np.flatnonzero(places >= 0)
        if at and len(known):
            active = [signature for signature in signatures if signature is not None]
            for combinations in (self._ever, self._always):
                rows = self._planes[plane][combinations[active]]
                held = np.unpackbits(rows, axis=1, bitorder="little")[:, places[known]]
                shown[np.ix_(np.array(at), known)] += held
        return shown


def _column(old: Access, new: Access, kind: Kind) -> _Column:
    before, now = (dict(zip(*_listed(access, kind), strict=True)) for access in (old, new))
    names = sorted(before.keys() | now.keys())
    if kind is Kind.FIELD:
        names = [name for name in names if _read(old, name) and _read(new, name)]
    return _Column(
        names,
        np.array([before.get(name, -1) for name in names], np.int64),
        np.array([now.get(name, -1) for name in names], np.int64),
    )


def _listed(access: Access, kind: Kind) -> tuple[list[str], list[int]]:
    names, places = access.granted.listed(kind)
    return names, places.tolist()


def _read(access: Access, name: str) -> bool:
    return access.granted.fields.object_unread(name.partition(".")[0]) is None
