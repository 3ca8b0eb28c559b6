"""Where each target stands in a row of bits.

A field's place lies within its object's whole bytes, so that what is true of an object can be applied to all
of its fields at once, a byte at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Places:
    """The targets of one kind. `number[name]` is the place of a target's bit, `width` the bytes of a row."""

    names: tuple[str, ...]
    number: Mapping[str, int]
    width: int

    @classmethod
    def of(cls, names: Sequence[str]) -> Places:
        """Places side by side, in the order of the names."""
        return cls(tuple(names), {name: place for place, name in enumerate(names)}, (len(names) + 7) // 8)


@dataclass(frozen=True, slots=True)
class FieldPlaces:
    """Fields, each object's in bytes of its own. `bytes_of[i]` are the bytes of the i-th object of `objects`."""

    names: tuple[str, ...]
    number: Mapping[str, int]
    width: int
    bytes_of: NDArray[np.int64]
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, objects: Sequence[str], fields: Mapping[str, Sequence[str]]) -> FieldPlaces:
        """`fields` by object, each as `Object.Field`; objects without fields take no bytes."""
        number: dict[str, int] = {}
        spans: dict[str, tuple[int, int]] = {}
        widths = []
        start = 0
        for name in objects:
            mine = fields.get(name, ())
            number.update(zip(mine, range(start * 8, start * 8 + len(mine)), strict=True))
            widths.append((len(mine) + 7) // 8)
            spans[name] = (start, start + widths[-1])
            start += widths[-1]
        return cls(tuple(number), number, start, np.array(widths, np.int64), spans)

    def spread(self, of_objects: Bits, objects: int) -> Bits:
        """Rows of bits about objects as rows of bytes about their fields: all ones or all zeros for each object."""
        each = np.unpackbits(of_objects, axis=1, count=objects, bitorder="little")
        spread: Bits = np.repeat(each * np.uint8(255), self.bytes_of, axis=1)
        return spread


def has(rows: Bits, place: int) -> NDArray[np.bool_]:
    """For each row, whether the bit at the place is set."""
    return (rows[:, place >> 3] & np.uint8(1 << (place & 7))).astype(bool)


def set_bits(rows: Bits, row: NDArray[np.int64], place: NDArray[np.int64]) -> None:
    """Set the bits at these places of these rows."""
    flat = rows.reshape(-1)
    np.bitwise_or.at(flat, row * rows.shape[1] + (place >> 3), np.left_shift(1, place & 7).astype(np.uint8))


def row_of_bits(places: Sequence[int], width: int) -> Bits:
    """One row with the bits at these places."""
    row = np.zeros((1, width), np.uint8)
    where = np.array(places, np.int64)
    set_bits(row, np.zeros(len(where), np.int64), where)
    return row.reshape(width)
