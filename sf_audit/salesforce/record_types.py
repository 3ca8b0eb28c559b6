"""Record types: the lookup of a record to its own, and the one that every object has."""

from __future__ import annotations

from typing import Final

#: The lookup. An object without active record types has no such field.
RECORD_TYPE: Final = "RecordTypeId"

#: The record type Master, of records that have none: "Get Object Metadata" in the "User Interface API Developer Guide".
MASTER: Final = "012000000000000AAA"
