"""Many record ids in little memory: 18 bytes for each, sorted, and nothing beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_LENGTH = 18

_Packed: TypeAlias = npt.NDArray[np.bytes_]


class IdSet:
    """The ids of columns of a snapshot, each of 18 characters; null is none of them."""

    def __init__(self, columns: Iterable[pa.ChunkedArray]) -> None:
        packed = [_packed(column) for column in columns]
        self._ids: _Packed = np.concatenate(packed) if packed else _NONE
        self._ids.sort()

    def lacks(self, column: pa.ChunkedArray) -> frozenset[str]:
        """The distinct ids of the column that are not in the set."""
        asked = _packed(pc.unique(column))
        if not len(self._ids):
            absent = asked
        else:
            places = np.minimum(np.searchsorted(self._ids, asked), len(self._ids) - 1)
            absent = asked[self._ids[places] != asked]
        return frozenset(name.decode() for name in absent.tolist())


_NONE: _Packed = np.empty(0, f"S{_LENGTH}")


def _packed(column: pa.ChunkedArray | pa.Array) -> _Packed:
    """The ids side by side. ValueError where a value has another length: it was not stored as an id."""
    ids = column.drop_null()
    ids = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    if not len(ids):
        return _NONE
    if not pc.all(pc.equal(pc.binary_length(ids), _LENGTH)).as_py():
        raise ValueError("a column of ids has a value that is none")
    side_by_side = ids.cast(pa.binary()).cast(pa.binary(_LENGTH))
    letters = np.frombuffer(side_by_side.buffers()[1], np.dtype(f"S{_LENGTH}"))
    return letters[side_by_side.offset : side_by_side.offset + len(side_by_side)].copy()
