"""What sets of assignments come to in the end: the union of what they give, and all that follows from it.

Worked out for many at a time, on rows of bits: an org with sixty thousand fields takes some fifteen thousand bytes
for one distinct set of assignments, whoever has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sf_audit.access.effective.bit_index import Bits, has
from sf_audit.access.effective.granted import Granted, Plane
from sf_audit.access.implications import EVERY, IMPLICATIONS, Implication
from sf_audit.access.rights import RIGHTS, Held, Kind, Right

#: Combinations worked out at a time; bounds the memory for what is thrown away again.
_AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class Combinations:
    """Distinct combinations of permission sets: `sets[starts[i]:starts[i + 1]]` are the rows of the i-th one."""

    starts: NDArray[np.int64]
    sets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def union(self, rows: Bits, first: int, last: int) -> Bits:
        """For the combinations from `first` to before `last`, all that any of their sets has."""
        starts, ends = self.starts[first:last], self.starts[first + 1 : last + 1]
        whole = np.zeros((last - first, rows.shape[1]), np.uint8)
        for step in range(int((ends - starts).max(initial=0))):
            longer = np.flatnonzero(ends - starts > step)
            whole[longer] |= rows[self.sets[starts[longer] + step]]
        return whole


def closure(granted: Granted, combinations: Combinations) -> dict[Plane, Bits]:
    """Everything that each combination holds: for each kind and right a row of bits per combination."""
    planes = {plane: np.zeros((len(combinations), rows.shape[1]), np.uint8) for plane, rows in granted.rows.items()}
    for first in range(0, len(combinations), _AT_ONCE):
        last = min(first + _AT_ONCE, len(combinations))
        union = {plane: combinations.union(rows, first, last) for plane, rows in granted.rows.items()}
        for implication in IMPLICATIONS:
            _apply(implication, granted, union)
        _fields_need_their_objects(granted, union)
        for plane, rows in union.items():
            planes[plane][first:last] = rows
    return planes


def _apply(implication: Implication, granted: Granted, held: Mapping[Plane, Bits]) -> None:
    given, gives = implication.given, implication.gives
    into = held[gives.kind, gives.right]
    if gives.target == EVERY:
        place = granted.place(given)
        if place is not None:
            into[has(held[given.kind, given.right], place)] = _every(granted, gives.kind)
    elif given.kind is gives.kind:
        into |= held[given.kind, given.right]
    else:
        into |= _spread(granted, held[given.kind, given.right])


def _every(granted: Granted, kind: Kind) -> Bits:
    places = granted.places[kind]
    return np.packbits(np.ones(len(places.names), np.uint8), bitorder="little")


def _fields_need_their_objects(granted: Granted, held: Mapping[Plane, Bits]) -> None:
    """A field that rows cannot be about has what its object has; no field has more."""
    own = {Right.READ: granted.fields.readable, Right.EDIT: granted.fields.editable}
    for right in RIGHTS[Kind.FIELD]:
        rows = held[Kind.FIELD, right]
        rows |= own[right]
        rows &= _spread(granted, held[Kind.OBJECT, right])


def _spread(granted: Granted, of_objects: Bits) -> Bits:
    return granted.fields.places.spread(of_objects, len(granted.places[Kind.OBJECT].names))


def bits_of(planes: Mapping[Plane, Bits], granted: Granted, held: Held) -> NDArray[np.bool_] | None:
    """For each combination, whether it holds this; None where nothing that was read names the target."""
    place = granted.place(held)
    rows = planes.get((held.kind, held.right))
    return None if place is None or rows is None else has(rows, place)
