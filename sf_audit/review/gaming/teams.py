"""From counts of people to those of teams that are large enough to hide each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sf_audit.model.gaming import Indication, TeamCount
from sf_audit.review import record_owners
from sf_audit.snapshot.tables import Snapshot

#: By the id of a user: the records that were looked at, and those that show a sign.
ByPerson: TypeAlias = Mapping[str, tuple[int, int]]

#: People in a team: of two, either knows who it was.
_FEWEST_PEOPLE = 3

#: Fewer records than these are slips.
_FEWEST_MARKED = 3


def not_a_slip(_: int, marked: int) -> bool:
    """Whether so many records of a team are worth a line."""
    return marked >= _FEWEST_MARKED


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign without teams yet. `shows` says of the records of a team, and of those marked, whether that is a sign."""

    indication: Indication
    by_person: ByPerson
    shows: Callable[[int, int], bool] = not_a_slip


@dataclass
class _Sum:
    records: int = 0
    marked: int = 0
    people: int = 0


@dataclass(frozen=True)
class Teams:
    """The roles of people, as far as they were read; groups below `minimum` records are not shown."""

    role_of: Mapping[str, str]
    names: Mapping[str, str]
    minimum: int

    @classmethod
    def of(cls, snapshot: Snapshot, region: str, ids: frozenset[str], minimum: int) -> Teams:
        """The teams of these users. Somebody without a role is in the team of those who have none."""
        members = record_owners.members(snapshot, ids, region)
        roles = {user: member.role for user, member in members.items() if member.role is not None}
        return cls(roles, record_owners.role_names(snapshot), minimum)

    def by_team(self, seen: Seen) -> Indication | None:
        """The sign by team; None where no team shows it."""
        sums: dict[str, _Sum] = {}
        for person, (records, marked) in seen.by_person.items():
            if person in self.role_of:
                team = sums.setdefault(self.role_of[person], _Sum())
                team.records, team.marked, team.people = team.records + records, team.marked + marked, team.people + 1
        showing = {role: each for role, each in sums.items() if seen.shows(each.records, each.marked)}
        large = {
            role: each
            for role, each in showing.items()
            if each.records >= self.minimum and each.people >= _FEWEST_PEOPLE
        }
        counts = [TeamCount(role, self.names.get(role, ""), each.records, each.marked) for role, each in large.items()]
        counts.sort(key=lambda count: (-count.marked, count.name, count.id))
        found = seen.indication
        return (
            Indication(
                found.sign, found.object, found.field, found.how, tuple(counts), len(showing) - len(large), found.rule
            )
            if showing
            else None
        )
