"""From counts of people to those of teams that are large enough to hide each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sf_audit.model.gaming import Indication, TeamCount
from sf_audit.review import record_owners
from sf_audit.review.hidden_groups import hidden_groups
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
class _Team:
    records: int = 0
    marked: int = 0
    people: set[str] = field(default_factory=set)

    def add(self, person: str, records: int, marked: int) -> None:
        self.records += records
        self.marked += marked
        self.people.add(person)


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
        teams: dict[str, _Team] = {}
        for person, (records, marked) in seen.by_person.items():
            if person in self.role_of:
                teams.setdefault(self.role_of[person], _Team()).add(person, records, marked)
        showing = {role for role, team in teams.items() if seen.shows(team.records, team.marked)}
        large = {role for role in showing if self._is_large(teams[role])}
        if seen.indication.rule:  # whose outcome tells the sum of all teams
            marked_at_all = {role: team for role, team in teams.items() if team.marked}
            large -= hidden_groups(marked_at_all, marked_at_all.keys() - large, _FEWEST_PEOPLE)
        if not showing:
            return None
        counts = [TeamCount(role, self.names.get(role, ""), teams[role].records, teams[role].marked) for role in large]
        counts.sort(key=lambda count: (-count.marked, count.name, count.id))
        return replace(seen.indication, teams=tuple(counts), left_out=len(showing) - len(large))

    def _is_large(self, team: _Team) -> bool:
        return team.records >= self.minimum and len(team.people) >= _FEWEST_PEOPLE
