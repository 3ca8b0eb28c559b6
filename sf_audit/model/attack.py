"""How people who are no administrators can become one, as people and programs read it.

Plain words and ids only, so that a reporter needs nothing else. `sf_audit.access.attack` makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sf_audit.model.access import Person

#: The nodes at the end of every way: the rights of an administrator, and the administrators there are.
GOAL, PEOPLE = "administrator", "administrators"


class LeadsTo(StrEnum):
    """Where a capability leads: to the rights of an administrator, to one who exists, or to more sets."""

    RIGHTS = "rights"
    PEOPLE = "people"
    SETS = "sets"


@dataclass(frozen=True, slots=True)
class Capability:
    """What a system permission (by API name, without `Permissions`) lets somebody do, in words for people.

    `source` is the title of the page that says so; `assumes` is what must be so besides and is not in a snapshot.
    """

    permission: str
    name: str
    leads_to: LeadsTo
    means: str
    source: str
    assumes: str = ""

    @property
    def node(self) -> str:
        """Its node in the graph."""
        return f"capability:{self.permission}"


class Origin(StrEnum):
    """From where somebody comes."""

    GUEST = "guest"
    EXTERNAL = "external"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class UserClass:
    """Active people who are no administrators and hold the same of the sets that matter: ids and names, in order."""

    node: str
    who: Origin
    users: tuple[tuple[str, str], ...]

    def __len__(self) -> int:
        return len(self.users)


@dataclass(frozen=True, slots=True)
class Step:
    """One edge. `says` is it in words, `kind` what sort of edge it is, `source` the title of the page behind it.

    `changes` is how many changes in Setup remove it: one for a permission in a set, one for each assignment, and 0
    where nobody can, because the platform is so or the set belongs to a package.
    """

    start: str
    end: str
    kind: str
    says: str
    source: str
    assumes: str = ""
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission set that gives at least one capability, by what people call it."""

    id: str
    kind: str
    name: str
    namespace: str = ""

    @property
    def words(self) -> str:
        """Kind and name."""
        kinds = {"profile": "profile", "group": "permission set group", "set": "permission set"}
        return f"{kinds[self.kind]} {self.name}"


@dataclass(frozen=True, slots=True)
class Route:
    """The shortest ways of one class of people to the rights of an administrator, all of the same length."""

    people: UserClass
    ways: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """What can be removed, and from how many users it alone takes every way; `passing` have a shortest way over it."""

    step: Step
    users: int
    passing: int


@dataclass(frozen=True, slots=True)
class Attack:
    """The ways of everybody, or of the people with the same sets as `asker`, and what ends them.

    `steps`, `classes`, `grants`, `capabilities` and `words` are the whole graph, whoever was asked about. `unknown`
    counts people who may have more ways than are seen, `unseen` are permissions that the snapshot does not have.
    """

    org_id: str
    administrators: tuple[tuple[str, str], ...]
    routes: tuple[Route, ...]
    cuts: tuple[Cut, ...] = ()
    smallest_cut: tuple[Step, ...] = ()
    unknown: int = 0
    unseen: tuple[str, ...] = ()
    asker: Person | None = None
    steps: tuple[Step, ...] = ()
    classes: tuple[UserClass, ...] = ()
    grants: Mapping[str, Grant] = field(default_factory=dict)
    capabilities: tuple[Capability, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether everything was looked at."""
        return not self.unknown and not self.unseen

    @property
    def people(self) -> tuple[UserClass, ...]:
        """Those who have a way."""
        return tuple(route.people for route in self.routes)
