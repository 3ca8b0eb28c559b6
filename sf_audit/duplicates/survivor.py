"""Which record of a group should stay when the others are merged into it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sf_audit.duplicates.finder import Member


@dataclass(frozen=True, slots=True)
class Survivor:
    """The record that is suggested to stay, and the reason in words."""

    id: str
    reason: str


def survivor(group: Sequence[Member]) -> Survivor:
    """The one with most fields filled; of several the one that was created first, then the one with the lowest id."""
    most = max(member.filled for member in group)
    fullest = [member for member in group if member.filled == most]
    if len(fullest) == 1:
        return Survivor(fullest[0].id, "it has most fields filled")
    first = min((member.created for member in fullest if member.created), default="")
    oldest = [member for member in fullest if first and member.created == first]
    if len(oldest) == 1:
        return Survivor(oldest[0].id, "it was created first")
    return Survivor(min(member.id for member in oldest or fullest), "it has the lowest id")
