"""Where records come from that keep the rules, and where those that do not: by team, region, record type and source.

Of single people nothing is here: their share is theirs to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What records are counted by while they are judged: a column of the scan."""

    OWNER = "counted owner"
    RECORD_TYPE = "counted record type"
    SOURCE = "counted source"
    ENTRY = "counted entry"


@dataclass(frozen=True, slots=True)
class GroupedRecords:
    """Of one rule, by the value of a fact: how many records were judged, and how many of them do not keep it."""

    fact: str
    rows: tuple[tuple[str, int, int], ...]


class By(StrEnum):
    """What the groups of a table have in common."""

    ROLE = "role"
    MANAGER = "manager"
    DEPARTMENT = "department"
    REGION = "region"
    RECORD_TYPE = "record_type"
    SOURCE = "source"
    ENTRY = "entry"


class Entry(StrEnum):
    """How a record came into the org; not known where the user who created it is not, or not well enough."""

    HUMAN = "human"
    INTEGRATION = "integration"
    IMPORT = "import"
    WEB_FORM = "web form"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """One group. `id` is that of a role, manager or record type; `name` is a name of the org's setup, or a value.

    `records` are those that some rule judged, at least; `judged` counts each record once for each rule, and `broken`
    those of them that do not keep it. Waived ones count as broken: a waiver accepts, it does not mend.
    """

    name: str
    records: int
    judged: int
    broken: int
    id: str = ""

    @property
    def share_kept(self) -> float:
        """The part of what was judged that keeps its rule, 0 to 1."""
        return 1.0 if not self.judged else 1 - self.broken / self.judged


@dataclass(frozen=True, slots=True)
class OriginTable:
    """The groups of one kind, those that keep the least first.

    `left_out` counts groups of too few records or people, and those from which such a group could be worked out.
    `missing` says why there are none, or not all of them.
    """

    by: By
    groups: tuple[OriginGroup, ...] = ()
    left_out: int = 0
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Origins:
    """All tables of a review. A group has at least `minimum` records, and one of people at least two of them.

    `excluded` are sentences on records that are in no table of people.
    """

    minimum: int
    tables: tuple[OriginTable, ...]
    excluded: tuple[str, ...] = ()
