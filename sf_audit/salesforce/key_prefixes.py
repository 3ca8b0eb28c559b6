"""The first three characters of a record's id, which say what it is of (DescribeSObjectResult: keyPrefix)."""

from __future__ import annotations

ORGANIZATION = "00D"
PERMISSION_SET_LICENCE = "0PL"

#: A made-up id, as of rows that stand for a default: no record has it.
NO_RECORD = "000"
