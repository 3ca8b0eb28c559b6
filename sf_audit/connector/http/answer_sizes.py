"""How large an answer may be, by what was asked for: beyond it something else than Salesforce speaks.

Bytes alone are no bound. An empty JSON object takes three bytes on the way and seventy in memory, so values are counted
before they are made.
"""

from __future__ import annotations

import re

import numpy as np

_MB = 1 << 20

#: The largest answers, decoded, by the beginning of their path below the version. A batch of a query has at most 2,000
#: rows ("Query Options Headers" in the "REST API Developer Guide"); a describe of 800 fields has some MB, 25 of them
#: come in one composite call.
_LARGEST = (
    (re.compile(r"(?:tooling/)?query(?:All)?\b"), 64 * _MB),
    (re.compile(r"(?:tooling/)?composite\b"), 96 * _MB),
    (re.compile(r"(?:tooling/)?sobjects\b"), 32 * _MB),
)

#: Limits, counts, jobs, versions, who is signed in.
_LARGEST_OTHER = 4 * _MB

#: So many values of JSON are made at most of one answer: more than 2,000 rows of 1,000 columns have.
MOST_VALUES = 2_500_000

#: What an answer may have that is of no kind above.
LARGEST_BODY = 64 * _MB

_VERSION = re.compile(r"^/services/data/v\d+\.\d/")


def largest(path: str) -> int:
    """The bytes that an answer at this path may have."""
    below = _VERSION.sub("", path)
    return next((size for pattern, size in _LARGEST if pattern.match(below)), _LARGEST_OTHER)


def has_too_many_values(body: bytes) -> bool:
    """Whether JSON of these bytes would make more than MOST_VALUES values: each begins behind `,`, `[` or `{`."""
    at_most = sum(map(body.count, (b",", b"[", b"{")))
    return at_most > MOST_VALUES and _beginnings(body) > MOST_VALUES


def _beginnings(body: bytes) -> int:
    """How many of the three stand outside of texts."""
    plain = body.replace(b"\\\\", b"  ").replace(b'\\"', b"  ") if b"\\" in body else body
    bytes_ = np.frombuffer(plain, dtype=np.uint8)
    found, inside = 0, np.uint8(0)
    for start in range(0, len(bytes_), _MB):
        piece = bytes_[start : start + _MB]
        within = np.bitwise_xor.accumulate((piece == ord('"')).view(np.uint8)) ^ inside
        begins = (piece == ord(",")) | (piece == ord("[")) | (piece == ord("{"))
        found += int(np.count_nonzero(begins & (within == 0)))
        inside = within[-1]
    return found
