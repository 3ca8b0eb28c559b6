"""What looks as if something was done for the rules and not for the records: counts by team, and nobody's name.

Each is an indication. Most of them have a harmless reason as well, and whoever reads them says so to nobody before
having asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What was seen."""

    PLACEHOLDERS = "placeholders"
    ONE_VALUE = "one_value"
    MASS_FILLED = "mass_filled"
    MONTH_END = "month_end"
    PUSHED = "pushed"


@dataclass(frozen=True, slots=True)
class TeamCount:
    """A team, by the role of its people: of so many `records`, how many show the sign. `name` is a role's."""

    id: str
    name: str
    records: int
    marked: int


@dataclass(frozen=True, slots=True)
class Indication:
    """One sign on one object. `how` says how it was told, with API names and numbers alone.

    `teams` are those that show it, most of them first; `left_out` counts the others that do.
    """

    sign: Sign
    object: str
    field: str
    how: str
    teams: tuple[TeamCount, ...] = ()
    left_out: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Gaming:
    """All that was seen; `missing` are sentences about what could not be looked at."""

    minimum: int
    indications: tuple[Indication, ...] = ()
    missing: tuple[str, ...] = ()
