"""Answers counted by the value of a column, such as the record owner, in the pass that counts all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_BITS = 64

Counts = npt.NDArray[np.int64]


class Grouped:
    """For each value of a column, how many records each condition holds for. Empty values are left out.

    The answers of a record come as the bits of whole numbers, 64 conditions in each; a batch is sorted by its values
    once, so that each value's records are summed in one go, however many values there are.
    """

    def __init__(self, conditions: Sequence[str]) -> None:
        self._places = {condition: place for place, condition in enumerate(conditions)}
        self._rows: dict[str, int] = {}
        self._counts: Counts = np.zeros((0, -(-len(conditions) // _BITS) * _BITS), np.int64)

    def add(self, values: pa.Array, words: Sequence[npt.NDArray[np.uint64]]) -> None:
        """Count one batch."""
        encoded = values.dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        order = np.argsort(codes, kind="stable")
        order = order[np.searchsorted(codes[order], 0) :]
        if not len(order):
            return
        starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
        rows = self._rows_of([encoded.dictionary[int(code)].as_py() for code in codes[order][starts]])
        for number, word in enumerate(words):
            octets = np.ascontiguousarray(word[order]).view(np.uint8).reshape(-1, 8)
            bits = np.unpackbits(octets, axis=1, bitorder="little")
            self._counts[rows, number * _BITS : (number + 1) * _BITS] += np.add.reduceat(
                bits, starts, axis=0, dtype=np.int64
            )

    @property
    def values(self) -> tuple[str, ...]:
        """The values, in the order in which counts come."""
        return tuple(self._rows)

    @property
    def counts(self) -> Mapping[str, Counts]:
        """By condition, a count for each value."""
        return {condition: self._counts[: len(self._rows), place] for condition, place in self._places.items()}

    def _rows_of(self, values: Sequence[str]) -> list[int]:
        rows = [self._rows.setdefault(value, len(self._rows)) for value in values]
        if len(self._rows) > len(self._counts):
            more = max(len(self._rows), 2 * len(self._counts)) - len(self._counts)
            self._counts = np.vstack([self._counts, np.zeros((more, self._counts.shape[1]), np.int64)])
        return rows
