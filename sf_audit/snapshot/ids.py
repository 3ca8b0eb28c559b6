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

from sf_audit.model.counts import count
from sf_audit.salesforce.key_prefixes import ORGANIZATION

#: What EntityDefinition and its like answer as Id of every row: "this row has no id of its own".
NO_ID = "000000000000000AAA"

_SHAPE = "^[0-9A-Za-z]{15}([0-5A-Z]{3})?$"
_ID = re.compile("[0-9A-Za-z]{15}(?:[0-5A-Z]{3})?")
_CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_CHECKSUM_BYTES = np.frombuffer(_CHECKSUM.encode(), dtype=np.uint8)
_WEIGHTS = np.array([1, 2, 4, 8, 16], dtype=np.uint8)

#: For each byte: 1 for a digit or small letter, 2 for a capital, 0 for what no id has.
_KINDS = np.zeros(256, dtype=np.uint8)
_KINDS[[*range(ord("0"), ord("9") + 1), *range(ord("a"), ord("z") + 1)]] = 1
_KINDS[ord("A") : ord("Z") + 1] = 2

_Letters: TypeAlias = npt.NDArray[np.uint8]


def eighteen(text: str) -> str:
    """The id with its checksum. ValueError where the shape is wrong or the checksum is another one."""
    if not _ID.fullmatch(text):
        raise ValueError(f"A record id has 15 or 18 letters and digits; this one has {count(len(text), 'character')}")
    complete = text[:15] + "".join(_checksum(text[start : start + 5]) for start in (0, 5, 10))
    if len(text) == 18 and text != complete:
        raise ValueError("The last three characters of this record id do not belong to the first fifteen")
    return complete


def is_org_id(text: str) -> bool:
    """Whether this is the id of an org, with its checksum: `00D`, and fifteen characters more."""
    try:
        return len(text) == 18 and text.startswith(ORGANIZATION) and eighteen(text) == text
    except ValueError:
        return False


def well_formed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """For every value whether it is a record id of 15 or 18 characters; null stays null."""
    return pc.if_else(pc.is_valid(column), pc.is_valid(normalised(column)), None)


def normalised(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with 18 characters everywhere; null where a value is no record id."""
    return pa.chunked_array([_normalised(chunk) for chunk in column.cast(pa.string()).chunks], type=pa.string())


def _checksum(five: str) -> str:
    return _CHECKSUM[sum(1 << place for place, letter in enumerate(five) if "A" <= letter <= "Z")]


def _normalised(chunk: pa.StringArray) -> pa.StringArray:
    """Nearly always everything is an id of 18 characters already, and telling that is far cheaper than making it so."""
    return chunk if _all_complete(chunk) else _made_complete(chunk)


def _all_complete(chunk: pa.StringArray) -> bool:
    """Whether every value, null aside, is an id of 18 characters with the right checksum."""
    count = len(chunk) - chunk.null_count
    if not count:
        return True
    ends = np.frombuffer(chunk.buffers()[1], dtype=np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    if not np.array_equal(np.diff(ends), np.where(_present(chunk), 18, 0)):
        return False
    letters = np.frombuffer(chunk.buffers()[2], dtype=np.uint8, count=18 * count, offset=int(ends[0]))
    kinds = _KINDS[letters].reshape(count, 18)[:, :15]
    checksum = _checksums(kinds == 2)
    return bool(kinds.all()) and np.array_equal(checksum, letters.reshape(count, 18)[:, 15:])


def _present(chunk: pa.StringArray) -> npt.NDArray[np.bool_]:
    present: npt.NDArray[np.bool_] = chunk.is_valid().to_numpy(zero_copy_only=False)
    return present


def _checksums(capitals: npt.NDArray[np.bool_]) -> _Letters:
    """Three letters for each fifteen, of which is known what is a capital."""
    found: _Letters = _CHECKSUM_BYTES[capitals.astype(np.uint8).reshape(-1, 3, 5) @ _WEIGHTS]
    return found


def _made_complete(chunk: pa.StringArray) -> pa.StringArray:
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
    checksum = _checksums(_KINDS[first] == 2)
    complete = np.ascontiguousarray(np.concatenate([first, checksum], axis=1))
    ends = np.arange(0, 18 * (count + 1), 18, dtype=np.int32)
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends), pa.py_buffer(complete))


def _letters(fifteens: pa.StringArray, count: int) -> _Letters:
    start = int(np.frombuffer(fifteens.buffers()[1], dtype=np.int32)[fifteens.offset])
    return np.frombuffer(fifteens.buffers()[2], dtype=np.uint8, count=15 * count, offset=start).reshape(count, 15)
