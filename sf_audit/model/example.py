"""One failing record as the page shows it. Its names and values are private: `--redact` and `prune` take them away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a field of the record holds, beyond what its rule allows: shortened, and escaped where it cannot be seen."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Another record that has the same, and how many more have it."""

    id: str
    label: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """One failing record.

    `said` is `because` with the names of profiles in place of their ids, where they are known. It is empty under
    `--redact`, as `label`, `values` and `twin` are.
    """

    object: str
    id: str
    part: str
    because: str
    label: str
    record_owner: str
    first_seen: date
    due: date | None
    waived_until: date | None
    at_stake: str | None = None
    said: str = ""
    values: tuple[FieldValue, ...] = ()
    twin: Twin | None = None
