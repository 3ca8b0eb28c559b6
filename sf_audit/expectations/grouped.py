"""Answers counted by the value of a column, such as the record owner, in the pass that counts all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_BITS = 64

#: Up to so many values in a batch, all 256 forms of a byte are counted for each: that takes half the time of sorting.
_FEW = 1_024

#: Which bits are set in a byte, by the byte: the lowest first.
_SET: npt.NDArray[np.int64] = (np.arange(256)[:, None] >> np.arange(8)) & 1

Counts = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]


class Grouped:
    """For each value of a column, how many records each condition holds for. Empty values are left out.

    The answers of a record come as the bits of whole numbers, 64 conditions in each.
    """

    def __init__(self, conditions: Sequence[str]) -> None:
        self._places = {condition: place for place, condition in enumerate(conditions)}
        self._rows: dict[str, int] = {}
        self._counts: Counts = np.zeros((0, -(-len(conditions) // _BITS) * _BITS), np.int64)

    def add(self, values: pa.Array, words: Sequence[Bits]) -> None:
        """Count one batch."""
        encoded = values.dictionary_encode()
        codes: Counts = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        if encoded.null_count:
            filled = codes >= 0
            codes, words = codes[filled], [word[filled] for word in words]
        if not len(codes):
            return
        rows = self._rows_of(encoded.dictionary.to_pylist())
        sums = _by_bytes if len(rows) <= _FEW else _by_sorting
        for number, counts in enumerate(sums(codes, len(rows), words)):
            self._counts[rows, number * _BITS : (number + 1) * _BITS] += counts

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


def _by_bytes(codes: Counts, values: int, words: Sequence[Bits]) -> list[Counts]:
    """Of each word, a count for each value and bit."""
    places = codes << 8
    return [
        np.hstack(
            [
                np.bincount(places + octets, minlength=values << 8).reshape(values, 256) @ _SET
                for octets in np.ascontiguousarray(word).view(np.uint8).reshape(-1, 8).T
            ]
        )
        for word in words
    ]


def _by_sorting(codes: Counts, values: int, words: Sequence[Bits]) -> list[Counts]:
    """The same for very many values, each of which is in the batch: memory grows with the batch alone."""
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(values))
    unpacked = (np.unpackbits(word[order].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little") for word in words)
    return [np.add.reduceat(bits, starts, axis=0, dtype=np.int64) for bits in unpacked]
