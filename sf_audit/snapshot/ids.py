"""Record ids: 15 characters that tell upper from lower case, or the same with 3 characters of checksum.

People, formulas and exports hand out 15 characters, the APIs 18. Everything stored here has 18, so that ids
compare exactly even where letters lose their case, and a wrong character is noticed. How the three characters
follow from the fifteen: "ID Field Type" in the "Object Reference for the Salesforce Platform".
"""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

#: What EntityDefinition and its like answer as Id of every row: "this row has no id of its own".
NO_ID = "000000000000000AAA"

_SHAPE = "^[0-9A-Za-z]{15}([0-5A-Z]{3})?$"
_ID = re.compile("[0-9A-Za-z]{15}(?:[0-5A-Z]{3})?")
_CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_CHECKSUM_BYTES = np.frombuffer(_CHECKSUM.encode(), dtype=np.uint8)
_WEIGHTS = np.array([1, 2, 4, 8, 16], dtype=np.uint8)

_Letters: TypeAlias = npt.NDArray[np.uint8]


def eighteen(text: str) -> str:
    """The id with its checksum. ValueError where the shape is wrong or the checksum is another one."""
    if not _ID.fullmatch(text):
        raise ValueError(f"A record id has 15 or 18 letters and digits; this one has {len(text)} characters")
    complete = text[:15] + "".join(_checksum(text[start : start + 5]) for start in (0, 5, 10))
    if len(text) == 18 and text != complete:
        raise ValueError("The last three characters of this record id do not belong to the first fifteen")
    return complete


def well_formed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """For every value whether it is a record id of 15 or 18 characters; null stays null."""
    return pc.if_else(pc.is_valid(column), pc.is_valid(normalised(column)), None)


def normalised(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with 18 characters everywhere; null where a value is no record id."""
    return pa.chunked_array([_normalised(chunk) for chunk in column.cast(pa.string()).chunks], type=pa.string())


def _checksum(five: str) -> str:
    return _CHECKSUM[sum(1 << place for place, letter in enumerate(five) if "A" <= letter <= "Z")]


def _normalised(chunk: pa.StringArray) -> pa.StringArray:
    shaped = pc.fill_null(pc.match_substring_regex(chunk, _SHAPE), False)
    candidates = chunk.filter(shaped)
    complete = _with_checksum(candidates)
    right = pc.or_(pc.equal(complete, candidates), pc.equal(pc.binary_length(candidates), 15))
    kept = pc.if_else(right, complete, pa.scalar(None, pa.string()))
    return pc.replace_with_mask(pa.nulls(len(chunk), pa.string()), shaped, kept)


def _with_checksum(candidates: pa.StringArray) -> pa.StringArray:
    """Of values that all have 15 or 18 ASCII characters, the first fifteen and their checksum."""
    count = len(candidates)
    if not count:
        return candidates
    first = _letters(pc.utf8_slice_codeunits(candidates, 0, 15), count)
    upper = ((first >= ord("A")) & (first <= ord("Z"))).astype(np.uint8)
    checksum = _CHECKSUM_BYTES[upper.reshape(count, 3, 5) @ _WEIGHTS]
    complete = np.ascontiguousarray(np.concatenate([first, checksum], axis=1))
    ends = np.arange(0, 18 * (count + 1), 18, dtype=np.int32)
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends), pa.py_buffer(complete))


def _letters(fifteens: pa.StringArray, count: int) -> _Letters:
    start = int(np.frombuffer(fifteens.buffers()[1], dtype=np.int32)[fifteens.offset])
    return np.frombuffer(fifteens.buffers()[2], dtype=np.uint8, count=15 * count, offset=start).reshape(count, 15)
