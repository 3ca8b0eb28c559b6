"""The nouns of merging duplicates: which record stays, and what is taken from which. Ids and reasons, never a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: The columns of a table of merges: those of a MergeProposal, with the objects of what goes and of what stays.
MERGE_COLUMNS = ("object", "ids", "stays_object", "stays", "because", "how", "merges", "taken", "obstacle")


class MergeWay(StrEnum):
    """What makes one record of several."""

    MERGE = "merge"
    CONVERT = "convert"


@dataclass(frozen=True, slots=True)
class Taken:
    """A group of fields, such as the address, and the record that it is best taken from."""

    fields: str
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """A group of duplicates: `stays` is the record that the others are merged into, or that leads are converted onto.

    `ids` are all of them, the lowest first. `merges` is how often somebody has to merge, because Salesforce takes three
    records at once. `obstacle` says what is in the way; empty where nothing is known to be.
    """

    ids: tuple[str, ...]
    stays: str
    because: str
    how: MergeWay
    merges: int
    taken: tuple[Taken, ...] = ()
    obstacle: str = ""
