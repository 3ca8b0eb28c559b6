"""How the fields of an object are filled, counted by the org: what drafts of rules are made from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fill:
    """Of all records and of those created lately, how many there are and in how many the field is filled."""

    total: int
    filled: int
    new_total: int
    new_filled: int


@dataclass(frozen=True, slots=True)
class FieldProfile:
    """One field of an object.

    `groups` has the same of parts of the records: by what they are told apart by, as `when:` names it
    (`RecordType.DeveloperName`, `StageName`), and by its value. `stale_values` are values that the picklist no longer
    offers, and `stale_records` the records that hold one; None where that was not asked or not answered.
    """

    object: str
    field: str
    label: str
    type: str
    everywhere: Fill
    groups: Mapping[str, Mapping[str, Fill]] = dataclasses.field(default_factory=dict)
    stale_values: int = 0
    stale_records: int | None = None


@dataclass(frozen=True, slots=True)
class ObjectProfile:
    """The fields of an object that people fill in, and what the org did not count, each as a line."""

    object: str
    fields: tuple[FieldProfile, ...] = ()
    not_counted: tuple[str, ...] = ()
