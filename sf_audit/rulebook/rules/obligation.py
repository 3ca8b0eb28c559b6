"""What a rule obliges whoever saves a record to, where it obliges to anything that an org could enforce as well."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sf_audit.snapshot.needs import ALL_ROWS, Filter, Value


class Demand(StrEnum):
    """What is demanded of the fields of a record."""

    FILLED = "filled"
    REALLY_FILLED = "filled, and not with a placeholder"
    SOME_FILLED = "some of them filled"
    LISTED = "one of the listed values"
    ACTIVE_VALUE = "an active picklist value"
    FORM = "a form"
    UNIQUE = "unique"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A demand on fields of those records of an object that `when` means.

    `at_least` is for SOME_FILLED: so many of the fields. `values` are for LISTED.
    """

    object: str
    fields: tuple[str, ...]
    demand: Demand
    when: Filter = ALL_ROWS
    at_least: int = 1
    values: frozenset[Value] = frozenset()
